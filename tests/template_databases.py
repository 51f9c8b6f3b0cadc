"""Migrated databases to copy: migrating takes a minute, copying a moment.

A template stands in `.tools/test-databases/<engine>-<digest>/`: for SQLite the files of both aliases, for PostgreSQL
the data folder of a stopped cluster. The digest covers all that a migration reads: migrations of ours and the code
they import, settings, this module, versions of packages and of PostgreSQL. Two runs at once build a template once.
"""

import ast
import contextlib
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts.console import ROOT
from tests.cluster import APP, OWNER, Cluster, postgresql_binaries

FOLDER = ROOT / ".tools" / "test-databases"
KEPT = 3  # templates of each engine: going back to another branch builds nothing
TEMPLATE = "test_template"  # its name in the cluster
READ = (
    "**/migrations/*.py",
    "**/commands/migrate.py",
    "**/commands/createcachetable.py",
    "settings.py",
    "settings/*.py",
)
COMMANDS = """
import django
from django.core.management import call_command
django.setup()
call_command("migrate", verbosity=0)
call_command("createcachetable", verbosity=0)
call_command("createcachetable", database="cache", verbosity=0)
"""
SQLITE_FILES = {"default": "casework.sqlite3", "cache": "cache.sqlite3"}  # by alias


def provide(engine: str, to: Path) -> None:
    """Put a copy of the template at `to`, a folder that does not exist yet. Build the template first if needed.

    A run of changed code that has to keep the migrated database, such as one of a mutant, names the template in the
    environment.
    """
    with _alone():
        named = os.environ.get(variable(engine))
        template = Path(named) if named else _built(engine)
        subprocess.run(["cp", "-a", template, to], check=True)


def variable(engine: str) -> str:
    """Return the name of the environment variable that may name a template."""
    return f"TEST_TEMPLATE_{engine.upper()}"


def template(engine: str) -> Path:
    """Return the folder of the template of the code as it is. Build it first if needed."""
    with _alone():
        return _built(engine)


def _built(engine: str) -> Path:
    folder = FOLDER / f"{engine}-{digest(engine)}"
    if not folder.exists():
        _build(engine, folder)
    os.utime(folder)
    _prune(engine)
    return folder


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _prune(engine: str) -> None:
    """Delete all but the templates used last, and what a killed build left."""
    found = sorted(FOLDER.glob(f"{engine}-*"), key=lambda folder: folder.stat().st_mtime, reverse=True)
    for folder in found[KEPT:] + list(FOLDER.glob("unfinished-*")):
        shutil.rmtree(folder)


# --- What a template depends on ------------------------------------------------------------------------


def digest(engine: str) -> str:
    """Return a short digest of everything that can change what the migrations leave."""
    found = hashlib.sha256("\n".join(_versions(engine)).encode())
    for path in sorted(reached()):
        found.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return found.hexdigest()[:16]


def _versions(engine: str) -> list[str]:
    """Names and versions of all installed packages, and of PostgreSQL."""
    packages = sorted(path.name for path in Path(sysconfig.get_path("purelib")).glob("*.dist-info"))
    if engine == "postgresql":
        command = [postgresql_binaries() / "postgres", "--version"]
        packages.append(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    return packages


def reached() -> set[Path]:
    """Return every file of the project that a migration may read: all that is imported, at whatever depth."""
    apps = [
        path.parent for path in ROOT.glob("*/__init__.py") if path.parent.name not in {"tests", "scripts"}
    ]
    waiting = [Path(__file__), *(path for app in apps for pattern in READ for path in app.glob(pattern))]
    found: set[Path] = set()
    while waiting:
        path = waiting.pop()
        if path not in found:
            found.add(path)
            waiting += _imported_by(path)
    return found


def _imported_by(path: Path) -> Iterator[Path]:
    """The project's files that a file imports, with the packages on the way to them."""
    package = list(path.relative_to(ROOT).parent.parts)
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names = [alias.name.split(".") for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            base = above + (node.module.split(".") if node.module else [])
            names = [base, *([*base, alias.name] for alias in node.names)]
        else:
            continue
        for name in names:
            module = ROOT.joinpath(*name)
            candidates = [
                module.with_suffix(".py"),
                *(folder / "__init__.py" for folder in (module, *module.parents)),
            ]
            yield from (each for each in candidates if each.is_relative_to(ROOT) and each.is_file())


# --- Building ------------------------------------------------------------------------------------------


def _build(engine: str, folder: Path) -> None:
    """Migrate an empty database. The template appears whole or not at all."""
    print(
        f"Migrating the {engine} template of the test databases, once for these migrations",
        file=sys.__stderr__,
    )
    unfinished = FOLDER / f"unfinished-{engine}"
    shutil.rmtree(unfinished, ignore_errors=True)
    if engine == "postgresql":
        _migrated_cluster(unfinished)
    else:
        _migrated_files(unfinished)
    unfinished.rename(folder)


def _migrated_files(folder: Path) -> None:
    folder.mkdir()
    _migrate({"DATA_DIR": str(folder)})
    for path in folder.iterdir():
        if path.name not in SQLITE_FILES.values():
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def _migrated_cluster(folder: Path) -> None:
    cluster = Cluster()
    try:
        cluster.create_database(TEMPLATE)
        _migrate(
            {"DATABASE_URL": cluster.url(APP, TEMPLATE), "DATABASE_OWNER_URL": cluster.url(OWNER, TEMPLATE)}
        )
        cluster.shut_down()
        subprocess.run(["cp", "-a", cluster.data, folder], check=True)
    except BaseException:
        cluster.stop()
        raise
    cluster.delete()


def _migrate(env: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", COMMANDS],
        cwd=ROOT,
        env=os.environ | env | {"DJANGO_SETTINGS_MODULE": "config.settings"},
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise pytest.UsageError(f"Migrating a new database failed:\n{done.stderr}")
