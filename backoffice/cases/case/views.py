"""The case page, its answers and its files."""

from functools import partial

from django.shortcuts import render

from backoffice.access import (
    READ,
    is_guest,
    on_a_case,
)
from backoffice.cases.sharing.shared import guest_page, share_of_guest
from casework.audit.verbs import Verb
from casework.cases.models import CaseFile
from casework.cases.services.sharing.share import note_read
from uploads.stored import send_stored

from .pages import case_page, note_reading


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
    file = CaseFile.objects.visible_to(request.user).filter(case=case, uuid=uuid).first()
    return send_stored(request, file, note=partial(_note_file_read, request, case))


def _note_file_read(request, case, file):
    share = share_of_guest(request.user, case) if is_guest(request, case) else None
    note_read(Verb.FILE_READ, case, by=request.user, share=share, file=str(file.uuid))
