"""A whole case on paper: what was sent, and everything that was said since, without navigation."""

from django.shortcuts import render
from django.utils import timezone

from casework.cases.copies import what_was_sent

from .access import constituents_only, own_case
from .views import timeline
from .words import turn_facts, turn_words


@constituents_only
def on_paper(request, reference):
    case = own_case(request, reference)
    context = {
        "case": case,
        "turn": turn_words(case),
        "facts": turn_facts(case),
        "sent": what_was_sent(case),
        "timeline": timeline(case, request.user),
        "printed_at": timezone.now(),
    }
    return render(request, "portal/my_cases/print.html", context)
