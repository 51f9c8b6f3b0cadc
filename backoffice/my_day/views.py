"""My day: the first page of the desk."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from backoffice.access import my_offices_now, office_staff_only
from backoffice.cases.case.case_status import flagged
from backoffice.cases.queue.views import note_list_read
from backoffice.cases.safety.risks import SHOWN, groups_of

from . import lists
from .sign_offs import sign_offs

LITTLE = 3  # cases on the page: someone with fewer is new here, or has time to practise


@require_safe
@office_staff_only
def my_day(request):
    """Show what waits for this person today. It compares nobody and counts no work."""
    user, flags = request.user, flagged(request.user)
    cases, beside = lists.cases_today(user), lists.beside(user)
    note_list_read(request, "my-day")
    context = {
        "today": timezone.localdate(),
        "at_risk": bool(flags),
        "flagged": flags,
        "risk_groups": groups_of(flags)[:SHOWN],
        "own": cases,
        "tasks": lists.contact_tasks(user),
        "drafts": beside.drafts,
        "sign_offs": sign_offs(user, my_offices_now(request)),
        "wordings": beside.checks,
        "cover": beside.cover,
        "has_little": cases.number < LITTLE,
    }
    return render(request, "backoffice/my_day/my_day.html", context)
