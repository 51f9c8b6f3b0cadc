"""The case page, as a plain visit shows it and as a refused or previewed reply shows it again."""

from django.shortcuts import render

from backoffice.access import my_offices_now
from backoffice.words import strip
from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.cases.alerts import alert_address
from casework.cases.models import Case
from casework.constituents.models import ContactPoint

from .forms import ReplyForm
from .standing import opened_parts, standing_share, standing_transfer
from .timeline import parts, shown, timeline
from .ways import way_to

OTHER_CASES = 10


def reply_form(case, data, files=None):
    """A reply that was sent, to be checked against what the case holds now."""
    newest = case.messages.last()
    told = alert_address(case) is not None
    return ReplyForm(data, files, case=case, newest=newest.uuid if newest else None, told=told)


def empty_reply(case, entries, way):
    """The form for a reply to what stands on the page: its timeline, and the way of an answer."""
    newest = next((entry["uuid"] for entry in reversed(entries) if entry["kind"] == "message"), None)
    return ReplyForm(case=case, newest=newest, told=bool(way.alert))


def note_reading(request, case, **part):
    """Writes down that somebody was shown a case, and on which page if not its own."""
    record(Verb.CASE_READ, by=request.user, office=case.office_id, subject=case.reference, **part)


def case_page(request, case, *, form=None, preview=None, status=200):
    """Shows one case, and writes down who read it."""
    note_reading(request, case)
    entries = timeline(case, request.user)
    points = list(
        ContactPoint.objects.in_offices_of(request.user)
        .filter(constituent=case.constituent_id)
        .order_by("kind", "pk")
    )
    way = way_to(case, points)
    share = standing_share(case, request.user)
    office = next((office for office in my_offices_now(request) if office.pk == case.office_id), None)
    show = request.GET.get("show", "")
    context = {
        "case": case,
        "may_work": office is not None and office.worked,
        "strip": strip(case),
        "entries": shown(entries, show),
        "parts": parts(entries),
        "show": show,
        "points": points,
        "other_cases": other_cases(request.user, case),
        "way": way,
        "form": form or empty_reply(case, entries, way),
        "preview": preview,
        "share": share,
        "opened": opened_parts(entries, share),
        "transfer": standing_transfer(case, request.user),
        "may_see_readers": office is not None and office.managed,
    }
    return render(request, "backoffice/cases/detail.html", context, status=status)


def other_cases(user, case):
    """The latest further cases of the same person; the queue's search finds the rest."""
    return (
        Case.objects.in_offices_of(user)
        .filter(constituent=case.constituent_id)
        .exclude(pk=case.pk)
        .order_by("-pk")[:OTHER_CASES]
    )
