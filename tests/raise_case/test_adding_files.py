"""Photos and documents on the way into a case."""

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
from casework.scope import ALL, scoped


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


def test_each_file_saves_by_itself_and_is_listed(at_files):
    response = at_files.post("files", {"files": [photo(), words()]}, upload="1")
    assert response.url == "/raise/contact/files/?notice=saved#notice"
    page = at_files.client.get(response.url).content.decode()
    assert "lift.jpg" in page
    assert "letter.txt" in page


def test_files_chosen_before_continue_are_kept_too(at_files):
    assert at_files.post("files", {"files": [words()]}).url == "/raise/contact/you/"
    assert SubmissionFile.objects.get().name == "letter.txt"


def test_one_refused_file_costs_no_other_and_says_what_to_do(at_files):
    answer = at_files.post("files", {"files": [SimpleUploadedFile("x.exe", b"MZ\x90\0"), words()]})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "We cannot take" in page
    assert "Error:" in page
    assert "letter.txt" in page
    assert SubmissionFile.objects.get().name == "letter.txt"


def test_adding_without_a_file_says_so(at_files):
    answer = at_files.post("files", {}, upload="1")
    assert answer.status_code == 422
    assert "Choose at least one file" in answer.content.decode()


@pytest.mark.parametrize("make", [photo, words])
def test_the_same_file_sent_twice_is_kept_once(at_files, make):
    for _twice in range(2):
        at_files.post("files", {"files": [make()]}, upload="1")
    assert SubmissionFile.objects.count() == len(list(store.keys())) == 1


def test_a_removed_file_is_gone_bytes_and_all(at_files, django_capture_on_commit_callbacks):
    at_files.post("files", {"files": [words()]}, upload="1")
    kept = SubmissionFile.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        assert at_files.post("files", {}, remove=str(kept.uuid)).url.endswith("notice=removed#notice")
    assert not SubmissionFile.objects.exists()
    assert kept.key not in set(store.keys())


@pytest.mark.parametrize("junk", ["", "x", "\0", "00000000-0000-0000-0000-000000000000"])
def test_removing_what_is_not_there_does_nothing(at_files, junk):
    at_files.post("files", {"files": [words()]}, upload="1")
    assert at_files.post("files", {}, remove=junk).status_code == 302
    assert SubmissionFile.objects.count() == 1


def test_no_more_than_ten_files_are_kept(at_files):
    at_files.post("files", {"files": [words(f"{i}.txt") for i in range(9)]}, upload="1")
    page = at_files.post("files", {"files": [words("a.txt"), words("b.txt")]}, upload="1").content.decode()
    assert "too many files" in page
    assert SubmissionFile.objects.count() == 10


def test_files_of_another_submission_cannot_be_removed(at_files, contact):
    stranger, _key = services.start_submission(version=contact, by=None)
    theirs = stranger.files.create(
        question="files", key="a" * 40, name="x", content_type="text/plain", size=1, sha256="0"
    )
    at_files.post("files", {}, remove=str(theirs.uuid))
    assert SubmissionFile.objects.filter(pk=theirs.pk).exists()


def test_sent_files_go_behind_the_wall_with_the_case(at_files):
    at_files.post("files", {"files": [photo(), words()]})
    for step in ("you", "language"):
        at_files.post(step)
    assert "lift.jpg" in at_files.get("check").content.decode()
    at_files.send()
    with scoped(ALL):
        assert sorted(CaseFile.objects.values_list("name", flat=True)) == ["letter.txt", "lift.jpg"]
    assert not SubmissionFile.objects.exists()
    assert len(list(store.keys())) == 2


def test_an_infected_file_is_said_kindly_and_goes_along_held(at_files, settings):
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
