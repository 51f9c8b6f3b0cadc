"""Templates and standard lines of the demo, and a reply half written in the office that the sign-ins show."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import User
from casework.cases.models import Case, ReplyDraft
from casework.offices.models import Office
from casework.replies.models import OfficeWording, SharedWording, Wording

LINE = Wording.Kind.LINE
SHARED = [
    {
        "name": "We have asked an operator",
        "body": "Dear {name},\n\nthank you for writing. I have asked {third party} what they will do, and by when. "
        "I will write to you again by {next date}.\n\nYour reference is {reference}.",
    },
    {
        "name": "It is a matter for your council",
        "body": "Dear {name},\n\nthank you for writing. Your council decides about this, and the Assembly cannot. "
        "Please write to your councillor, whose name is on the council’s website.",
    },
]
OF_EAST = [
    {
        "name": "Am întrebat operatorul",
        "language": "Romanian",
        "body": "Bună ziua {name},\n\nvă mulțumesc pentru mesaj. Am întrebat {third party} și vă scriu din nou până "
        "la {next date}.\n\nReferința dumneavoastră este {reference}.",
    },
    {
        "kind": LINE,
        "name": "Step-free stations",
        "body": "Work on the lifts at this station is planned, and the operator publishes the dates.",
        "expires_on": 60,
    },
    {
        "kind": LINE,
        "name": "Bus route review",
        "body": "The review of bus routes in this area is open for comments until the end of the month.",
        "expires_on": -12,
    },
]
DRAFT = (
    "Dear {name},\n\nthank you for the photos. I have asked the operator and will write again by {next date}."
)


def make(east: Office, *, case: Case, manager: User, caseworker: User, administrator: User) -> None:
    today = timezone.localdate()
    for facts in SHARED:
        SharedWording.objects.create(
            **facts, language="English", owner=administrator, review_on=today + timedelta(days=90)
        )
    for number, facts in enumerate(OF_EAST):
        ends = facts.get("expires_on")
        kept = {"language": "English"} | facts
        kept |= {"expires_on": today + timedelta(days=ends)} if ends else {}
        OfficeWording.objects.create(
            **kept, office=east, owner=manager, review_on=today + timedelta(days=30 * number)
        )
    ReplyDraft.objects.create(
        office=east, case=case, author=caseworker, body=DRAFT, seen=case.version, entered={"turn": ["office"]}
    )
