"""Files are sent as downloads: sandboxed, without content sniffing or caching."""

import io
from email.message import Message

import pytest

from ui.downloads import attachment


def sent(name="a.pdf", content_type="application/pdf"):
    return attachment(io.BytesIO(b"content"), name=name, content_type=content_type)


def test_download_is_sandboxed_without_sniffing_or_caching():
    response = sent()

    assert (
        response.headers["Content-Security-Policy"] == "sandbox; default-src 'none'; frame-ancestors 'none'"
    )
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "no-store, private"
    assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert response.headers["Content-Type"] == "application/pdf"
    assert b"".join(response.streaming_content) == b"content"


def test_text_file_is_sent_as_utf8():
    assert sent(content_type="text/plain").headers["Content-Type"] == "text/plain; charset=utf-8"


@pytest.mark.parametrize(
    "name",
    ["a.pdf", 'a"b.pdf', "a\\b.pdf", "رسالة.pdf", "😀.jpg", "a;b=c.pdf", "é.txt", "%41.pdf", "a'b.pdf"],
)
def test_file_name_survives_the_header(name):
    header = sent(name).headers["Content-Disposition"]
    message = Message()
    message["Content-Disposition"] = header

    assert header.startswith("attachment;")
    assert message.get_filename() == name


@pytest.mark.parametrize("name", ["a\r\nSet-Cookie: x=y", "\0a", "\u202efdp.exe", "\n"])
def test_file_name_cannot_inject_headers(name):
    response = sent(name)

    assert response.headers["Content-Disposition"].startswith("attachment")
    assert not {"\r", "\n", "\0", "\u202e"} & set(response.headers["Content-Disposition"])
    assert "%0A" not in response.headers["Content-Disposition"]
