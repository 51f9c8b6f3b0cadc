"""The case page, its answers and its files."""

from functools import partial

from django.core.cache import cache
from django.shortcuts import render

from backoffice.access import (
    READ,
    is_guest,
    on_a_case,
)
from backoffice.cases.sharing.shared import guest_page, share_of_guest
from casework.audit.services import origin
from casework.audit.verbs import Verb
from casework.cases.models import CaseFile
from casework.cases.services.sharing.share import note_read
from uploads.stored import send_stored, send_thumbnail

from .pages import case_page, note_reading

ONE_LOOK_SECONDS = 60 * 60  # thumbnails of one case within this time are one entry of the log


@on_a_case(READ, working=False, guests=True)
def case_detail(request, case):
    return guest_page(request, case) if is_guest(request, case) else case_page(request, case)


@on_a_case(READ, working=False)
def case_answers(request, case):
    """Show every question and answer of the form that raised the case."""
    note_reading(request, case, part="answers")
    rows = [{"key": row["question"], "value": row["answer"]} for row in case.answers]
    return render(request, "backoffice/cases/case/answers.html", {"case": case, "rows": rows})


@on_a_case(READ, working=False, guests=True)
def case_file(request, case, uuid):
    """Send a file of the case as a download."""
    return send_stored(request, _file_on(request, case, uuid), note=partial(_note_file_read, request, case))


@on_a_case(READ, working=False, guests=True)
def case_thumbnail(request, case, uuid):
    """Send the small copy of a picture that the timeline shows."""
    return send_thumbnail(_file_on(request, case, uuid), note=partial(_note_thumbnails_read, request, case))


def _file_on(request, case, uuid):
    return CaseFile.objects.visible_to(request.user).filter(case=case, uuid=uuid).first()


def _note_file_read(request, case, file, **part):
    share = share_of_guest(request.user, case) if is_guest(request, case) else None
    note_read(Verb.FILE_READ, case, by=request.user, share=share, file=str(file.uuid), **part)


def _note_thumbnails_read(request, case, file):
    """Log the first thumbnail of a case that a session asks for within an hour; the page loads the others with it."""
    if cache.add(f"thumbnails:{request.user.pk}:{origin.get().session}:{case.pk}", True, ONE_LOOK_SECONDS):
        _note_file_read(request, case, file, part="thumbnails")
