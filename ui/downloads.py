"""Responses that send a file as a download, never inline."""

from django.http import FileResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header

SANDBOX = "sandbox; default-src 'none'; frame-ancestors 'none'"


def attachment(file_handle, *, name, content_type):
    """Return the file as a download that browsers neither render, sniff nor cache. The caller has checked access."""
    response = FileResponse(
        file_handle, as_attachment=True, filename=_printable(name), content_type=_with_charset(content_type)
    )
    return _with_safe_headers(response)


def streamed(parts, *, name, content_type):
    """Return a download like `attachment` from an iterator of bytes."""
    response = StreamingHttpResponse(parts, content_type=_with_charset(content_type))
    response.headers["Content-Disposition"] = content_disposition_header(True, _printable(name))
    return _with_safe_headers(response)


def _printable(name):
    return "".join(letter for letter in name if letter.isprintable()) or "file"


def _with_charset(content_type):
    return f"{content_type}; charset=utf-8" if content_type.startswith("text/") else content_type


def _with_safe_headers(response):
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
