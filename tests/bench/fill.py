"""The same cases on every run: messages, people, log entries and settled mail, for several offices.

It takes the structure of one demo case and writes the others in batches. It needs the scope of all offices.
"""

import random
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from itertools import count
from uuid import UUID

from accounts.models import User
from casework.audit.models import Entry as LogEntry
from casework.audit.verbs import Verb
from casework.cases.models import Activity, Case, Message, Note, Topic
from casework.cases.references import ALPHABET, LENGTH, with_check_character
from casework.cases.services.search import CASE, PERSON
from casework.cases.turns import Turn
from casework.constituents.models import Constituent, ContactPoint
from casework.outbox.models import OutboxMessage
from casework.places.models import Borough
from casework.search import store
from casework.search.store import Entry
from casework.search.tokens import name_tokens, tokens_of

BATCH = 2_000
OPEN_OF = 5  # one in so many cases is open
MESSAGES = 3  # a case
LONG = 50  # messages of the case that the case page is measured with
BEGAN = datetime(2025, 1, 6, 9, tzinfo=UTC)
WORDS = [
    "lift",
    "bus",
    "street",
    "road",
    "station",
    "repair",
    "council",
    "letter",
    "answer",
    "night",
    "noise",
]
COMMON = "lift"  # in nearly every case
RARE, RARE_OF = "weighbridge", 1_000  # in one of so many cases
QUESTIONS = [
    ("Is it safe for us to send emails to you?", "Yes"),
    ("Does anyone else use this device?", "No"),
    ("Is this about a problem, a question or something else?", "A problem that I want put right"),
    ("Who is this about?", "Me"),
    ("What would help you most?", "A date by which it will be repaired."),
    ("Have you asked anyone else for help with this already?", "The council, in October"),
    ("Which language should we answer in?", "English"),
]
READ = [Verb.CASE_READ] * 5
READ_IN = {"route": "backoffice:case_detail", "session": "0123456789abcdef"}
_numbers = count(1)


def add_cases(office, number):
    """Add this many cases to one office, each of a different person."""
    rng = random.Random(f"{office.slug} {number}")
    given = _facts(office)
    for start in range(0, number, BATCH):
        _batch(office, min(BATCH, number - start), rng, given)


def _facts(office):
    """Return what cases of this office can refer to, and a sample mail; read once."""
    like = office.cases.filter(closed_at=None).first()
    return {
        "like": like,
        "topics": list(Topic.objects.order_by("pk")),
        "boroughs": list(Borough.objects.order_by("pk")),
        "staff": list(User.objects.filter(memberships__office=office).order_by("pk")) or [None],
    }


def _batch(office, number, rng, given):
    people = Constituent.objects.bulk_create(
        Constituent(office=office, name=f"{rng.choice(WORDS).title()} {rng.choice(WORDS).title()} {n}")
        for n in range(number)
    )
    ContactPoint.objects.bulk_create(
        ContactPoint(office=office, constituent=each, kind="email", value=f"person{each.pk}@people.example")
        for each in people
    )
    cases = Case.objects.bulk_create(_case(office, person, rng, given) for person in people)
    mails = OutboxMessage.objects.bulk_create(_mail(case) for case in cases)
    messages = Message.objects.bulk_create(
        _message(case, n, rng, given, mail)
        for case, mail in zip(cases, mails, strict=True)
        for n in range(MESSAGES)
    )
    _index(cases, messages)
    Activity.objects.bulk_create(row for case in cases for row in _activities(case, given))
    LogEntry.objects.bulk_create(row for case in cases for row in _entries(case, given))


def _index(cases, messages):
    """Index what a search finds of new cases and their people, without reading each from the database again."""
    said = defaultdict(set)
    for message in messages:
        said[message.case_id] |= tokens_of(message.body)
    for case in cases:
        person, facts = case.constituent, {"office": case.office_id, "at": case.opened_at}
        name = name_tokens(person.name) | tokens_of(f"person{person.pk}@people.example")
        store.put(Entry(kind=PERSON, thing=person.pk, facts=name, **facts))
        named = name | tokens_of(case.subject) | tokens_of(case.reference)
        store.put(Entry(kind=CASE, thing=case.pk, facts=named, words=said[case.pk], **facts))


def _uuid(number):
    return UUID(int=0xBE9C4 << 100 | number)


