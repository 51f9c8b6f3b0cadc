"""A whole case on paper: what was sent, and everything that was said since, without navigation."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
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


@constituents_only
def letter(request, reference):
    """The letter in which a person agrees that another speaks for them, to print and sign; large if it is asked for."""
    case = own_case(request, reference)
    if case.authority_id is None:
        raise Http404
    context = {
        "case": case,
        "large": request.GET.get("size") == "large",
        "back": reverse("portal:my_case", args=[case.reference]),
        "printed_at": timezone.now(),
    }
    return render(request, "letters/authority.html", context)
