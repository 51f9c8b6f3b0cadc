"""B-04: data derived from casework (mail, cache, sessions, temporary files, pictures) reveals nothing to others."""

import os
import stat
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from PIL import Image as Picture
from wagtail.images.models import Image

from casework.cases.models import CaseFile
from casework.files import store
from casework.outbox.delivery import send_due
from casework.wall.scope import ALL, scoped

from . import world
from .actors import ACTORS, enter
from .matrix import reads_of
from .oracle import canaries_in

# Wagtail leaves the file open in which it makes a picture smaller.
pytestmark = pytest.mark.filterwarnings(
    "ignore:Exception ignored in.*SpooledTemporaryFile:pytest.PytestUnraisableExceptionWarning"
)

OTHERS = stat.S_IROTH | stat.S_IWOTH | stat.S_IXOTH


@pytest.fixture
def data(tmp_path, settings):
    """Return a DATA_DIR filled as by the service, under the most permissive umask."""
    folder = tmp_path / "data"
    settings.FILES_ROOT = folder / "files"
    settings.FILE_UPLOAD_TEMP_DIR = folder / "spool"
    settings.MEDIA_ROOT = folder / "media"
    settings.MAIL_DIR = folder / "mail"
    settings.MAILERS = settings.MAILERS | {
        "out": {"BACKEND": "casework.outbox.backends.EmlBackend", "OPTIONS": {"path": str(folder / "mail")}}
    }
    folder.mkdir(mode=0o700)
    before = os.umask(0)
    yield folder
    os.umask(before)


def picture(name="photo.png"):
    made = BytesIO()
    Picture.new("RGB", (60, 40), "teal").save(made, "PNG")
    return SimpleUploadedFile(name, made.getvalue(), content_type="image/png")


def busy_day(built):
    """A constituent sends a photo, staff read and answer, the worker sends, an editor resizes a picture."""
    case = built.cases["labour-east", "ada"]
    ada, ben = enter(built, "ada").client, enter(built, "ben").client
    once = "6f1d1f4e-8f0b-4a52-9c3f-0d6f5a3c2b10"
    sent = ada.post(
        f"/my-cases/{case.reference}/", {"once": once, "body": "See the photo.", "files": picture()}
    )
    assert sent.status_code == 302, sent.content
    with scoped(ALL):
        photo = CaseFile.objects.get(case=case, message__uuid=once)
        case.refresh_from_db()
    assert ben.get(f"/office/cases/{case.reference}/files/{photo.uuid}/").getvalue()
    ben.post(
        f"/office/cases/{case.reference}/reply/",
        {
            "once": photo.uuid,
            "seen": case.version,
            "body": "Thank you.",
            "turn": "constituent",
            "reason": "So agreed",
        },
    )
    send_due()
    # What no person may read is written nowhere but where its readers look.
    Image.objects.create(title="Bridge", file=picture("bridge.png")).get_rendition("width-20")


def open_to_others(folder):
    return [
        f"{path.relative_to(folder.parent)} is {stat.S_IMODE(path.stat().st_mode):o}"
        for path in (folder, *folder.rglob("*"))
        if path.stat().st_mode & OTHERS
    ]


def test_data_files_are_private_to_the_service_user(db, data, proof):
    busy_day(world.build())
    made = list(data.rglob("*"))
    assert {path.relative_to(data).parts[0] for path in made} >= {"files", "mail", "media"}
    proof(
        "B-04",
        "files and folders that only the service reads",
        tried=len(made),
        failures=open_to_others(data),
    )


def test_world_readable_file_is_detected(tmp_path):
    (tmp_path / "data").mkdir(mode=0o700)
    (tmp_path / "data" / "copy.csv").touch(mode=0o644)
    (tmp_path / "data" / "copy.csv").chmod(0o644)
    assert open_to_others(tmp_path / "data") == ["data/copy.csv is 644"]


def test_sent_mail_contains_no_case_text(db, data, proof, sent_mail):
    """Mail contains canaries of its own readers only."""
    built = world.build()
    busy_day(built)
    people = {user.email: name for name, user in built.people.items()}
    failures, tried = [], 0
    for message in sent_mail():
        for name in {people[address] for address in people if address in str(message["To"])}:
            tried += 1
            found = built.canaries.not_for(canaries_in(message.as_bytes()), reads_of(built, name) - offices())
            failures += [f"mail to {name}: {secret.label}" for secret in found]
    proof("B-04", "mails that left, by reader", tried=tried, failures=failures)


def offices():
    return {f"office:{slug}" for slug in world.OFFICES}


def test_cache_and_spool_contain_no_canary(db, data, proof):
    built = world.build()
    busy_day(built)
    with connections["cache"].cursor() as cursor:
        cursor.execute("select cache_key, value from cache_entries")
        held = [f"{key} {value}".encode() for key, value in cursor.fetchall()]
    held += [path.read_bytes() for path in (data / "spool").glob("*")] if (data / "spool").exists() else []
    held += [path.read_bytes() for path in (store.root() / store.INCOMING).glob("*")]
    held += [path.read_bytes() for path in Path(data / "media").rglob("*") if path.is_file()]
    failures = [canary for each in held for canary in canaries_in(each)]
    proof("B-04", "cache entries, temporary files and pictures", tried=len(held), failures=failures)


@pytest.mark.parametrize("name", ACTORS)
def test_session_contains_no_canary_of_another_person(db, name, proof):
    """Messages wait in the session for the next page, so a session must not contain what its person may not read."""
    built = world.build()
    actor = enter(built, name)
    actor.client.get("/office/")
    held = repr(dict(actor.client.session)).encode()
    failures = [secret.label for secret in built.canaries.not_for(canaries_in(held), actor.reads)]
    proof("B-04", f"{name}: the session", tried=1, failures=failures)
