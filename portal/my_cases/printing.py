"""Printable views: a whole case with its timeline, and the letter of authority."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from casework.cases.services.own_case.sent_copy import what_was_sent

from .access import case_openers, constituents_only, own_case
from .timeline import shares_of, timeline
from .words import turn_facts, turn_words


@case_openers
def print_case(request, reference):
    case = own_case(request, reference)
    context = {
        "case": case,
        "turn": turn_words(case),
        "facts": turn_facts(case),
        "sent": what_was_sent(case),
        "timeline": timeline(case, request.user, shares_of(case, request.user)),
        "printed_at": timezone.now(),
    }
    return render(request, "portal/my_cases/print.html", context)


@constituents_only
def authority_letter(request, reference):
    """Show the letter a person signs to give authority, in large print with `size=large`. Raise Http404 if none
    is needed.
    """
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
