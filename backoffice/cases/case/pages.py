"""The case page."""

from django.shortcuts import render

from backoffice.access import my_offices_now
from backoffice.cases.queue.neighbours import neighbours
from backoffice.cases.reply.composer import composer, drafts_on, since_the_draft
from backoffice.cases.reply.forms import ReplyForm
from backoffice.cases.reply.reply_route import way_to
from backoffice.cases.reply.wordings import choice_of_wordings
from backoffice.guides.on_case import guides_on
from backoffice.words import strip
from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.cases.models import Case, Tag
from casework.cases.models.alerts.contact_task import ContactTask
from casework.cases.permissions import must_ask_for_sign_off
from casework.cases.services.alerts.alert import alert_target
from casework.cases.services.queue.seen import note_looked
from casework.cases.services.safety.risk import note_seen
from casework.constituents.models import AlertChoice, ContactPoint
from casework.offices.models import Office
from casework.offices.prepared import Prepared

from .case_status import current_share, current_transfer, flags_on, opened_parts, rare_on, safe_of
from .live import case_mark, writing_on
from .planned import planned_on
from .timeline import parts, shown, timeline

OTHER_CASES = 10


def reply_form(case, data):
    """Return the form of a reply as a browser sent it, to be checked against what the case holds now."""
    signature = Office.objects.values_list("signature", flat=True).get(pk=case.office_id)
    return ReplyForm(data, case=case, told=alert_target(case) is not None, signature=signature)


def note_reading(request, case, **part):
    """Log that a case was shown, and on which page if not its own."""
    record(Verb.CASE_READ, by=request.user, office=case.office_id, subject=case.reference, **part)


def case_page(request, case):
    """Show one case, and log who read it."""
    note_reading(request, case)
    rare = rare_on(case, request.user)
    if rare.unseen:
        note_looked(case=case, by=request.user)
    if rare.risks:
        note_seen(case=case, by=request.user)
    entries = timeline(case, request.user, rare)
    points = points_of(case, request.user)
    safe = safe_of(case, request.user) if rare.safe else None
    way = way_on(case, request.user, rare, points=points, safe=safe)
    share = current_share(case, request.user) if rare.shares else None
    office = next((office for office in my_offices_now(request) if office.pk == case.office_id), None)
    show = request.GET.get("show", "")
    drafts = drafts_on(case, request.user) if rare.drafts else []
    signature = office.signature if office else ""
    reply = composer(request, case, drafts, told=bool(way.alert), signature=signature)
    reply.must_ask = office is not None and must_ask_for_sign_off(request.user, case)
    if case.is_open and office is not None and office.worked:
        reply.wordings = choice_of_wordings(case, request.user)
    writing = list(writing_on(case, request.user).select_related("user")) if rare.writing else []
    events = sum(entry["kind"] == "event" for entry in entries)
    conflict = since_the_draft(entries, reply.draft) if reply.conflict else []
    deadlines = rare.deadlines if case.is_open else ()
    context = {
        "case": case,
        "may_work": office is not None and office.worked,
        "strip": strip(case, deadlines),
        "deadlines": deadlines,
        "entries": shown(entries, show),
        "parts": parts(entries),
        "show": show,
        "listed": neighbours(request, case),
        "points": points,
        "other_cases": other_cases(request.user, case) if rare.others else [],
        "way": way,
        "planned_acts": planned_on(case, request.user) if rare.planned else [],
        "contact_tasks": tasks_on(case, request.user) if rare.tasks else [],
        "reply": reply,
        "form": reply.form,
        "edit_conflict": {"case": case, "entries": conflict, "strip": strip(case)} if conflict else None,
        "writing": writing,
        "mark": case_mark(case, events=events, writing=writing),
        "risks": flags_on(case, request.user) if rare.risks else [],
        "safe": safe,
        "tracking": rare.tracking,
        "share": share,
        "guides": guides_on(case, request.user) if rare.office_guide or rare.shared_guide else None,
        "tags": Tag.objects.in_offices_of(request.user).on(case) if rare.tags else [],
        "opened": opened_parts(entries, share),
        "transfer": current_transfer(case, request.user) if rare.transfers else None,
        "may_see_readers": office is not None and office.managed,
    }
    return render(request, "backoffice/cases/case/detail.html", context)


def _points(user, *, constituent):
    points = ContactPoint.objects.in_offices_of(user).filter(constituent=constituent)
    return points.order_by("kind", "pk")


POINTS = Prepared(_points)


def points_of(case, user):
    """Return the contact points of the person who raised a case."""
    return POINTS.rows(user, constituent=case.constituent_id)


def way_on(case, user, rare, *, points, safe):
    """Return how a reply on this case reaches the person now."""
    choice = choice_of(case, user) if rare.choice else None
    by_code = rare.tracking or bool(safe and (safe.has_word or safe.code_waits_until))
    return way_to(case, points, choice, by_code=by_code, safe_way=safe.way if safe else "")


def choice_of(case, user):
    """Return how the constituent wants to be alerted."""
    return AlertChoice.objects.in_offices_of(user).filter(constituent=case.constituent_id).first()


def tasks_on(case, user):
    """Return the open contact tasks of a case."""
    return list(ContactTask.objects.in_offices_of(user).open().filter(case=case))


def other_cases(user, case):
    """Return the latest other cases of the same person; the queue's search finds the rest."""
    return (
        Case.objects.in_offices_of(user)
        .filter(constituent=case.constituent_id)
        .exclude(pk=case.pk)
        .order_by("-pk")[:OTHER_CASES]
    )
