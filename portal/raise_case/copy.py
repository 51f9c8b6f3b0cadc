"""What was just sent, to print or keep: for the browser that sent it, for a short while."""

from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from casework.cases.copies import copy_of

from .holder import held_submission


@require_safe
@never_cache
def sent_copy(request, slug):
    submission = held_submission(request, slug)
    sent = copy_of(submission) if submission else None
    if sent is None:
        return redirect("portal:raise_case_sent", slug=slug)
    context = {"sent": sent, "sent_at": submission.submitted_at, "slug": slug, "printed_at": timezone.now()}
    return render(request, "portal/raise_case/copy.html", context)
