"""The test rig: chooses the database engine before Django reads its settings.

`pytest` runs on SQLite. `pytest --engine=postgresql` starts a throw-away PostgreSQL, creates and flushes as the
owner, and runs everything else as the app role, which owns nothing: a superuser would see every row and prove
nothing about the wall.
"""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

OWNER, APP, DATABASE = "casework_owner", "casework_app", "casework"
FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200"
# A test that leaves a lock behind fails at the next one; nothing waits for ever.
PATIENCE = "-c lock_timeout=120s -c idle_in_transaction_session_timeout=180s"

cluster: "Cluster | None" = None
scratch: Path | None = None


class Cluster:
    """A PostgreSQL of our own in a temporary folder, reached by a socket there."""

    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="casework-pg-"))
        self.binaries = postgresql_binaries()
        # initdb refuses to run as root.
        self.as_user = {"user": "nobody", "group": "nogroup", "extra_groups": []} if os.geteuid() == 0 else {}
        if self.as_user:
            shutil.chown(self.folder, "nobody", "nogroup")
        self.run(
            "initdb",
            "-D",
            str(self.folder / "data"),
            "-A",
            "trust",
            "--no-sync",
            "-U",
            "postgres",
            "-E",
            "UTF8",
        )
        self.run(
            "pg_ctl", "-w", "-D", str(self.folder / "data"), "-l", str(self.folder / "log"),
            "-o", f"-c listen_addresses= -k {self.folder} {FAST} {PATIENCE}", "start",
        )  # fmt: skip
        # The owner may create databases only here, because the test runner creates its own.
        self.sql(f"create role {OWNER} login nosuperuser nobypassrls createdb")
        self.sql(f"create role {APP} login nosuperuser nobypassrls nocreatedb nocreaterole noinherit")
        self.sql(f"create database {DATABASE} owner {OWNER}")

    def run(self, program, *arguments):
        result = subprocess.run(
            [self.binaries / program, *arguments],
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            **self.as_user,
        )
        if result.returncode:
            raise pytest.UsageError(f"{program} failed: {result.stderr}")

    def sql(self, statement):
        self.run("psql", "-h", str(self.folder), "-U", "postgres", "-q", "-c", statement)

    def url(self, role):
        return f"postgresql://{role}@/{DATABASE}?host={self.folder}"

    def stop(self):
        self.run("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)


def postgresql_binaries() -> Path | None:
    """The newest folder with PostgreSQL's server programs, or None."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: float(p.parts[-3]), reverse=True
    )
    if found:
        return found[0].parent
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


def pytest_addoption(parser):
    parser.addoption(
        "--engine", choices=["sqlite", "postgresql"], default="sqlite", help="database to run on"
    )
    parser.addoption(
        "--scratch", type=Path, help="folder for data, kept afterwards (with --reuse-db on SQLite)"
    )


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config, parser, args):
    global cluster, scratch
    if "PYTEST_XDIST_WORKER" in os.environ:
        return
    kept = early_config.known_args_namespace.scratch
    scratch = None if kept else Path(tempfile.mkdtemp(prefix="casework-test-"))
    data = kept or scratch
    os.environ["DATA_DIR"] = str(data)
    (data / "static").mkdir(parents=True, exist_ok=True)  # empty, but WhiteNoise warns if it is not there
    os.environ["SECRET_KEY"] = "only-for-tests-" * 5
    os.environ["BASE_URL"] = "http://localhost:8000"
    os.environ["CASEWORK_ENGINE"] = early_config.known_args_namespace.engine
    theirs = ("DEBUG", "MAIL_URL", "DATABASE_URL", "DATABASE_OWNER_URL", "TRUSTED_PROXIES", "AUDIT_ANCHOR")
    theirs += ("BACKUP_DIR", "BACKUP_KEY", "BACKUP_KEEP")
    for name in theirs:
        os.environ.pop(name, None)
    if early_config.known_args_namespace.engine == "postgresql":
        if postgresql_binaries() is None:
            raise pytest.UsageError("No PostgreSQL server programs found. Install the package postgresql.")
        cluster = Cluster()
        os.environ["DATABASE_URL"] = cluster.url(APP)
        os.environ["DATABASE_OWNER_URL"] = cluster.url(OWNER)
    # Playwright's synchronous interface runs an event loop in the thread that also uses the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_unconfigure(config):
    if cluster is not None:
        cluster.stop()
    if scratch is not None:
        shutil.rmtree(scratch, ignore_errors=True)


def pytest_report_header(config):
    return f"engine: {os.environ.get('CASEWORK_ENGINE')}"


def pytest_collection_modifyitems(config, items):
    """Let every database test use the cache's alias too, and leave out what this machine cannot run."""
    for item in items:
        marker = item.get_closest_marker("django_db")
        if marker is not None or "db" in item.fixturenames or "transactional_db" in item.fixturenames:
            options = dict(marker.kwargs) if marker else {}
            options["databases"] = ["default", "cache"]
            item.add_marker(pytest.mark.django_db(**options), append=False)
        if item.get_closest_marker("postgresql") and os.environ["CASEWORK_ENGINE"] != "postgresql":
            item.add_marker(pytest.mark.skip(reason="about row-level security, which only PostgreSQL has"))
        if item.get_closest_marker("browser") and not shutil.which("chromium"):
            item.add_marker(pytest.mark.skip(reason="needs Chromium: install the package chromium"))
