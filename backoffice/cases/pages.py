"""The case page, as a plain visit shows it and as a refused or previewed reply shows it again."""

from django.db import transaction
from django.shortcuts import render
from django.utils.translation import gettext as _

from backoffice.words import masked, strip
from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.cases.alerts import alert_address
from casework.cases.permissions import can_work
from casework.constituents.models import ContactPoint

from .forms import ReplyForm
from .timeline import parts, shown, timeline


def newest_message(case):
    return case.messages.last()


def reply_form(request, case, data=None):
    newest = newest_message(case)
    return ReplyForm(data, case=case, newest=newest.uuid if newest else None)


def way_to(case, points):
    """How a reply reaches the person: in the portal, and what alert goes with it. `{alert, words}`."""
    point = alert_address(case)
    if point:
        return {
            "alert": masked(point.value),
            "words": _("in the portal, with an alert that says nothing about the case"),
        }
    emails = [p for p in points if p.kind == ContactPoint.Kind.EMAIL]
    if case.safe_contact:
        reason = _("in the portal. No alert can go: safe contact")
    elif not emails:
        reason = _("in the portal. No alert can go: no email address. Phone or write as well")
    elif not any(p.proved_by_id for p in emails):
        reason = _("in the portal. No alert can go: the email address is not proved. Phone or write as well")
    else:
        reason = _("in the portal. No alert can go: it is not safe to email. Phone or write as well")
    return {"alert": "", "words": reason}


def case_page(request, case, *, form=None, preview=None, status=200):
    """Shows one case, and writes down who read it."""
    with transaction.atomic():
        record(Verb.CASE_READ, by=request.user, office=case.office_id, subject=case.reference)
    entries = timeline(case, request.user)
    points = list(
        ContactPoint.objects.visible_to(request.user)
        .filter(constituent=case.constituent_id)
        .order_by("kind", "pk")
    )
    show = request.GET.get("show", "")
    context = {
        "case": case,
        "may_work": can_work(request.user, case),
        "strip": strip(case),
        "entries": shown(entries, show),
        "parts": parts(entries),
        "show": show,
        "points": points,
        "other_cases": other_cases(request.user, case),
        "way": way_to(case, points),
        "form": form or reply_form(request, case),
        "preview": preview,
    }
    return render(request, "backoffice/cases/detail.html", context, status=status)


def other_cases(user, case):
    """Further cases of the same person, newest first."""
    return (
        type(case)
        .objects.visible_to(user)
        .filter(constituent=case.constituent_id)
        .exclude(pk=case.pk)
        .order_by("-pk")
    )
