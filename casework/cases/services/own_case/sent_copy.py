"""A copy of what a person sent us, to print or save."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from body.english import english
from casework.cases.models import Case
from casework.constituents.models import ContactPoint
from casework.offices.models import Member
from casework.offices.services import office_for
from casework.questionnaires.models import Submission
from casework.wall.scope import office_scope, scoped

COPY_FOR = timedelta(hours=1)


@dataclass(frozen=True)
class Sent:
    """One case as it was raised. `answers` are pairs of question and answer."""

    reference: str
    member: str
    answers: list[tuple[str, str]]
    files: list[tuple[str, int]]  # name and bytes


def what_was_sent(case: Case) -> Sent:
    """Return what the person who raised this case told us. The caller has checked that the case is theirs."""
    first = case.messages.filter(direction="in").first()
    facts = [
        (_("In a few words"), case.subject),
        (_("What you wrote"), first.body if first else ""),
        (_("Your name"), case.constituent.name),
        *_contact_details(case),
        *map(_recorded, case.answers),
    ]
    return Sent(
        reference=case.reference,
        member=case.member.name,
        answers=[(question, answer) for question, answer in facts if answer],
        files=[(file.name, file.size) for file in first.files.all()] if first else [],
    )


def _recorded(row: dict[str, Any]) -> tuple[str, str]:
    """Return question and answer of a row of `Case.answers`, of which the form's own words are in English."""
    answer = str(row["answer"])
    return english(row["question"]), answer if row.get("is_typed", True) else english(answer)


def _contact_details(case: Case) -> list[tuple[str, str]]:
    """Return the contact details, but not of a record that was linked later: someone else may have typed them."""
    if case.constituent.linked_at:
        return []
    points = ContactPoint.objects.filter(constituent=case.constituent_id).order_by("kind", "pk")
    return [(point.get_kind_display(), point.value) for point in points]


def has_copy(submission: Submission) -> bool:
    """Return whether the browser that sent this may show it again: for an hour, and never where others may look."""
    facts = submission.receipt
    private = facts.get("safe_to_email", True) and not facts.get("shared_device")
    sent = submission.submitted_at
    return bool(private and sent and submission.case_reference and timezone.now() - sent < COPY_FOR)


def copy_of(submission: Submission) -> Sent | None:
    """Return what was sent with these answers, for the holder of their key; None where `has_copy` is False."""
    member = Member.objects.filter(slug=submission.receipt.get("member", "")).first()
    if member is None or not has_copy(submission):
        return None
    with scoped(office_scope(office_for(member).pk)):
        cases = Case.objects.select_related("constituent", "member").filter(safe_contact=False)
        case = cases.filter(reference=submission.case_reference).first()
        return what_was_sent(case) if case else None
