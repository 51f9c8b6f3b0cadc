"""A likely repeat of one's own open case: what was about to be sent as a new case can be added to it instead."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from accounts.models import User
from casework.cases.models import Case, Message
from casework.cases.permissions import can_write_to_office
from casework.cases.services.messages.message import receive_message
from casework.cases.services.safety.risk import raise_risk
from casework.offices.models import Member
from casework.offices.services import office_for
from casework.questionnaires.answers import CaseAnswers, answered, answers_for_case
from casework.questionnaires.models import Submission
from casework.questionnaires.services import lock_submission
from casework.wall.scope import office_scope, scoped

WITHIN = timedelta(days=14)
ALIKE = 0.5  # the share of words that two texts have in common, of all words in either
TYPED = {"text", "textarea"}


def likely_repeat(*, submission: Submission, by: User) -> Case | None:
    """Return the latest open case of `by` at the same office with the same topic or words, if there is one."""
    answers = answers_for_case(submission)
    if not answers.safe_to_email or answers.authority:
        return None
    office = office_for(Member.objects.get(slug=answers.member_slug))
    recent = Case.objects.raised_by(by).open().filter(office=office, opened_at__gt=timezone.now() - WITHIN)
    recent = (
        recent.filter(authority=None, safe_contact=False)
        .select_related("topic")
        .order_by("-opened_at", "-pk")
    )
    return next((case for case in recent if _is_alike(case, answers) and can_write_to_office(by, case)), None)


def _is_alike(case: Case, answers: CaseAnswers) -> bool:
    if case.topic and case.topic.slug == answers.topic:
        return True
    first = case.messages.first()
    before, now = (
        _words(f"{case.subject} {first.body if first else ''}"),
        _words(f"{answers.subject} {answers.message}"),
    )
    return len(before & now) >= ALIKE * len(before | now)


def _words(text: str) -> set[str]:
    return {word.strip(".,;:!?()\"'").casefold() for word in text.split()} - {""}


@transaction.atomic
def add_to_case(*, submission: Submission, by: User) -> Message | None:
    """Add the answers, with files and risks, to the case that they repeat, and delete them. None if it is gone."""
    submission = lock_submission(submission)
    case = likely_repeat(submission=submission, by=by)
    if case is None:
        return None
    answers = answers_for_case(submission)
    files = submission.files.filter(question__in=answers.file_questions)
    body = _body(submission, answers)
    message = receive_message(case=case, body=body, by=by, once=submission.uuid, files=list(files))
    with scoped(office_scope(case.office_id)):
        for risk in answers.risks:
            raise_risk(case=case, kind=risk, by=by)
    files.delete()  # the rows alone: the case has the bytes now
    submission.delete()
    return message


def _body(submission: Submission, answers: CaseAnswers) -> str:
    """Return the subject, the text, and what else was typed under its question."""
    with override("en"):
        typed = {line.label for line in answered(submission) if line.type in TYPED}
    more = [f"{each.question}\n{each.answer}" for each in answers.record if each.question in typed]
    return "\n\n".join([answers.subject, answers.message, *more])
