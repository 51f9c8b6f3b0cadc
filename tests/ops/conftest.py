"""Fixtures: an installation with data, and a folder and a key for its back-ups."""

import hashlib
import io
from pathlib import Path

import pytest
from django.core.management import call_command

from casework.cases.models import CaseFile
from casework.files import store
from casework.outbox.services import post
from casework.wall.scope import ALL, scoped
from ops.backups import archive
from tests import factories

CANARY = "Zaunkoenig-7731"


@pytest.fixture
def backups(settings, tmp_path):
    """Return the folder of back-ups; the secret key is in a file beside it."""
    public, secret = archive.new_key()
    settings.BACKUP_KEY, settings.BACKUP_DIR = [public], tmp_path / "backups"
    settings.MEDIA_ROOT = tmp_path / "media"
    (tmp_path / "key").write_text(f"# kept elsewhere\n{secret}\n")
    return settings.BACKUP_DIR


@pytest.fixture
def key(tmp_path):
    return tmp_path / "key"


def keep_file(case, content: bytes) -> CaseFile:
    with store.arrival() as arrived:
        arrived.file.write(content)
        size, digest = arrived.size_and_sha256()
        arrived.keep()
    with scoped(ALL):
        return CaseFile.objects.create(
            office=case.office, case=case, message=case.messages.get(), key=arrived.key, name=f"{CANARY}.txt",
            content_type="text/plain", size=size, sha256=digest,
        )  # fmt: skip


@pytest.fixture
def filled(assembly, settings, backups):
    """Return a case with note, file and site image; another office has a case, and mail is sent and waiting."""
    case = factories.case(office=assembly.office, raised_by=assembly.ada, subject=CANARY)
    factories.case(office=assembly.rival)
    factories.note(case, body=f"{CANARY}, ünïcode \u2028 and a\nline break")
    keep_file(case, CANARY.encode() * 1000)
    (settings.MEDIA_ROOT / "images").mkdir(parents=True)
    (settings.MEDIA_ROOT / "images" / "hall.jpg").write_bytes(CANARY.encode())
    call_command("worker", once=True)
    post(to=["ada@london.example"], subject="A reply", text=f"{CANARY} Hello.", purpose="case.alert")
    post(to=["ada@london.example"], subject="A code", text="123456", purpose="account.code", secret=True)
    return case


def run(command, *arguments, **options) -> str:
    output = io.StringIO()
    call_command(command, *map(str, arguments), stdout=output, stderr=output, **options)
    return output.getvalue()


def only(folder: Path) -> Path:
    (path,) = folder.glob("*.backup")
    return path


def tree(root: Path) -> dict[str, str]:
    """Return the files below a folder as names and hashes."""
    return {
        str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in root.rglob("*")
        if path.is_file()
    }
