"""Back-ups: one complete, encrypted and private file."""

import os
import stat
import subprocess
import sys
from datetime import timedelta

import pytest
from django.apps import apps
from django.conf import settings as configured
from django.core.management import CommandError
from django.db import connection, transaction
from django.utils import timezone

from casework.files import store
from ops.backups import archive, checking, create, folder, rows, schema
from ops.databases import as_owner

from .conftest import CANARY, only, run

pytestmark = pytest.mark.django_db(transaction=True)


def opened(path, key):
    """Return everything that the key decrypts as one byte string, with rows decompressed."""
    parts = []
    with archive.reading(path, archive.secret_keys(key)) as members:
        for name, _size, _mtime, source in members:
            parts += checking.lines_of(source) if name.startswith("rows/") else [source.read()]
    return b"".join(parts)


def test_backup_is_private_and_unreadable_without_the_key(filled, backups, key):
    run("backup")
    path = only(backups)
    assert CANARY.encode() in opened(path, key)
    assert CANARY.encode() not in path.read_bytes()
    assert b"ada@london" not in path.read_bytes()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(backups.stat().st_mode) == 0o700


def test_every_table_is_in_the_backup_or_excluded_explicitly():
    tables = rows.tables(apps)
    assert rows.unknown_kinds(tables) == set()
    labels = {
        model._meta.label for model in apps.get_models(include_auto_created=True) if not model._meta.proxy
    }
    assert labels - {table.label for table in tables} <= rows.EXCLUDED


def test_backup_contains_rows_hidden_by_row_level_security(filled, backups, key):
    """Count as the owner: the app role, which creates the back-up, must not miss rows because of a policy."""

    run("backup")
    content = checking.check(only(backups), archive.secret_keys(key))
    names, there = {table.label: table.name for table in rows.tables(apps)}, {}
    with (
        as_owner("default"),
        transaction.atomic(),
        connection.cursor() as cursor,
        schema.without_row_security(list(names.values())),
    ):
        for label, name in names.items():
            cursor.execute(f'select count(*) from "{name}"')
            there[label] = cursor.fetchone()[0]
    assert {label: output["rows"] for label, output in content.manifest["tables"].items()} == there
    assert there["cases.Case"] == 2


@pytest.mark.parametrize("damage", ["cut", "changed", "longer", "other key"])
def test_damaged_backup_or_wrong_key_is_refused(filled, backups, key, damage):
    run("backup")
    path = only(backups)
    content = bytearray(path.read_bytes())
    if damage == "cut":
        content = content[:-20]
    elif damage == "changed":
        content[len(content) // 2] ^= 1
    elif damage == "longer":
        content += b"more"
    else:
        key.write_text(archive.new_key()[1])
    path.write_bytes(content)
    with pytest.raises(CommandError, match="cannot be used"):
        run("restore", path, key=key, check=True)


def test_backup_with_wrong_digests_is_refused(filled, backups, key, monkeypatch):
    """Write wrong digests with the right key, as a bug in this program might."""
    monkeypatch.setattr(create.rows.Digest, "__str__", lambda self: "0" * 64)
    run("backup")
    monkeypatch.undo()
    with pytest.raises(CommandError, match="does not hold what it says"):
        run("restore", only(backups), key=key, check=True)


def test_failed_backup_leaves_no_file(filled, backups, monkeypatch):
    monkeypatch.setattr(
        create, "add_media", lambda into, taken: (_ for _ in ()).throw(OSError(28, "No space left"))
    )
    with pytest.raises(CommandError, match="No space left"):
        run("backup")
    assert [path.name for path in backups.iterdir()] == [".lock"]


def test_partial_files_are_deleted_and_concurrent_backup_is_refused(filled, backups):
    backups.mkdir()
    (backups / "casework-20261101T000000Z.backup.part").write_bytes(b"half")
    with folder.exclusive(), pytest.raises(CommandError, match="Another back-up"):
        run("backup")
    run("backup")
    assert [path.suffix for path in backups.iterdir() if path.name != ".lock"] == [".backup"]


def test_old_and_surplus_backups_are_deleted(backups, settings):
    backups.mkdir()
    now = timezone.now()
    for days in (1, 2, 3, 34, 36):
        (backups / folder.name_at(now - timedelta(days=days))).touch()
    assert len(folder.prune(keep=9)) == 1
    assert len(folder.prune(keep=2)) == 2
    assert [folder.made_at(path).date() for path in folder.every()] == [
        (now - timedelta(days=days)).date() for days in (2, 1)
    ]


def test_missing_or_changed_file_is_reported(filled, backups):
    (name,) = store.keys()
    store.path_of(name).write_bytes(b"something else")
    with pytest.raises(CommandError, match="are not what was stored"):
        run("backup")
    store.delete(name)
    with pytest.raises(CommandError, match="are not on the disk"):
        run("backup")


def test_file_deleted_with_its_row_during_backup_is_not_reported(filled, backups, monkeypatch):
    named = create.named_files()
    monkeypatch.setattr(create, "named_files", lambda: [*named, ("0" * 40, "0" * 64)])
    run("backup")


def test_backup_without_a_public_key_is_refused(settings, backups):
    settings.BACKUP_KEY = []
    with pytest.raises(CommandError, match="Set BACKUP_KEY"):
        run("backup")


def test_new_key_file_is_private_and_never_overwritten(tmp_path):
    output = run("backup", new_key=tmp_path / "new")
    assert "BACKUP_KEY=age1" in output
    assert "AGE-SECRET-KEY" not in output
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o600
    with pytest.raises(CommandError, match="is there already"):
        run("backup", new_key=tmp_path / "new")


@pytest.mark.slow
def test_sqlite_files_are_created_private(tmp_path):
    """Start with umask 0, which would make files readable for all."""
    code = "import os; os.umask(0); import django; django.setup()"
    environment = os.environ | {
        "DATA_DIR": str(tmp_path / "data"),
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    environment.pop("DATABASE_URL", None)
    subprocess.run([sys.executable, "-c", code], env=environment, check=True, cwd=configured.BASE_DIR)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "data").glob("*.sqlite3")}
    assert modes == {"casework.sqlite3": 0o600, "cache.sqlite3": 0o600}
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700
