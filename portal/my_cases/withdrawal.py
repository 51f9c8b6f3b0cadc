"""Views with which a constituent closes their own case and reopens a closed one."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from casework.cases.permissions import can_end_for_person
from casework.cases.services.own_case.withdrawal import REOPEN_WITHIN, TooLate, reopen_own, withdraw

from .access import back_to, constituents_only, own_case


def own_case_to_end(request, reference):
    """Return the case, or raise PermissionDenied if its representative lacks the authority to close it."""
    case = own_case(request, reference)
    if not can_end_for_person(case):
        raise PermissionDenied
    return case


@require_http_methods(["GET", "HEAD", "POST"])
@constituents_only
def no_longer_needed(request, reference):
    """Explain on GET what closing means, and close the case on POST."""
    case = own_case_to_end(request, reference)
    if not case.is_open:
        messages.info(request, _("This case is closed already."))
        return back_to(case)
    if request.method != "POST":
        return render(request, "portal/my_cases/withdraw.html", {"case": case, "days": REOPEN_WITHIN.days})
    if withdraw(case=case, by=request.user).is_open:
        words = _("The office sees that you no longer need help. They look at your case, then close it.")
    else:
        words = _("Your case is closed. The office sees that you no longer need help.")
    messages.success(request, words)
    return back_to(case)


@constituents_only
def reopen(request, reference):
    case = own_case_to_end(request, reference)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        reopen_own(case=case, by=request.user)
    except TooLate:
        messages.warning(request, _("This case can no longer be opened again. Raise a new case instead."))
    else:
        messages.success(request, _("Your case is open again. It is the office’s turn now."))
    return back_to(case)
