"""One case of the demo that somebody raised for another person, who was not asked yet."""

from casework.cases.models import Case, Topic
from casework.cases.models.channel import WEB
from casework.cases.services.authority.authority import begin
from casework.cases.services.case import open_case
from casework.questionnaires.authority import AuthorityAnswers

FOR_WHOM = AuthorityAnswers(
    name="Fatima Yusuf",
    relation="family",
    why="She is my mother. She does not read English, and she is in hospital until the end of the month.",
    knows="agrees",
    email="",
    phone="020 7946 0123",
    post="Ward 7, St Brannock’s Hospital",
    unsafe=False,
)


def make(like: Case) -> Case:
    """`like`: a case that a resident raised, for the same office and Member."""
    case = open_case(
        channel=WEB,
        office=like.office,
        member=like.member,
        constituent=like.constituent,
        subject="Taxicard for my mother",
        body="My mother’s Taxicard was stopped without a letter. She cannot get to her check-ups without it.",
        kind=Case.Kind.PROBLEM,
        nature=Case.Nature.CASEWORK,
        by=like.constituent.account,
        topic=Topic.objects.get(slug="transport"),
        borough=like.borough,
    )
    begin(case=case, about=FOR_WHOM, by=like.constituent.account)
    return case
