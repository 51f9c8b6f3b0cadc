"""B-27: two people act on one case at the same moment: nothing is lost, and the second one sees both."""

import re
import uuid
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from threading import Barrier

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from casework.cases.models import Activity, Message, Note
from casework.cases.services import turn
from casework.wall.scope import ALL, scoped
from tests import factories

ALWAYS = {"note", "message"}  # takes nothing away from others, so it is never refused
PAIRS = [
    ("reply", "reply"),
    ("reply", "turn"),
    ("reply", "close"),
    ("reply", "note"),
    ("reply", "message"),
    ("turn", "turn"),
    ("turn", "close"),
    ("turn", "message"),
    ("close", "close"),
    ("assign", "assign"),
]
TRIES = 100  # of each pair: 50 x 20 in all


def fields(act, words, case, owner):
    """Return the fields of a page that was opened before either acted."""
    looked = {"seen": case.version, "looked_at": timezone.now().isoformat(), "once": uuid.uuid4()}
    return (
        looked
        | {
            "reply": {"body": words, "turn": "office"},
            "note": {"body": words},
            "message": {"body": words},
            "turn": {"turn": "third-party", "waiting_on": words},
            "close": {"outcome": words},
            "assign": {"owner": owner},
        }[act]
    )


def stands(case, words):
    """Return how often these words occur on the case."""
    with scoped(ALL):
        said = Message.objects.filter(case=case, body=words).count()
        noted = Note.objects.filter(case=case, body=words).count()
        happened = [row.detail for row in Activity.objects.filter(case=case)]
        return said + noted + sum(words in detail.values() for detail in happened)


def send(cookies, act, case, sent, together):
    client = Client()
    client.cookies = cookies
    front = "portal:my_case" if act == "message" else f"backoffice:{act}"
    together.wait(timeout=30)
    try:
        answer = client.post(reverse(front, args=[case.reference]), sent)
        return answer if refused_draft(answer) is None else client.get(refused_draft(answer))
    finally:
        connections.close_all()


def refused_draft(answer):
    """Return the address of the draft in which the text of a refused reply was kept, None if it was not refused."""
    address = answer.headers.get("Location", "")
    return address if "look=check" in address else None


def trouble(case, acts, words, answers):
    """Return what went wrong in one collision, a line each."""
    done = [answer.status_code == 302 for answer in answers]
    if not any(done):
        yield f"{acts}: neither was done"
    if all(done) and not set(acts) & ALWAYS:
        yield f"{acts}: both were done, and one of them unseen"
    for act, own, other, answer in zip(acts, words, words[::-1], answers, strict=True):
        page = unescape(answer.text)
        if answer.status_code == 302 and stands(case, own) != 1:
            yield f"{act} of {acts}: done, but it stands {stands(case, own)} times"
        elif answer.status_code != 302:
            if act in ALWAYS or answer.status_code != (200 if act == "reply" else 422):
                yield f"{act} of {acts}: answered {answer.status_code}"
            if stands(case, own):
                yield f"{act} of {acts}: refused, but it stands on the case"
            if own not in page:
                yield f"{act} of {acts}: the text of who came second is gone"
            if other not in re.sub(r"<(select|option).*?>", "", page):
                yield f"{act} of {acts}: who came second does not see what the first did"


def collide(assembly, cookies, acts, number):
    """Collide on a new case, and return what went wrong."""
    case = factories.case(office=assembly.office, raised_by=assembly.ada)
    words = [f"first words {number}", f"second words {number}"]
    if acts[0] == "assign":
        words = ["Ben", "Dev"]
    with scoped(ALL):
        owners = [person.memberships.get().uuid for person in (assembly.ben, assembly.dev)]
    whose = ["ben", "ada" if acts[1] == "message" else "dev"]
    together = Barrier(2)
    with ThreadPoolExecutor(2) as pool:
        waiting = [
            pool.submit(send, cookies[who].copy(), act, case, fields(act, said, case, owner), together)
            for who, act, said, owner in zip(whose, acts, words, owners, strict=True)
        ]
        answers = [each.result() for each in waiting]
    return list(trouble(case, acts, words, answers))


@pytest.fixture
def cookies(assembly, sign_in):
    people = {"ben": assembly.ben, "dev": assembly.dev, "ada": assembly.ada}
    return {name: sign_in(person, on=Client()).cookies for name, person in people.items()}


@pytest.mark.django_db(transaction=True)
def test_concurrent_actions_on_a_case_lose_no_data(assembly, cookies, amount, proof):
    tries, lost = amount(1, TRIES), []
    for number in range(tries):
        for acts in PAIRS:
            lost += collide(assembly, cookies, acts, number)
    proof("B-27", "collisions of two people on one case", tried=tries * len(PAIRS), failures=lost)


@pytest.mark.django_db(transaction=True)
def test_lost_update_without_version_check_is_detected(assembly, cookies, monkeypatch):
    monkeypatch.setattr(turn, "refuse_edit_conflict", lambda case, seen: None)
    assert "both were done" in str(collide(assembly, cookies, ("turn", "turn"), 1))
