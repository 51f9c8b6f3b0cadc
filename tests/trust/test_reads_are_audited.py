"""B-34: whatever staff look at, take away, are refused or change leaves exactly one entry in the log.

Each address of the back office has a row (`leaves.py`): what a visit writes down, what pressing its button does, or the
reason why it writes nothing. An address without a row fails.
"""

import json
import uuid
from collections import Counter

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from casework.audit.models import Entry
from casework.audit.services import session_mark
from casework.audit.verbs import Verb
from casework.cases.models import Case
from casework.scope import ALL, scoped
from tests.trust.leaves import CANARY, CASE_URL, ROWS, World
from tests.wall.urls import address, doors

OFFICE_DOORS = doors("office/")


@pytest.fixture
def world(assembly):
    return World(assembly)


@pytest.fixture
def enter(world, sign_in):
    """Signs one of the cast in."""
    return lambda name: sign_in(world.cast[name], on=Client())


def after(mark):
    with scoped(ALL):
        return list(Entry.objects.filter(pk__gt=mark).order_by("pk"))


def now():
    with scoped(ALL):
        return Entry.objects.order_by("pk").last().pk


def faults(entries, expected, *, door, method, actor, client):
    """What is wrong with what one request left in the log."""
    said = f"{method} /{door.route}"
    if Counter(entry.verb for entry in entries) != Counter(expected):
        yield f"{said}: wrote {[entry.verb for entry in entries]}, not {list(expected)}"
    for entry in entries:
        if entry.actor_id != actor.pk:
            yield f"{said}: {entry.verb} names another person"
        if entry.route != f"backoffice:{door.name}":
            yield f"{said}: {entry.verb} is from {entry.route or 'nowhere'}"
        if entry.session != session_mark(client.session.session_key):
            yield f"{said}: {entry.verb} names another session"
        if abs((timezone.now() - entry.at).total_seconds()) > 60:
            yield f"{said}: {entry.verb} is from another time"
        if CANARY in json.dumps([entry.subject, entry.reason, entry.detail]):
            yield f"{said}: {entry.verb} holds words of a case"


def test_every_address_has_a_row():
    new = {door.route for door in OFFICE_DOORS} - set(ROWS)
    assert not new, (
        f"What do these leave in the log? {sorted(new)}. Give each a Row in tests/trust/leaves.py: the verb of a look, "
        "the verb of what it does, or why it writes nothing."
    )
    silent = [route for route, row in ROWS.items() if not (row.looks or row.why)]
    assert silent == [], "a row that writes nothing says why"


def do(world, enter, door, row, method):
    """One request of a row, and what is wrong with its entries."""
    if row.first:
        getattr(world, row.first)()
    client = enter(row.who)
    data = world.fill(row.sends, client) if method == "POST" else {}
    mark = now()
    response = getattr(client, method.lower())("/" + address(door, world.values()).lstrip("/"), data)
    expected = [row.acts, *row.also] if method == "POST" else [row.looks] * bool(row.looks)
    if method == "POST" and response.status_code not in {200, 302}:
        return [f"POST /{door.route}: answered {response.status_code}, so nothing was proved"]
    response.getvalue()  # a download is read to its end
    actor = world.cast[row.who]
    return list(faults(after(mark), expected, door=door, method=method, actor=actor, client=client))


def test_looking_leaves_exactly_one_entry(world, enter, proof):
    looks = [(door, ROWS[door.route]) for door in OFFICE_DOORS if not ROWS[door.route].first]
    found = [
        fault
        for door, row in looks
        for method in ("GET", "HEAD")
        for fault in do(world, enter, door, row, method)
    ]
    proof("B-34", "looks at pages of the back office", tried=2 * len(looks), failures=found)


ACTS = [door for door in OFFICE_DOORS if door.route in ROWS and ROWS[door.route].acts]


@pytest.mark.parametrize("door", ACTS, ids=lambda door: door.name)
def test_acting_leaves_exactly_one_entry(world, enter, proof, door):
    found = do(world, enter, door, ROWS[door.route], "POST")
    proof("B-34", f"what {door.name} does", tried=1, failures=found)


def test_what_a_guest_reads_is_in_the_logs_of_both_offices(world, enter, proof):
    world.sharing()
    client, eve = enter("eve"), world.cast["eve"]
    door = next(each for each in OFFICE_DOORS if each.route == CASE_URL)
    mark = now()
    client.get(address(door, world.values()))
    entries = after(mark)
    expected = [Verb.CASE_READ, Verb.CASE_READ]
    found = list(faults(entries, expected, door=door, method="GET", actor=eve, client=client))
    offices = {entry.office_id for entry in entries}
    if offices != {world.assembly.office.pk, world.assembly.sister.pk}:
        found.append("one of the offices does not see that its case was read")
    proof("B-34", "what guests read", tried=1, failures=found)


