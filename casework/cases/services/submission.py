"""Turning a finished submission into a case."""

from dataclasses import asdict

from django.db import transaction

from accounts.models import User
from casework.cases.models import Case, Topic
from casework.cases.models.channel import WEB
from casework.checking import check_row
from casework.constituents.models import Constituent, ContactPoint
from casework.constituents.services import add_contact_point, constituent_of
from casework.offices.models import Member, Office
from casework.offices.notices import current_notice
from casework.offices.services import office_for
from casework.places.models import Borough
from casework.questionnaires.answers import CaseAnswers, Recorded, answers_for_case
from casework.questionnaires.models import Submission
from casework.questionnaires.services import mark_submission_sent
from casework.wall.scope import office_scope, scoped

from .alerts.alert import acknowledge
from .authority.authority import begin
from .case import open_case
from .messages.message import attach
from .own_case.tracking_code import give_first_code
from .safety.risk import raise_risk
from .safety.safe_contact import keep_safe
from .search import index_other_cases


def _topic(answers: CaseAnswers) -> Topic | None:
    """Return the topic that publishing the form wrote. A missing topic does not stop the case."""
    if not answers.topic:
        return None
    topic, _created = Topic.objects.get_or_create(slug=answers.topic, defaults={"name": answers.topic_name})
    return topic


def _constituent(*, office: Office, answers: CaseAnswers, person: User | None, language: str) -> Constituent:
    constituent = constituent_of(office=office, user=person) or Constituent(office=office, account=person)
    constituent.name = constituent.name or answers.name
    constituent.language, constituent.format = answers.language, answers.format
    constituent.language_code = language
    check_row(constituent)
    constituent.save()
    return constituent


def _record(*, constituent: Constituent, answers: CaseAnswers) -> list[dict[str, str | bool]]:
    """Return the answers without a field of their own, and the name if it differs from the one on record."""
    record = list(answers.record)
    if answers.name and answers.name != constituent.name:
        record.append(Recorded(answers.name_question, answers.name))
    return [asdict(each) for each in record]


def _contact_points(
    *, constituent: Constituent, answers: CaseAnswers, person: User | None
) -> list[ContactPoint]:
    given = {
        ContactPoint.Kind.EMAIL: answers.email,
        ContactPoint.Kind.PHONE: answers.phone,
        ContactPoint.Kind.POST: answers.postal_address,
    }
    points = [
        add_contact_point(
            constituent=constituent,
            kind=kind,
            value=value,
            safe=kind != ContactPoint.Kind.EMAIL or answers.safe_to_email,
            by=person,
        )
        for kind, value in given.items()
        if value
    ]
    if person and answers.email and answers.safe_to_email:
        # Whoever typed another address than they sign in with is told there, until they confirm the other.
        add_contact_point(
            constituent=constituent, kind=ContactPoint.Kind.EMAIL, value=person.email, by=person
        )
    return points


def _hand_over_files(*, submission: Submission, answers: CaseAnswers, case: Case) -> None:
    """Move the rows of the files to the case. The bytes stay where they are.

    Called once the submission is marked as sent, when no one can add a file, with the questions that counted before
    it.
    """
    held = submission.files.filter(question__in=answers.file_questions)
    if files := list(held):
        attach(case=case, message=case.messages.get(), files=files)
        held.delete()


@transaction.atomic
def submit(*, submission: Submission, by: User | None, borough: Borough | None = None) -> Case:
    """Create the case of a finished submission, exactly once, even under parallel calls.

    `borough` is that of the answers if the caller has loaded it.
    """
    if submission.submitted_at is not None:
        return _case_of(submission)
    answers = answers_for_case(submission, known=borough)
    member = Member.objects.get(slug=answers.member_slug)
    office = office_for(member)
    person = by if by is not None and not by.is_staff else None
    if not mark_submission_sent(submission=submission, answers=answers):
        submission.refresh_from_db()
        return _case_of(submission)
    with scoped(office_scope(office.pk)):
        constituent = _constituent(
            office=office, answers=answers, person=person, language=submission.language
        )
        points = _contact_points(constituent=constituent, answers=answers, person=person)
        case = open_case(
            office=office,
            member=member,
            constituent=constituent,
            subject=answers.subject,
            body=answers.message,
            kind=answers.kind,
            nature=answers.nature,
            channel=WEB,
            by=person,
            topic=_topic(answers),
            borough=answers.borough,
            answers=_record(constituent=constituent, answers=answers),
            safe_contact=not answers.safe_to_email,
            sensitive=answers.sensitive,
            notice=current_notice(office),
        )
        if case.safe_contact:
            keep_safe(case=case, way=answers.safe_way, word=answers.safe_word, by=person)
        for risk in answers.risks:
            raise_risk(case=case, kind=risk, by=person)
        if answers.authority:
            begin(case=case, about=answers.authority, by=person)
        _hand_over_files(submission=submission, answers=answers, case=case)
        give_first_code(case=case, submission=submission)
        if person:  # anyone else got a record of their own, which has no other case
            index_other_cases(case)
        for point in points:
            if point.kind == ContactPoint.Kind.EMAIL:
                acknowledge(case=case, point=point)
    submission.case_reference = case.reference
    submission.save(update_fields=["case_reference"])
    return case


def _case_of(submission: Submission) -> Case:
    """Return the case that an earlier call created."""
    member = Member.objects.get(slug=submission.receipt["member"])
    with scoped(office_scope(office_for(member).pk)):
        return Case.objects.get(reference=submission.case_reference)
