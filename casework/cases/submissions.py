"""From a finished submission to a case."""

from django.db import transaction

from accounts.models import User
from casework.constituents.models import Constituent, ContactPoint
from casework.constituents.services import add_contact_point, constituent_of
from casework.offices.models import Member, Office
from casework.offices.notices import current_notice
from casework.offices.services import office_for
from casework.places.models import Borough
from casework.questionnaires.answers import CaseAnswers, answers_for_case
from casework.questionnaires.models import Submission
from casework.questionnaires.services import claim_submission
from casework.scope import office_scope, scoped

from .alerts import acknowledge
from .authority_services import begin
from .models import Case, Topic
from .risk_flags import raise_risk
from .safe_words import keep_safe
from .services import attach, open_case


def _topic(answers: CaseAnswers) -> Topic | None:
    """The topic that publishing the form has written; a case is not lost for want of one."""
    if not answers.topic:
        return None
    topic, _created = Topic.objects.get_or_create(slug=answers.topic, defaults={"name": answers.topic_name})
    return topic


def _constituent(*, office: Office, answers: CaseAnswers, person: User | None) -> Constituent:
    constituent = constituent_of(office=office, user=person) or Constituent(office=office, account=person)
    constituent.name = constituent.name or answers.name
    constituent.language, constituent.format = answers.language, answers.format
    constituent.full_clean()
    constituent.save()
    return constituent


def _record(*, constituent: Constituent, answers: CaseAnswers) -> list[dict[str, str]]:
    """The answers that have no place of their own: another name than the one we know stands here, for the office."""
    record = list(answers.record)
    if answers.name and answers.name != constituent.name:
        record.append([answers.name_question, answers.name])
    return [{"question": question, "answer": answer} for question, answer in record]


def _contact_points(
    *, constituent: Constituent, answers: CaseAnswers, person: User | None
) -> list[ContactPoint]:
    given = {
        ContactPoint.Kind.EMAIL: answers.email,
        ContactPoint.Kind.PHONE: answers.phone,
        ContactPoint.Kind.POST: answers.postal_address,
    }
    return [
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


def _hand_over_files(*, submission: Submission, answers: CaseAnswers, case: Case) -> None:
    """The bytes stay where they are; the row that names them moves behind the wall.

    Called after the claim, from when on nobody adds a file, with the questions that counted before it.
    """
    held = submission.files.filter(question__in=answers.file_questions)
    attach(case=case, message=case.messages.get(), files=held)
    held.delete()


@transaction.atomic
def submit(*, submission: Submission, by: User | None) -> Case:
    """Make the case that a finished submission asks for, once, however often and in parallel this is called."""
    if submission.submitted_at is not None:
        return _case_of(submission)
    answers = answers_for_case(submission)
    member = Member.objects.get(slug=answers.member_slug)
    office = office_for(member)
    person = by if by is not None and not by.is_staff else None
    if not claim_submission(submission=submission, answers=answers):
        submission.refresh_from_db()
        return _case_of(submission)
    with scoped(office_scope(office.pk)):
        constituent = _constituent(office=office, answers=answers, person=person)
        points = _contact_points(constituent=constituent, answers=answers, person=person)
        case = open_case(
            office=office,
            member=member,
            constituent=constituent,
            subject=answers.subject,
            body=answers.message,
            kind=answers.kind,
            nature=answers.nature,
            by=person,
            topic=_topic(answers),
            borough=Borough.objects.filter(code=answers.borough).first(),
            answers=_record(constituent=constituent, answers=answers),
            safe_contact=not answers.safe_to_email,
            notice=current_notice(office),
        )
        if case.safe_contact:
            keep_safe(case=case, way=answers.safe_way, word=answers.safe_word, by=person)
        for risk in answers.risks:
            raise_risk(case=case, kind=risk, by=person)
        if answers.represented:
            begin(case=case, about=answers.represented, by=person)
        _hand_over_files(submission=submission, answers=answers, case=case)
        for point in points:
            if point.kind == ContactPoint.Kind.EMAIL:
                acknowledge(case=case, point=point)
    Submission.objects.filter(pk=submission.pk).update(case_reference=case.reference)
    submission.refresh_from_db()
    return case


def _case_of(submission: Submission) -> Case:
    """The case that an earlier call made, whoever made the call."""
    member = Member.objects.get(slug=submission.receipt["member"])
    with scoped(office_scope(office_for(member).pk)):
        return Case.objects.get(reference=submission.case_reference)
