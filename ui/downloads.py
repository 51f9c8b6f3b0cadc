"""Handing a file to a person: always as a download, never shown inside our own pages."""

from django.http import FileResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header

SANDBOX = "sandbox; default-src 'none'; frame-ancestors 'none'"


def attachment(file_handle, *, name, content_type):
    """The file as a download that no browser opens on our address, guesses the type of, or keeps a copy of.

    The caller has already asked whether this person may have it.
    """
    response = FileResponse(
        file_handle, as_attachment=True, filename=_printable(name), content_type=_with_charset(content_type)
    )
    return _closed_to_browsers(response)


def streamed(parts, *, name, content_type):
    """A download like `attachment`, made of bytes that are still being put together while it goes out."""
    response = StreamingHttpResponse(parts, content_type=_with_charset(content_type))
    response.headers["Content-Disposition"] = content_disposition_header(True, _printable(name))
    return _closed_to_browsers(response)


def _printable(name):
    return "".join(letter for letter in name if letter.isprintable()) or "file"


def _with_charset(content_type):
    return f"{content_type}; charset=utf-8" if content_type.startswith("text/") else content_type


def _closed_to_browsers(response):
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
