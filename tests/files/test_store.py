"""The private store: random keys, private file modes, and no partial files."""

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import SuspiciousFileOperation
from django.utils import timezone

from casework.files import store
from casework.files.checks import file_store_is_private


def keep(content=b"Hello"):
    with store.arrival() as arrival:
        arrival.file.write(content)
        return arrival.keep()


def files_in(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def test_stored_bytes_are_readable_and_deletion_is_idempotent():
    key = keep(b"Hello")
    with store.open(key) as file:
        assert file.read() == b"Hello"

    store.delete(key)
    store.delete(key)

    assert list(store.keys()) == []


def test_store_is_private_to_the_service_user(private_files):
    before = os.umask(0)
    try:
        key = keep()
    finally:
        os.umask(before)

    assert store.path_of(key).stat().st_mode & 0o777 == 0o600
    folders = [private_files, *(path for path in private_files.rglob("*") if path.is_dir())]
    assert {folder.stat().st_mode & 0o777 for folder in folders} == {0o700}


def test_store_keys_are_random_and_spread_over_folders(private_files):
    kept = {keep(b"the same") for _ in range(20)}

    assert len(kept) == 20
    assert set(store.keys()) == kept
    assert all(
        store.path_of(key).relative_to(private_files).parts == (key[:2], key[2:4], key) for key in kept
    )


@pytest.mark.parametrize(
    "key", ["", "../../etc/passwd", "/etc/passwd", "a" * 39, "A" * 40, "a" * 39 + "\n", "a" * 41]
)
@pytest.mark.parametrize("use", [store.open, store.delete, store.path_of])
def test_only_a_valid_key_becomes_a_path(key, use):
    with pytest.raises(SuspiciousFileOperation):
        use(key)


def keep_half():
    with store.arrival() as arrival:
        arrival.file.write(b"half")
        raise RuntimeError("the cleaning went wrong")


def test_failed_arrival_stores_nothing(private_files):
    with pytest.raises(RuntimeError):
        keep_half()

    assert files_in(private_files) == []


KILLED = """
import os, signal, sys, django
from django.conf import settings
settings.configure(FILES_ROOT=sys.argv[1], FILE_UPLOAD_TEMP_DIR=sys.argv[1])
from casework.files import store
with store.arrival() as arrival:
    arrival.file.write(b"half")
    arrival.file.flush()
    if sys.argv[2] == "at the rename":
        store.Path.rename = lambda self, final: os.kill(os.getpid(), signal.SIGKILL)
        arrival.keep()
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize("moment", ["while writing", "at the rename"])
def test_killed_process_leaves_no_partial_file_under_a_key(private_files, moment):
    project = Path(__file__).resolve().parents[2]
    ended = subprocess.run(
        [sys.executable, "-c", KILLED, str(private_files), moment], cwd=project, check=False
    )

    assert ended.returncode == -9
    assert list(store.keys()) == []
    assert [path.parent.name for path in files_in(private_files)] == ["incoming"]
    store.sweep_orphans(known_keys=set(), older_than=timezone.now() + timedelta(minutes=1))
    assert files_in(private_files) == []


def test_sweep_deletes_old_orphans():
    known, orphan, young = keep(), keep(), keep()
    hour_ago = timezone.now() - timedelta(hours=1)
    for key in (known, orphan):
        os.utime(store.path_of(key), (0, 0))

    assert store.sweep_orphans(known_keys={known}, older_than=hour_ago) == 1

    assert set(store.keys()) == {known, young}


def test_check_reports_a_store_readable_by_other_users(settings, private_files):
    keep()
    assert file_store_is_private() == []
    private_files.chmod(0o755)
    assert [found.id for found in file_store_is_private()] == ["files.W001"]

    settings.FILES_ROOT = settings.MEDIA_ROOT / "files"

    assert [found.id for found in file_store_is_private()] == ["files.E001"]
