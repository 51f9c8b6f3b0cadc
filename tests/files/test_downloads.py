"""A file leaves as a download: never opened on our address, guessed at, or kept."""

import io
from email.message import Message

import pytest

from ui.downloads import attachment


def sent(name="a.pdf", content_type="application/pdf"):
    return attachment(io.BytesIO(b"content"), name=name, content_type=content_type)


def test_a_file_is_sandboxed_unguessed_and_not_kept():
    response = sent()

    assert (
        response.headers["Content-Security-Policy"] == "sandbox; default-src 'none'; frame-ancestors 'none'"
    )
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "no-store, private"
    assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert response.headers["Content-Type"] == "application/pdf"
    assert b"".join(response.streaming_content) == b"content"


def test_text_is_sent_in_the_letters_it_is_kept_in():
    assert sent(content_type="text/plain").headers["Content-Type"] == "text/plain; charset=utf-8"


@pytest.mark.parametrize(
    "name",
    ["a.pdf", 'a"b.pdf', "a\\b.pdf", "رسالة.pdf", "😀.jpg", "a;b=c.pdf", "é.txt", "%41.pdf", "a'b.pdf"],
)
def test_a_name_survives_the_header(name):
    header = sent(name).headers["Content-Disposition"]
    message = Message()
    message["Content-Disposition"] = header

    assert header.startswith("attachment;")
    assert message.get_filename() == name


@pytest.mark.parametrize("name", ["a\r\nSet-Cookie: x=y", "\0a", "\u202efdp.exe", "\n"])
def test_a_name_cannot_break_out_of_the_header(name):
    response = sent(name)

    assert response.headers["Content-Disposition"].startswith("attachment")
    assert not {"\r", "\n", "\0", "\u202e"} & set(response.headers["Content-Disposition"])
    assert "%0A" not in response.headers["Content-Disposition"]
