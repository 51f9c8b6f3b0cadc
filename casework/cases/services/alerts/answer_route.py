"""How the person who has just sent a case will learn of the answer, for the page that they see after sending."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from casework.cases.models import Case, SafeContact
from casework.cases.services.own_case.tracking_code import first_code
from casework.constituents.models import ContactPoint
from casework.offices.models import Member
from casework.offices.services import office_for
from casework.questionnaires.models import Submission
from casework.wall.scope import office_scope, scoped

from .alert import alert_target

SHOWN_FOR = timedelta(hours=1)


@dataclass(frozen=True)
class AnswerRoute:
    """How a reply reaches the person. `alerts_to` is an address that hears of it, `confirm` one that could.

    `code` is the tracking code of a person without a mailbox. Of a safe-contact case: the safe `way` in their words,
    whether they chose a word, and whether that `word_alone` opens the case.
    """

    alerts_to: str = ""
    confirm: str = ""
    code: str = ""
    safe_contact: bool = False
    way: str = ""
    has_word: bool = False
    word_alone: bool = False
    phone: bool = False
    post: bool = False


def is_just_sent(submission: Submission) -> bool:
    """Return whether the browser that sent this may still be shown what only its person knows: for an hour."""
    sent = submission.submitted_at
    return bool(sent and submission.case_reference and timezone.now() - sent < SHOWN_FOR)


def route_of(submission: Submission) -> AnswerRoute:
    """Return the route of a sent submission, for the person who holds its key."""
    case = _case_of(submission)
    if case is None:
        return AnswerRoute()
    with scoped(office_scope(case.office_id)):
        points = list(ContactPoint.objects.filter(constituent=case.constituent_id))
        safe = SafeContact.objects.filter(case=case).first() if case.safe_contact else None
        target = alert_target(case)
        has_word = bool(safe and safe.has_word)
        by_word_alone = case.constituent.account_id is None and not _has(points, ContactPoint.Kind.EMAIL)
        return AnswerRoute(
            alerts_to=target.point.value if target else "",
            confirm="" if target or case.safe_contact else _unanswered(case),
            code=first_code(case, submission) if is_just_sent(submission) else "",
            safe_contact=case.safe_contact,
            way=safe.way if safe else "",
            has_word=has_word,
            word_alone=has_word and by_word_alone,
            phone=_has(points, ContactPoint.Kind.PHONE),
            post=_has(points, ContactPoint.Kind.POST),
        )


def _has(points: list[ContactPoint], kind: ContactPoint.Kind) -> bool:
    return any(point.kind == kind for point in points)


def address_to_confirm(submission: Submission) -> str:
    """Return the address that the person may confirm from the page after sending, or "".

    Never on a device that others use, nor for safe contact: anyone who finds the page open could confirm it.
    """
    if submission.receipt.get("shared_device") or not submission.receipt.get("safe_to_email", True):
        return ""
    return route_of(submission).confirm if is_just_sent(submission) else ""


def _case_of(submission: Submission) -> Case | None:
    member = Member.objects.filter(slug=submission.receipt.get("member", "")).first()
    if member is None or not submission.case_reference:
        return None
    with scoped(office_scope(office_for(member).pk)):
        cases = Case.objects.select_related("constituent", "office")
        return cases.filter(reference=submission.case_reference).first()


def _unanswered(case: Case) -> str:
    points = ContactPoint.objects.unanswered().filter(constituent=case.constituent_id)
    return points.order_by("-pk").values_list("value", flat=True).first() or ""