PREPARED = [door for door in ACTS if ROWS[door.route].first]


@pytest.mark.parametrize("door", PREPARED, ids=lambda door: door.name)
def test_looking_before_acting_leaves_one_too(world, enter, proof, door):
    found = do(world, enter, door, ROWS[door.route], "GET")
    proof("B-34", f"the page of {door.name}", tried=1, failures=found)


SEARCHES = [
    {"q": CANARY},
    {"turn": "office"},
    {"view": "closed"},
    {"owner": "no-one", "q": CANARY},
    {"after": "LA-2222-2222"},
]


def test_a_search_leaves_one_entry_without_its_words(world, enter, proof):
    client, door = enter("ben"), next(each for each in OFFICE_DOORS if each.route == "office/cases/")
    found = []
    for query in SEARCHES:
        mark = now()
        client.get("/office/cases/", query)
        actor = world.cast["ben"]
        found += faults(after(mark), [Verb.LIST_READ], door=door, method="GET", actor=actor, client=client)
    proof("B-34", "searches of the list of cases", tried=len(SEARCHES), failures=found)


TO_A_CASE = [door for door in OFFICE_DOORS if "reference" in door.arguments]


def shape(entry):
    return (entry.verb, entry.office_id, entry.actor_id, entry.reason, entry.detail, entry.route)


def test_a_refusal_leaves_one_entry_the_same_for_not_yours_and_not_there(world, enter, proof):
    client, cat = enter("cat"), world.cast["cat"]
    nothing = {name: uuid.uuid4() for name in world.values()} | {"reference": "LA-2222-2222"}
    found = []
    for door in TO_A_CASE:
        for method in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"):
            shapes = []
            for values in (world.values(), nothing):
                mark = now()
                getattr(client, method.lower())(address(door, values))
                entries = after(mark)
                found += faults(entries, [Verb.REFUSED], door=door, method=method, actor=cat, client=client)
                shapes.append([shape(entry) for entry in entries])
                if any(entry.subject != values["reference"] for entry in entries):
                    found.append(f"{method} /{door.route}: the entry does not say what was typed")
            if shapes[0] != shapes[1]:
                found.append(f"{method} /{door.route}: the log tells not yours from not there")
    proof("B-34", "refused cases of others", tried=14 * len(TO_A_CASE), failures=found)


def test_who_may_not_act_is_written_down_though_the_act_is_rolled_back(world, enter, proof):
    """For people who only read: the refusal stands, and nothing else that the request began."""
    client, fay = enter("fay"), world.cast["fay"]
    working = [door for door in TO_A_CASE if ROWS[door.route].acts]
    found = []
    for door in working:
        mark = now()
        client.post(address(door, world.values()), world.fill(ROWS[door.route].sends, client))
        found += faults(after(mark), [Verb.REFUSED], door=door, method="POST", actor=fay, client=client)
    proof("B-34", "refused acts of those who only read", tried=len(working), failures=found)


def test_an_act_that_fails_leaves_nothing_but_its_refusal(world, enter, monkeypatch):
    """The entry of an act is written in its transaction: both stand or neither."""
    client = enter("ben")
    client.raise_request_exception = False
    monkeypatch.setattr(Case, "full_clean", lambda case: 1 / 0)
    mark = now()
    response = client.post(
        reverse("backoffice:close", args=[world.case.reference]), {"outcome": "It is mended."}
    )
    assert response.status_code == 500
    assert after(mark) == []


def test_a_form_that_another_site_sent_is_a_refusal_that_says_where(world, sign_in):
    client = sign_in(world.cast["ben"], on=Client(enforce_csrf_checks=True))
    mark = now()
    client.post(reverse("backoffice:note", args=[world.case.reference]), {"body": "x"})
    [entry] = after(mark)
    assert (entry.verb, entry.route) == (Verb.REFUSED, "backoffice:note")


def test_the_proof_finds_a_page_that_writes_nothing(world, enter, monkeypatch):
    monkeypatch.setattr("backoffice.cases.pages.record", lambda *args, **facts: None)
    door = next(each for each in OFFICE_DOORS if each.route == CASE_URL)
    assert do(world, enter, door, ROWS[CASE_URL], "GET")


def test_the_proof_finds_words_of_a_case_in_the_log(world, enter, monkeypatch):
    from backoffice.cases import pages

    write = pages.record
    monkeypatch.setattr(pages, "record", lambda *args, **facts: write(*args, **facts | {"about": CANARY}))
    door = next(each for each in OFFICE_DOORS if each.route == CASE_URL)
    assert any("holds words" in fault for fault in do(world, enter, door, ROWS[CASE_URL], "GET"))
