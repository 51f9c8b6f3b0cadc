"""Sending a stored file of a case to a person who may read it."""

from collections.abc import Callable
from io import BytesIO

from django.http import Http404, HttpRequest, HttpResponseBase

from casework.cases.models import CaseFile
from casework.files import store
from casework.files.models import Scan, StoredFile
from casework.files.thumbnails import CONTENT_TYPE
from ui.downloads import attachment
from ui.views import file_held


def send_stored[File: StoredFile](
    request: HttpRequest, file: File | None, *, note: Callable[[File], object] | None = None
) -> HttpResponseBase:
    """Send the file as a download, or the page that says why it is held. None, and a file without bytes, are 404.

    The caller has looked for it among the files that this person may see. `note` writes the read to the log, and is
    called only if there is something to read.
    """
    if file is None:
        raise Http404
    if not file.may_be_opened:
        return file_held(request, infected=file.scan == Scan.QUARANTINED)
    content = store.open_or_none(file.key)
    if content is None:
        raise Http404
    if note:
        note(file)
    return attachment(content, name=file.name, content_type=file.content_type)


def send_thumbnail(
    file: CaseFile | None, *, note: Callable[[CaseFile], object] | None = None
) -> HttpResponseBase:
    """Send the thumbnail of a file of a case, as the file itself would be sent; 404 if there is none to see."""
    if file is None or file.thumbnail is None or not file.may_be_opened:
        raise Http404
    if note:
        note(file)
    return attachment(BytesIO(file.thumbnail), name=f"{file.name}.jpg", content_type=CONTENT_TYPE)
