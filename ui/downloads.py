"""Handing a file to a person: always as a download, never shown inside our own pages."""

from django.http import FileResponse

SANDBOX = "sandbox; default-src 'none'"


def attachment(file_handle, *, name, content_type):
    """The file as a download that no browser opens on our address, guesses the type of, or keeps a copy of.

    The caller has already asked whether this person may have it.
    """
    name = "".join(letter for letter in name if letter.isprintable()) or "file"
    if content_type.startswith("text/"):
        content_type = f"{content_type}; charset=utf-8"
    response = FileResponse(file_handle, as_attachment=True, filename=name, content_type=content_type)
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
