"""Guides of the demo: to two topics for every office, and to one of them in the office that the sign-ins show."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import User
from casework.cases.models import Case, OfficeGuide, SharedGuide, Topic
from casework.cases.services.guide import tick_steps
from casework.offices.models import Office

SHARED = {
    "transport": {
        "member_can": "Ask the operator for a date and a reason, raise it with the Mayor, or ask at Mayor’s Question "
        "Time.\n\nA Member can’t decide about fines or refunds.",
        "others_can": "The operator’s own complaints team answers first. If they don’t, London TravelWatch can look "
        "at it.",
        "questions": "Which line, stop or station?\nSince when, and how often?\nHave you told the operator?",
        "checklist": "Ask the operator for a date\nAsk for help until then\nLook for the same fault in other cases",
    },
    "housing": {
        "member_can": "Ask the landlord or the borough what they will do and by when.",
        "others_can": "The Housing Ombudsman, once the landlord has given a final answer. A law centre, for notices and "
        "hearings.",
        "questions": "Who is the landlord?\nIs there a letter with a date?\nDoes anyone’s health suffer?",
        "checklist": "Read every letter for a date\nAsk whether anyone is in danger",
    },
}
OF_EAST = {
    "others_can": "Our contact for step-free stations is in the office’s address book.",
    "checklist": "Say in the reply when the office writes again",
}


def make(east: Office, *, case: Case, manager: User, administrator: User) -> None:
    """Keep the guides, of which that of the office is to be checked, and tick the first step on one case."""
    today = timezone.localdate()
    for slug, facts in SHARED.items():
        topic = Topic.objects.get(slug=slug)
        SharedGuide.objects.create(
            **facts, topic=topic, owner=administrator, review_on=today + timedelta(days=90)
        )
    transport = Topic.objects.get(slug="transport")
    OfficeGuide.objects.create(**OF_EAST, office=east, topic=transport, owner=manager, review_on=today)
    tick_steps(case=case, tick=["Ask the operator for a date"], untick=[], by=manager)
