"""Staff give codes by phone or in a letter: one takes a case into an account, a tracking code opens it without one."""

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from backoffice.access import PAGE, on_a_case
from casework.cases.models.own_case.account_link import GIVEN_FOR
from casework.cases.services.own_case.account_link import give_code, may_give_code
from casework.cases.services.own_case.tracking_code import replace_code

from .actions import refused
from .pages import note_reading


@on_a_case(PAGE, working=True)
def account_link_code(request, case):
    """Says what the code does; pressing the button shows it, this once."""
    if not may_give_code(case):
        return refused(
            request, case, _("This case needs no code. Its owner signs in, or it is safe contact.")
        )
    code = give_code(case=case, by=request.user) if request.method == "POST" else None
    if code is None:
        note_reading(request, case, part="account_link_code")
    context = {"case": case, "code": code, "days": GIVEN_FOR.days}
    return render(request, "backoffice/cases/case/account_link.html", context)


@never_cache
@on_a_case(PAGE, working=True)
def tracking_code(request, case):
    """Say how to be sure who calls; pressing the button shows a new tracking code, this once."""
    code = replace_code(case=case, by=request.user) if request.method == "POST" else None
    if code is None:
        note_reading(request, case, part="tracking_code")
    return render(request, "backoffice/cases/case/tracking_code.html", {"case": case, "code": code})
