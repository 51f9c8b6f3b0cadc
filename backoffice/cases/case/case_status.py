"""The status of a case for its own office: shares and transfers, unsettled risks and safe contact."""

from dataclasses import dataclass, fields

from django.db.models import Exists, Subquery

from casework.cases.models import (
    Case,
    CaseFile,
    CaseTag,
    ContactTask,
    Deadline,
    Note,
    OfficeGuide,
    PlannedAct,
    Presence,
    ReplyDraft,
    RiskFlag,
    SafeContact,
    Share,
    SharedGuide,
    TrackingCode,
    Transfer,
)
from casework.cases.models.queue.seen import unseen_by
from casework.constituents.models import AlertChoice
from casework.offices.prepared import Prepared


@dataclass(frozen=True)
class Rare:
    """Which of the rare tables have rows for a case, so that a page queries only those; and the case's deadlines."""

    files: bool = False
    notes: bool = False
    choice: bool = False
    tasks: bool = False
    writing: bool = False
    drafts: bool = False
    planned: bool = False
    risks: bool = False
    safe: bool = False
    tracking: bool = False
    shares: bool = False
    transfers: bool = False
    tags: bool = False
    others: bool = False
    unseen: bool = False
    office_guide: bool = False
    shared_guide: bool = False
    deadlines: tuple[Deadline, ...] = ()  # what the office wants to do and by when, the soonest first


FLAGS = [field.name for field in fields(Rare) if field.type is bool]


def _rare(person, *, case, constituent):
    on_case = {
        "files": CaseFile,
        "notes": Note,
        "tasks": ContactTask,
        "writing": Presence,
        "drafts": ReplyDraft,
        "risks": RiskFlag,
        "safe": SafeContact,
        "tracking": TrackingCode,
        "shares": Share,
        "transfers": Transfer,
        "tags": CaseTag,
    }
    found = {name: model.objects.in_offices_of(person).filter(case=case) for name, model in on_case.items()}
    found["planned"] = PlannedAct.objects.in_offices_of(person).filter(case=case, author=person.pk)
    found["choice"] = AlertChoice.objects.in_offices_of(person).filter(constituent=constituent)
    found["others"] = Case.objects.in_offices_of(person).filter(constituent=constituent).exclude(pk=case)
    found["unseen"] = Case.objects.in_offices_of(person).filter(unseen_by(person), pk=case)
    topic = Case.objects.in_offices_of(person).filter(pk=case).values("topic")
    found["office_guide"] = OfficeGuide.objects.in_offices_of(person).in_use().filter(topic__in=topic)
    found["shared_guide"] = SharedGuide.objects.in_use().filter(topic__in=topic)
    columns = [Exists(found[name]) for name in FLAGS]
    deadlines = Deadline.objects.in_offices_of(person).filter(case=case).order_by()
    days = [Subquery(deadlines.filter(kind=kind).values("by")[:1]) for kind in Deadline.Kind]
    return Case.objects.in_offices_of(person).filter(pk=case).values_list(*columns, *days)


RARE = Prepared(_rare)


def rare_on(case, user):
    """Return which rare things a case of the person's own office has, and its deadlines, in one SQL statement."""
    row = RARE.rows(user, case=case.pk, constituent=case.constituent_id)[0]
    flags, days = row[: len(FLAGS)], zip(Deadline.Kind, row[len(FLAGS) :], strict=True)
    deadlines = [Deadline(case_id=case.pk, kind=kind, by=by) for kind, by in days if by]
    return Rare(*map(bool, flags), deadlines=tuple(sorted(deadlines, key=lambda each: each.by)))


def current_share(case, user):
    """Return the share of a case that is offered or in force, with what the case panel shows of it."""
    return (
        Share.objects.in_offices_of(user)
        .unended()
        .filter(case=case)
        .select_related("to_office", "offered_by", "accepted_by")
        .first()
    )


def current_transfer(case, user):
    """Return the unanswered transfer offer of a case."""
    return (
        Transfer.objects.in_offices_of(user)
        .unanswered()
        .filter(case=case)
        .select_related("to_office", "offered_by")
        .first()
    )


def opened_parts(entries, share):
    """Return how many notes and files of a timeline the guest office may read."""
    key = share and share.pk
    files = [file for entry in entries for file in entry.get("files", ())]
    return {
        "notes": sum(entry["kind"] == "note" and entry["opened"] == key for entry in entries),
        "files": sum(file["opened"] == key for file in files),
    }


def flags_on(case, user):
    """Return the unsettled risks of a case."""
    flags = RiskFlag.objects.in_offices_of(user).unsettled().filter(case=case)
    return list(flags.select_related("raised_by", "seen_by"))


def _flagged(user):
    flags = RiskFlag.objects.in_offices_of(user).unsettled().order_by("-raised_at", "-pk")
    return flags.select_related("case__constituent", "case__assignee", "case__office", "seen_by")


FLAGGED = Prepared(_flagged)


def flagged(user):
    """Every risk of one's offices that is not settled, latest first, with its case: they stand before all lists."""
    return FLAGGED.rows(user)


def safe_of(case, user):
    """Return the safe-contact record of this case, or None."""
    return SafeContact.objects.in_offices_of(user).filter(case=case).first()
