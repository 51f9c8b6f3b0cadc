"""A back-up is one file that is whole, private and of no use to whoever finds it."""

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
from config.backups import archive, checking, folder, rows, schema, taking
from config.databases import as_owner

from .conftest import CANARY, only, run

pytestmark = pytest.mark.django_db(transaction=True)


def opened(path, key):
    """All that the key opens, as one heap of bytes; rows unpacked."""
    heap = []
    with archive.reading(path, archive.secret_keys(key)) as members:
        for name, _size, _mtime, source in members:
            heap += checking.lines_of(source) if name.startswith("rows/") else [source.read()]
    return b"".join(heap)


def test_without_the_key_no_word_of_a_case_can_be_read(filled, backups, key):
    run("backup")
    path = only(backups)
    assert CANARY.encode() in opened(path, key)
    assert CANARY.encode() not in path.read_bytes()
    assert b"ada@london" not in path.read_bytes()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(backups.stat().st_mode) == 0o700


def test_every_table_is_carried_or_left_out_on_purpose():
    carried = rows.tables(apps)
    assert rows.unknown_kinds(carried) == set()
    labels = {
        model._meta.label for model in apps.get_models(include_auto_created=True) if not model._meta.proxy
    }
    assert labels - {table.label for table in carried} <= rows.LEFT_OUT


def test_every_row_is_in_it_whatever_wall_it_stands_behind(filled, backups, key):
    """The service makes it in its own role: a policy that hides a row from it would lose the row."""

    run("backup")
    content = checking.check(only(backups), archive.secret_keys(key))
    names, there = {table.label: table.name for table in rows.tables(apps)}, {}
    with (
        as_owner("default"),
        transaction.atomic(),
        connection.cursor() as cursor,
        schema.open_to_the_owner(list(names.values())),
    ):
        for label, name in names.items():
            cursor.execute(f'select count(*) from "{name}"')
            there[label] = cursor.fetchone()[0]
    assert {label: said["rows"] for label, said in content.manifest["tables"].items()} == there
    assert there["cases.Case"] == 2


@pytest.mark.parametrize("harm", ["cut", "changed", "longer", "other key"])
def test_a_harmed_backup_is_refused(filled, backups, key, harm):
    run("backup")
    path = only(backups)
    content = bytearray(path.read_bytes())
    if harm == "cut":
        content = content[:-20]
    elif harm == "changed":
        content[len(content) // 2] ^= 1
    elif harm == "longer":
        content += b"more"
    else:
        key.write_text(archive.new_key()[1])
    path.write_bytes(content)
    with pytest.raises(CommandError, match="cannot be used"):
        run("restore", path, key=key, check=True)


def test_an_archive_without_all_it_promises_is_refused(filled, backups, key, monkeypatch):
    """Whoever can write a back-up that the key opens, a bug of ours, must not get past the counts."""
    monkeypatch.setattr(taking.rows.Digest, "__str__", lambda self: "0" * 64)
    run("backup")
    monkeypatch.undo()
    with pytest.raises(CommandError, match="does not hold what it says"):
        run("restore", only(backups), key=key, check=True)


def test_a_failure_leaves_no_file_that_looks_whole(filled, backups, monkeypatch):
    monkeypatch.setattr(
        taking, "add_media", lambda into, taken: (_ for _ in ()).throw(OSError(28, "No space left"))
    )
    with pytest.raises(CommandError, match="No space left"):
        run("backup")
    assert [path.name for path in backups.iterdir()] == [".lock"]


def test_what_a_killed_backup_left_goes_and_two_at_once_are_one(filled, backups):
    backups.mkdir()
    (backups / "casework-20261101T000000Z.backup.part").write_bytes(b"half")
    with folder.alone(), pytest.raises(CommandError, match="Another back-up"):
        run("backup")
    run("backup")
    assert [path.suffix for path in backups.iterdir() if path.name != ".lock"] == [".backup"]


def test_old_ones_go(backups, settings):
    backups.mkdir()
    now = timezone.now()
    for days in (1, 2, 3, 34, 36):
        (backups / folder.name_at(now - timedelta(days=days))).touch()
    assert len(folder.prune(keep=9)) == 1
    assert len(folder.prune(keep=2)) == 2
    assert [folder.made_at(path).date() for path in folder.every()] == [
        (now - timedelta(days=days)).date() for days in (2, 1)
    ]


def test_a_file_that_is_gone_or_changed_is_told(filled, backups):
    (name,) = store.keys()
    store.path_of(name).write_bytes(b"something else")
    with pytest.raises(CommandError, match="are not what was stored"):
        run("backup")
    store.delete(name)
    with pytest.raises(CommandError, match="are not on the disk"):
        run("backup")


def test_a_file_that_went_with_its_row_meanwhile_is_no_fault(filled, backups, monkeypatch):
    named = taking.named_files()
    monkeypatch.setattr(taking, "named_files", lambda: [*named, ("0" * 40, "0" * 64)])
    run("backup")


def test_without_a_key_none_is_made(settings, backups):
    settings.BACKUP_KEY = []
    with pytest.raises(CommandError, match="Set BACKUP_KEY"):
        run("backup")


def test_a_new_key_is_written_once_and_privately(tmp_path):
    said = run("backup", new_key=tmp_path / "new")
    assert "BACKUP_KEY=age1" in said
    assert "AGE-SECRET-KEY" not in said
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o600
    with pytest.raises(CommandError, match="is there already"):
        run("backup", new_key=tmp_path / "new")


def test_sqlite_files_are_made_private(tmp_path):
    """Whatever the umask of whoever starts it."""
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
