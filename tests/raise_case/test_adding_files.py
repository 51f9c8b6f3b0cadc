"""Tests of the step that takes photos and documents."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from casework.cases.models import Activity, CaseFile
from casework.files import store
from casework.files.models import Scan
from casework.questionnaires import services
from casework.questionnaires.models import SubmissionFile
from casework.wall.scope import ALL, scoped


def photo(name="lift.jpg"):
    picture = io.BytesIO()
    Image.new("RGB", (8, 8), "teal").save(picture, "JPEG")
    return SimpleUploadedFile(name, picture.getvalue(), "image/jpeg")


def words(name="letter.txt"):
    return SimpleUploadedFile(name, b"Dear operator", "text/plain")


@pytest.fixture
def at_files(hand):
    hand.fill(until="files")
    return hand


def test_uploaded_files_are_saved_and_listed(at_files):
    response = at_files.post("files", {"files": [photo(), words()]}, upload="1")
    assert response.url == "/raise/contact/files/?notice=saved#notice"
    page = at_files.client.get(response.url).content.decode()
    assert "lift.jpg" in page
    assert "letter.txt" in page


def test_files_sent_with_continue_are_saved(at_files):
    assert at_files.post("files", {"files": [words()]}).url == "/raise/contact/you/"
    assert SubmissionFile.objects.get().name == "letter.txt"


def test_refused_file_shows_an_error_and_the_other_files_are_saved(at_files):
    answer = at_files.post("files", {"files": [SimpleUploadedFile("x.exe", b"MZ\x90\0"), words()]})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "We cannot take" in page
    assert "Error:" in page
    assert "letter.txt" in page
    assert SubmissionFile.objects.get().name == "letter.txt"


def test_upload_without_a_file_shows_an_error(at_files):
    answer = at_files.post("files", {}, upload="1")
    assert answer.status_code == 422
    assert "Choose at least one file" in answer.content.decode()


@pytest.mark.parametrize("make", [photo, words])
def test_same_file_sent_twice_is_stored_once(at_files, make):
    for _ in range(2):
        at_files.post("files", {"files": [make()]}, upload="1")
    assert SubmissionFile.objects.count() == len(list(store.keys())) == 1


def test_removed_file_is_deleted_from_database_and_store(at_files, django_capture_on_commit_callbacks):
    at_files.post("files", {"files": [words()]}, upload="1")
    stored = SubmissionFile.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        assert at_files.post("files", {}, **{f"remove-{stored.uuid}": "Remove"}).url.endswith(
            "notice=removed#notice"
        )
    assert not SubmissionFile.objects.exists()
    assert stored.key not in set(store.keys())


@pytest.mark.parametrize("junk", ["", "x", "\0", "00000000-0000-0000-0000-000000000000"])
def test_removing_an_unknown_file_changes_nothing(at_files, junk):
    at_files.post("files", {"files": [words()]}, upload="1")
    assert at_files.post("files", {}, **{f"remove-{junk}": "Remove"}).status_code == 302
    assert SubmissionFile.objects.count() == 1


def test_files_are_limited_to_ten(at_files):
    at_files.post("files", {"files": [words(f"{i}.txt") for i in range(9)]}, upload="1")
    page = at_files.post("files", {"files": [words("a.txt"), words("b.txt")]}, upload="1").content.decode()
    assert "too many files" in page
    assert SubmissionFile.objects.count() == 10


def test_file_of_another_submission_cannot_be_removed(at_files, contact):
    other_submission, _key = services.start_submission(version=contact, by=None)
    other_file = other_submission.files.create(
        question="files", key="a" * 40, name="x", content_type="text/plain", size=1, sha256="0"
    )
    at_files.post("files", {}, **{f"remove-{other_file.uuid}": "Remove"})
    assert SubmissionFile.objects.filter(pk=other_file.pk).exists()


def test_sending_moves_the_files_to_the_case(at_files):
    at_files.post("files", {"files": [photo(), words()]})
    for step in ("you", "language"):
        at_files.post(step)
    assert "lift.jpg" in at_files.get("check").content.decode()
    at_files.send()
    with scoped(ALL):
        assert sorted(CaseFile.objects.values_list("name", flat=True)) == ["letter.txt", "lift.jpg"]
    assert not SubmissionFile.objects.exists()
    assert len(list(store.keys())) == 2


def test_infected_file_is_reported_and_sent_in_quarantine(at_files, settings):
    settings.CLAMD_URL = "/nobody/asks/here"
    at_files.post("files", {"files": [words()]}, upload="1")
    assert "being checked" in at_files.get("files").content.decode()
    SubmissionFile.objects.update(quarantined_at=timezone.now())
    page = at_files.get("files").content.decode()
    assert "Remove this file. It may have a virus" in page

    at_files.post("files", {})
    for step in ("you", "language"):
        at_files.post(step)
    at_files.send()

    with scoped(ALL):
        assert CaseFile.objects.get().scan == Scan.QUARANTINED
        assert Activity.objects.filter(verb=Activity.Verb.HELD).count() == 1
