"""Receiving files: limits apply while they stream in, the rest of the form is kept, and a flood is cut off."""

import io
import secrets

import pytest
from django import forms
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import JsonResponse
from django.urls import path

from casework.files.intake import take_in
from uploads.fields import UploadsField
from uploads.handler import LimitedUploads, NotKept

MEGABYTE = 1024 * 1024
LIMIT = 50 * MEGABYTE


class Letter(forms.Form):
    words = forms.CharField()
    files = UploadsField(required=False)
    after = forms.CharField(required=False)


@transaction.non_atomic_requests
def send(request):
    """Answer like the fronts' pages with files: say what was taken and what was refused."""
    form = Letter(request.POST, request.FILES)
    kept = [take_in(upload).name for upload in form.cleaned_data["files"]] if form.is_valid() else []
    errors = {name: list(problems) for name, problems in form.errors.items()}
    return JsonResponse({"errors": errors, "kept": kept, "typed": [form["words"].data, form["after"].data]})


def refused(request, exception):
    return JsonResponse({}, status=400)


def failed(request):
    return JsonResponse({}, status=500)


handler400, handler500 = refused, failed
urlpatterns = [path("send/", send)]
pytestmark = pytest.mark.urls(__name__)


class Endless:
    """A request body that is generated while it is read and counts the bytes read."""

    def __init__(self, before, piece, length):
        self.before, self.piece, self.left, self.read_bytes = before, piece, length, 0

    def read(self, size=-1):
        size = self.left if size < 0 else min(size, self.left)
        given = self.before[:size] or (self.piece * (size // len(self.piece) + 1))[:size]
        self.before = self.before[size:]
        self.left -= len(given)
        self.read_bytes += len(given)
        return given

    readline = read


def answer(client, **fields):
    return client.post("/send/", fields).json()


def part(name, filename=None):
    named = f'; filename="{filename}"\r\nContent-Type: image/jpeg' if filename else ""
    return f'--xxx\r\nContent-Disposition: form-data; name="{name}"{named}\r\n\r\n'.encode()


def stream(client, body, length):
    return client.generic(
        "POST",
        "/send/",
        CONTENT_TYPE="multipart/form-data; boundary=xxx",
        **{"wsgi.input": body, "CONTENT_LENGTH": str(length)},
    )


@pytest.fixture
def spool(settings, tmp_path):
    """Return the spool of this test, with a site that consists of the page above."""
    settings.MIDDLEWARE = ["django.middleware.csrf.CsrfViewMiddleware"]
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "spool"
    return settings.FILE_UPLOAD_TEMP_DIR


def test_one_input_takes_several_files(client, spool):
    files = [SimpleUploadedFile(f"{n}.txt", secrets.token_hex(300_000).encode()) for n in range(3)]

    assert answer(client, words="Dear office", files=files) == {
        "errors": {},
        "kept": ["0.txt", "1.txt", "2.txt"],
        "typed": ["Dear office", None],
    }


def test_missing_file_is_an_error_only_when_required():
    assert UploadsField(required=False).clean([]) == []
    with pytest.raises(forms.ValidationError, match="Choose at least one file"):
        UploadsField().clean([])


def test_file_over_the_limit_is_refused_and_other_answers_kept(client, spool):
    large = SimpleUploadedFile("film.jpg", bytes(12 * MEGABYTE))

    got = answer(client, words="Dear office", files=[large], after="Yours")

    assert got["typed"] == ["Dear office", "Yours"]
    assert got["errors"] == {"files": ["“film.jpg” is too large. Choose a file smaller than 10 MB."]}


def test_file_of_exactly_the_limit_is_taken(client, spool):
    assert answer(client, words="a", files=[SimpleUploadedFile("a.txt", b"a" * 10 * MEGABYTE)])["kept"] == [
        "a.txt"
    ]


@pytest.mark.parametrize("number", [11, 30, 100])
def test_too_many_files_are_refused_and_other_answers_kept(client, spool, number):
    got = answer(
        client, words="a", files=[SimpleUploadedFile(f"{n}.txt", b"a") for n in range(number)], after="b"
    )

    assert got["errors"] == {"files": ["You chose too many files. Choose 10 or fewer."]}
    assert got["typed"] == ["a", "b"]


def test_form_can_lower_the_number_of_files():
    with pytest.raises(forms.ValidationError, match="Choose 1 or fewer"):
        UploadsField(max_files=1).clean([SimpleUploadedFile(f"{n}.txt", b"a") for n in range(2)])


def test_thousand_files_are_refused_in_one_short_message(client, spool):
    body = b"".join(part("files", f"{n}.txt") + b"a\r\n" for n in range(1000)) + b"--xxx--\r\n"

    assert stream(client, io.BytesIO(body), len(body)).status_code == 400


def test_files_over_the_total_limit_are_refused(client, spool):
    files = [SimpleUploadedFile(f"{n}.txt", b"a" * (9 * MEGABYTE)) for n in range(6)]

    got = answer(client, words="a", files=files)

    assert got["errors"] == {"files": ["These files are too large together. Send less than 50 MB at a time."]}


def test_ten_gigabyte_body_is_cut_and_the_form_still_answers(client, spool):
    length = 10 * 1024 * MEGABYTE
    body = Endless(part("words") + b"Dear office\r\n" + part("files", "flood.jpg"), b"flood", length)

    got = stream(client, body, length).json()

    assert body.read_bytes <= LIMIT + MEGABYTE + 64 * 1024
    assert got["typed"][0] == "Dear office"
    assert got["errors"] == {"files": ["“flood.jpg” is too large. Choose a file smaller than 10 MB."]}


def test_oversized_body_that_is_no_form_is_refused_early(client, spool):
    length = 10 * 1024 * MEGABYTE
    body = Endless(b"", b"flood", length)

    assert stream(client, body, length).status_code == 400
    assert body.read_bytes < MEGABYTE


def test_body_without_content_length_is_not_read(client, spool):
    body = Endless(part("words"), b"flood", 10 * 1024 * MEGABYTE)

    assert stream(client, body, "").json()["errors"] == {"words": ["This field is required."]}
    assert body.read_bytes == 0


def test_spool_holds_at_most_one_file_of_a_flood(client, spool, monkeypatch):
    largest = 0
    write = LimitedUploads._write

    def watched(handler, piece):
        nonlocal largest
        reason = write(handler, piece)
        largest = max(largest, handler.spool.tell())
        return reason

    monkeypatch.setattr(LimitedUploads, "_write", watched)
    length = 10 * 1024 * MEGABYTE
    stream(client, Endless(part("files", "flood.jpg"), b"flood", length), length)

    assert 9 * MEGABYTE < largest <= 10 * MEGABYTE
    assert list(spool.iterdir()) == []


def test_spooled_files_are_unlinked_in_a_private_folder(client, spool):
    answer(client, words="a", files=[SimpleUploadedFile("a.txt", b"a" * MEGABYTE)])

    assert spool.stat().st_mode & 0o777 == 0o700
    assert list(spool.iterdir()) == []


def test_full_disk_is_reported_as_a_service_problem(client, spool, monkeypatch):
    def full():
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("uploads.handler._new_spool", full)

    got = answer(client, words="a", files=[SimpleUploadedFile("a.txt", b"a")])

    assert "We cannot store “a.txt” right now" in got["errors"]["files"][0]


@pytest.mark.parametrize("use", ["read", "chunks", "open", "__iter__"])
def test_refused_upload_cannot_be_read(use):
    with pytest.raises(RequestDataTooBig):
        getattr(NotKept("a.pdf", 20 * MEGABYTE, "too_large"), use)()


def test_truncated_body_is_an_empty_form(client, spool):
    body = part("words") + b"Dear office\r\n" + part("files", "a.txt") + b"hal"

    got = stream(client, io.BytesIO(body), len(body)).json()

    assert (got["kept"], got["typed"][0]) == ([], "Dear office")
