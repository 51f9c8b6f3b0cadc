"""The case page, as a plain visit shows it and as a refused or previewed reply shows it again."""

from django.shortcuts import render
from django.utils.translation import gettext as _

from backoffice.words import masked, strip
from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.cases.alerts import alert_address
from casework.cases.models import Case
from casework.cases.permissions import can_work
from casework.constituents.models import ContactPoint

from .forms import ReplyForm
from .timeline import parts, shown, timeline


def newest_message(case):
    return case.messages.last()


def reply_form(case, data=None):
    newest = newest_message(case)
    return ReplyForm(data, case=case, newest=newest.uuid if newest else None)


def way_to(case, points):
    """How a reply reaches the person: in the portal or not at all by itself, and with what alert."""
    point = alert_address(case)
    in_portal = not case.safe_contact and any(each.proved_by_id for each in points)
    return {
        "alert": masked(point.value) if point else "",
        "in_portal": in_portal,
        "words": _("in the portal, with an alert that says nothing about the case")
        if point
        else _silent(case, points),
    }


def _silent(case, points):
    """Why no alert can go, and what to do instead."""
    emails = [each for each in points if each.kind == ContactPoint.Kind.EMAIL]
    if case.safe_contact:
        return _("kept on the case. No alert can go: safe contact. Reach them in the way they gave")
    if not emails:
        return _("kept on the case. No alert can go: no email address. Phone or write as well")
    if not any(each.proved_by_id for each in emails):
        return _("kept on the case. No alert can go: the email address is not proved. Phone or write as well")
    return _("in the portal. No alert can go: it is not safe to email. Phone or write as well")


def case_page(request, case, *, form=None, preview=None, status=200):
    """Shows one case, and writes down who read it."""
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
        "form": form or reply_form(case),
        "preview": preview,
    }
    return render(request, "backoffice/cases/detail.html", context, status=status)


def other_cases(user, case):
    """Further cases of the same person, newest first."""
    return (
        Case.objects.visible_to(user)
        .filter(constituent=case.constituent_id)
        .exclude(pk=case.pk)
        .order_by("-pk")
    )