def _reference(number):
    """Return a unique reference that looks random."""
    left = number * 16_807_000_777 % len(ALPHABET) ** LENGTH
    body = ""
    for _ in range(LENGTH):
        left, character = divmod(left, len(ALPHABET))
        body += ALPHABET[character]
    return with_check_character(body)


def _case(office, person, rng, given):
    opened = BEGAN + timedelta(minutes=rng.randrange(600_000))
    turn = rng.choice([Turn.OFFICE, Turn.CONSTITUENT, Turn.THIRD_PARTY])
    is_open = rng.randrange(OPEN_OF) == 0
    state = {
        "closed_at": opened + timedelta(days=20),
        "ending": Case.Ending.OFFICE,
        "outcome": "Put right",
        "turn": Turn.NOBODY,
    }
    if is_open:
        next_on = (opened + timedelta(days=rng.randrange(60))).date() if rng.randrange(3) else None
        third = "Transport for London" if turn == Turn.THIRD_PARTY else ""
        state = {"turn": turn, "waiting_on": third, "next_on": next_on}
    return Case(
        reference=_reference(next(_numbers)),
        office=office,
        member=given["like"].member,
        constituent=person,
        assignee=rng.choice([*given["staff"], None]),
        kind=given["like"].kind,
        nature=given["like"].nature,
        topic=rng.choice(given["topics"]),
        borough=rng.choice(given["boroughs"]),
        subject=f"{rng.choice(WORDS).title()} and {rng.choice(WORDS)} in our {rng.choice(WORDS)}",
        answers=[{"question": question, "answer": answer} for question, answer in QUESTIONS],
        opened_at=opened,
        waiting_since=opened + timedelta(hours=rng.randrange(400)),
        **state,
    )


def _message(case, n, rng, given, mail=None):
    answer = n % 2 == 1
    return Message(
        uuid=_uuid(next(_numbers)),
        office_id=case.office_id,
        case=case,
        direction="out" if answer else "in",
        body=_body(case, n, rng),
        author=given["staff"][0] if answer else None,
        is_unverified=not answer,
        at=case.opened_at + timedelta(days=n, minutes=rng.randrange(600)),
        alert=mail.uuid if answer and mail else None,
    )


def _body(case, n, rng):
    words = rng.choices(WORDS, k=60)
    return " ".join([*words, RARE] if n == 0 and case.pk % RARE_OF == 0 else words)


def _mail(case):
    sent = case.opened_at + timedelta(days=1)
    number = next(_numbers)
    return OutboxMessage(
        uuid=_uuid(number),
        office_id=case.office_id,
        purpose="case.alert",
        message_id=f"<{number}@assembly.example>",
        raw=b"",
        recipients=[f"person{case.constituent_id}@people.example"],
        created_at=sent,
        due_at=sent,
        give_up_at=sent + timedelta(days=5),
        attempts=1,
        handed_over_at=sent,
        sent_at=sent,
    )


def _activities(case, given):
    facts = {"office_id": case.office_id, "case": case}
    yield Activity(**facts, verb="raised", shown=True, detail={"member": "A. Member"}, at=case.opened_at)
    at = case.opened_at + timedelta(days=1)
    yield Activity(**facts, verb="turn", shown=True, detail={"turn": "constituent", "waiting_on": ""}, at=at)
    if case.closed_at:
        outcome = {"outcome": case.outcome}
        yield Activity(**facts, verb="closed", shown=True, detail=outcome, at=case.closed_at)


def _entries(case, given):
    person = given["staff"][0]
    for n, verb in enumerate([Verb.CASE_OPENED, *READ, Verb.REPLY_SENT, Verb.CASE_TURN_SET]):
        yield LogEntry(
            uuid=_uuid(next(_numbers)),
            at=case.opened_at + timedelta(days=n),
            office_id=case.office_id,
            actor_id=person and person.pk,
            verb=verb,
            subject=case.reference,
            **READ_IN,
        )


def lengthen(case):
    """Give a case the fifty messages, notes and events with which the case page is measured."""
    rng, given = random.Random(case.reference), _facts(case.office)
    mails = OutboxMessage.objects.bulk_create(_mail(case) for _ in range(LONG))
    Message.objects.bulk_create(
        _message(case, n, rng, given, mails[n]) for n in range(case.messages.count(), LONG)
    )
    Note.objects.bulk_create(
        Note(office_id=case.office_id, case=case, body="Ask again. " * 5, author=given["staff"][0])
        for _ in range(5)
    )
    Activity.objects.bulk_create(row for _ in range(4) for row in list(_activities(case, given))[1:])
