"""A throw-away PostgreSQL in a temporary folder, reached by a socket there."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

OWNER, APP, DATABASE = "casework_owner", "casework_app", "casework"
FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200"
# A test that leaves a lock behind fails at the next one; nothing waits for ever.
PATIENCE = "-c lock_timeout=120s -c idle_in_transaction_session_timeout=180s"


class Cluster:
    """A running server with both roles and an empty database; or with what `fill` puts into its data folder."""

    def __init__(self, fill: Callable[[Path], None] | None = None):
        self.folder = Path(tempfile.mkdtemp(prefix="casework-pg-"))
        self.data = self.folder / "data"
        self.binaries = postgresql_binaries()
        # PostgreSQL refuses to run as root.
        self.as_user = {"user": "nobody", "group": "nogroup", "extra_groups": []} if os.geteuid() == 0 else {}
        if self.as_user:
            shutil.chown(self.folder, "nobody", "nogroup")
        if fill:
            fill(self.data)
        else:
            self.run(
                "initdb", "-D", str(self.data), "-A", "trust", "--no-sync", "-U", "postgres", "-E", "UTF8"
            )
        self.run(
            "pg_ctl", "-w", "-D", str(self.data), "-l", str(self.folder / "log"),
            "-o", f"-c listen_addresses= -k {self.folder} {FAST} {PATIENCE}", "start",
        )  # fmt: skip
        if not fill:
            self.sql(f"create role {OWNER} login nosuperuser nobypassrls")
            self.sql(f"create role {APP} login nosuperuser nobypassrls nocreatedb nocreaterole noinherit")
            self.create_database(DATABASE)

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

    def create_database(self, name):
        self.sql(f"create database {name} owner {OWNER}")

    def url(self, role, database=DATABASE):
        return f"postgresql://{role}@/{database}?host={self.folder}"

    def pid(self):
        return int((self.folder / "data/postmaster.pid").read_text().split()[0])

    def shut_down(self):
        """Stop so that the data folder is whole and can be copied."""
        self.run("pg_ctl", "-w", "-D", str(self.data), "-m", "fast", "stop")

    def stop(self):
        """Stop at once and delete everything."""
        self.run("pg_ctl", "-D", str(self.data), "-m", "immediate", "stop")
        self.delete()

    def delete(self):
        shutil.rmtree(self.folder, ignore_errors=True)


def postgresql_binaries() -> Path | None:
    """Return the newest folder with PostgreSQL's server programs, or None."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: float(p.parts[-3]), reverse=True
    )
    if found:
        return found[0].parent
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None
