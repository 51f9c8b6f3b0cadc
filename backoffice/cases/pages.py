"""The case page, as a plain visit shows it and as a refused or previewed reply shows it again."""

from django.shortcuts import render

from backoffice.access import my_offices_now
from backoffice.words import strip
from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.cases.alerts import alert_target
from casework.cases.hand_tasks import HandTask
from casework.cases.models import Case, Presence
from casework.cases.risk_flags import note_seen
from casework.constituents.models import AlertChoice, ContactPoint

from .forms import ReplyForm
from .standing import flags_on, opened_parts, safe_of, standing_share, standing_transfer
from .timeline import parts, shown, timeline
from .ways import way_to

OTHER_CASES = 10


def reply_form(case, data, files=None):
    """A reply that was sent, to be checked against what the case holds now."""
    return ReplyForm(data, files, case=case, told=alert_target(case) is not None)


def note_reading(request, case, **part):
    """Writes down that somebody was shown a case, and on which page if not its own."""
    record(Verb.CASE_READ, by=request.user, office=case.office_id, subject=case.reference, **part)


def case_page(request, case, *, form=None, preview=None, meanwhile=None, status=200):
    """Shows one case, and writes down who read it."""
    note_reading(request, case)
    note_seen(case=case, by=request.user)
    entries = timeline(case, request.user)
    points = list(
        ContactPoint.objects.in_offices_of(request.user)
        .filter(constituent=case.constituent_id)
        .order_by("kind", "pk")
    )
    choice = AlertChoice.objects.in_offices_of(request.user).filter(constituent=case.constituent_id).first()
    way = way_to(case, points, choice)
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
        "by_hand": list(HandTask.objects.in_offices_of(request.user).open().filter(case=case)),
        "form": form or ReplyForm(case=case, told=bool(way.alert)),
        "preview": preview,
        "meanwhile": meanwhile,
        "writing": writing_now(case, request.user),
        "risks": flags_on(case, request.user),
        "safe": safe_of(case, request.user),
        "share": share,
        "opened": opened_parts(entries, share),
        "transfer": standing_transfer(case, request.user),
        "may_see_readers": office is not None and office.managed,
    }
    return render(request, "backoffice/cases/detail.html", context, status=status)


def writing_now(case, user):
    """Which colleagues write a reply here, and since when."""
    return Presence.objects.in_offices_of(user).now().of_others(user).filter(case=case).select_related("user")


def other_cases(user, case):
    """The latest further cases of the same person; the queue's search finds the rest."""
    return (
        Case.objects.in_offices_of(user)
        .filter(constituent=case.constituent_id)
        .exclude(pk=case.pk)
        .order_by("-pk")[:OTHER_CASES]
    )
