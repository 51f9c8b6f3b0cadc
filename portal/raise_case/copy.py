"""The view of the answers just sent, to print or save in the browser that sent them."""

from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from casework.cases.services.alerts.answer_route import route_of
from casework.cases.services.own_case.sent_copy import copy_of
from ui.links import page_link

from .submission_key import current_submission


@require_safe
@never_cache
def sent_copy(request, slug):
    submission = current_submission(request, slug)
    sent = copy_of(submission) if submission else None
    if sent is None:
        return redirect("portal:raise_case_sent", slug=slug)
    context = {
        "sent": sent,
        "route": route_of(submission),
        "open_at": page_link("portal:open_case"),
        "sent_at": submission.submitted_at,
        "slug": slug,
        "printed_at": timezone.now(),
    }
    return render(request, "portal/raise_case/copy.html", context)
