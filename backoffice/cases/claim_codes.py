"""Staff give a code by phone or in a letter, with which somebody takes a case of theirs into their account."""

from django.shortcuts import render
from django.utils.translation import gettext as _

from backoffice.access import PAGE, on_a_case
from casework.cases.claim_codes import GIVEN_FOR
from casework.cases.claiming import give_code, may_give_code

from .actions import refused
from .pages import note_reading


@on_a_case(PAGE, working=True)
def claim_code(request, case):
    """Says what the code does; pressing the button shows it, this once."""
    if not may_give_code(case):
        return refused(
            request, case, _("This case needs no code. Its owner signs in, or it is safe contact.")
        )
    code = give_code(case=case, by=request.user) if request.method == "POST" else None
    if code is None:
        note_reading(request, case, part="claim_code")
    context = {"case": case, "code": code, "days": GIVEN_FOR.days}
    return render(request, "backoffice/cases/claim_code.html", context)
