"""What a person sent us, as they may print or keep it."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from casework.constituents.models import ContactPoint
from casework.offices.models import Member
from casework.offices.services import office_for
from casework.questionnaires.models import Submission
from casework.scope import office_scope, scoped

from .models import Case

COPY_FOR = timedelta(hours=1)


@dataclass(frozen=True)
class Sent:
    """One case as it was raised. `answers` are pairs of question and answer."""

    reference: str
    member: str
    answers: list[tuple[str, str]]
    files: list[tuple[str, int]]  # name and bytes


def what_was_sent(case: Case) -> Sent:
    """What whoever raised this case told us; the caller has made sure that it is theirs."""
    first = case.messages.filter(direction="in").first()
    facts = [
        (_("In a few words"), case.subject),
        (_("What you wrote"), first.body if first else ""),
        (_("Your name"), case.constituent.name),
        *_ways_to_reach(case),
        *((row["question"], row["answer"]) for row in case.answers),
    ]
    return Sent(
        reference=case.reference,
        member=case.member.name,
        answers=[(question, answer) for question, answer in facts if answer],
        files=[(file.name, file.size) for file in first.files.all()] if first else [],
    )


def _ways_to_reach(case: Case) -> list[tuple[str, str]]:
    """Not of a record that somebody claimed: another may have typed what stands there."""
    if case.constituent.claimed_at:
        return []
    points = ContactPoint.objects.filter(constituent=case.constituent_id).order_by("kind", "pk")
    return [(point.get_kind_display(), point.value) for point in points]


def has_copy(submission: Submission) -> bool:
    """Whether the browser that sent this may show it once more: for an hour, and never where others may look."""
    facts = submission.receipt
    private = facts.get("safe_to_email", True) and not facts.get("shared_device")
    sent = submission.submitted_at
    return bool(private and sent and submission.case_reference and timezone.now() - sent < COPY_FOR)


def copy_of(submission: Submission) -> Sent | None:
    """What was sent with these answers, for whoever holds their key; None where `has_copy` says no."""
    member = Member.objects.filter(slug=submission.receipt.get("member", "")).first()
    if member is None or not has_copy(submission):
        return None
    with scoped(office_scope(office_for(member).pk)):
        cases = Case.objects.select_related("constituent", "member").filter(safe_contact=False)
        case = cases.filter(reference=submission.case_reference).first()
        return what_was_sent(case) if case else None
