"""B-34: each page that staff view, export, are refused or change leaves exactly one entry in the log.

Each back-office URL has a row (`rows.py`): the entry of a visit, of its button, or the reason for none. A URL without
a row fails.
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
from casework.wall.scope import ALL, scoped
from tests.trust.audited_world import World
from tests.trust.row import CANARY
from tests.trust.rows import CASE_URL, ROWS
from tests.wall.urls import address, url_patterns

OFFICE_URLS = url_patterns("office/")


@pytest.fixture
def world(assembly):
    return World(assembly)


@pytest.fixture
def enter(world, sign_in):
    """Sign one of the cast in."""
    return lambda name: sign_in(world.cast[name], on=Client())


def after(mark):
    with scoped(ALL):
        return list(Entry.objects.filter(pk__gt=mark).order_by("pk"))


def now():
    with scoped(ALL):
        return Entry.objects.order_by("pk").last().pk


def faults(entries, expected, *, url_pattern, method, actor, client):
    """Yield what is wrong with the log entries of one request."""
    said = f"{method} /{url_pattern.route}"
    if Counter(entry.verb for entry in entries) != Counter(expected):
        yield f"{said}: wrote {[entry.verb for entry in entries]}, not {list(expected)}"
    for entry in entries:
        if entry.actor_id != actor.pk:
            yield f"{said}: {entry.verb} names another person"
        if entry.route != f"backoffice:{url_pattern.name}":
            yield f"{said}: {entry.verb} is from {entry.route or 'nowhere'}"
        if entry.session != session_mark(client.session.session_key):
            yield f"{said}: {entry.verb} names another session"
        if abs((timezone.now() - entry.at).total_seconds()) > 60:
            yield f"{said}: {entry.verb} is from another time"
        if CANARY in json.dumps([entry.subject, entry.reason, entry.detail]):
            yield f"{said}: {entry.verb} holds words of a case"


def test_every_back_office_url_has_an_audit_row():
    new = {url_pattern.route for url_pattern in OFFICE_URLS} - set(ROWS)
    assert not new, (
        f"What do these leave in the log? {sorted(new)}. Give each a Row in tests/trust/rows.py: the verb of a look, "
        "the verb of what it does, or why it writes nothing."
    )
    silent = [route for route, row in ROWS.items() if not (row.looks or row.why)]
    assert silent == [], "a row that writes nothing says why"


def do(world, enter, url_pattern, row, method):
    """Make one request of a row, and return what is wrong with its entries."""
    if row.first:
        getattr(world, row.first)()
    client = enter(row.who)
    data = world.fill(row.sends, client) if method == "POST" else {}
    mark = now()
    response = getattr(client, method.lower())("/" + address(url_pattern, world.values()).lstrip("/"), data)
    expected = [row.acts, *row.also] if method == "POST" else [row.looks] * bool(row.looks)
    if method == "POST" and response.status_code not in {200, 302}:
        return [f"POST /{url_pattern.route}: answered {response.status_code}, so nothing was proved"]
    response.getvalue()  # a download is read to its end
    actor = world.cast[row.who]
    return list(
        faults(after(mark), expected, url_pattern=url_pattern, method=method, actor=actor, client=client)
    )


def test_get_writes_exactly_one_audit_entry(world, enter, proof):
    looks = [
        (url_pattern, ROWS[url_pattern.route])
        for url_pattern in OFFICE_URLS
        if not ROWS[url_pattern.route].first
    ]
    found = [
        fault
        for url_pattern, row in looks
        for method in ("GET", "HEAD")
        for fault in do(world, enter, url_pattern, row, method)
    ]
    proof("B-34", "looks at pages of the back office", tried=2 * len(looks), failures=found)


ACTS = [
    url_pattern for url_pattern in OFFICE_URLS if url_pattern.route in ROWS and ROWS[url_pattern.route].acts
]


@pytest.mark.parametrize("url_pattern", ACTS, ids=lambda url_pattern: url_pattern.name)
def test_post_writes_exactly_one_audit_entry(world, enter, proof, url_pattern):
    found = do(world, enter, url_pattern, ROWS[url_pattern.route], "POST")
    proof("B-34", f"what {url_pattern.name} does", tried=1, failures=found)


def test_read_of_shared_case_is_logged_for_both_offices(world, enter, proof):
    world.sharing()
    client, eve = enter("eve"), world.cast["eve"]
    url_pattern = next(each for each in OFFICE_URLS if each.route == CASE_URL)
    mark = now()
    client.get(address(url_pattern, world.values()))
    entries = after(mark)
    expected = [Verb.CASE_READ, Verb.CASE_READ]
    found = list(faults(entries, expected, url_pattern=url_pattern, method="GET", actor=eve, client=client))
    offices = {entry.office_id for entry in entries}
    if offices != {world.assembly.office.pk, world.assembly.sister.pk}:
        found.append("one of the offices does not see that its case was read")
    proof("B-34", "what guests read", tried=1, failures=found)


PREPARED = [url_pattern for url_pattern in ACTS if ROWS[url_pattern.route].first]


@pytest.mark.parametrize("url_pattern", PREPARED, ids=lambda url_pattern: url_pattern.name)
def test_get_of_action_page_writes_one_audit_entry(world, enter, proof, url_pattern):
    found = do(world, enter, url_pattern, ROWS[url_pattern.route], "GET")
    proof("B-34", f"the page of {url_pattern.name}", tried=1, failures=found)


SEARCHES = [
    {"q": CANARY},
    {"turn": "office"},
    {"view": "closed"},
    {"owner": "no-one", "q": CANARY},
    {"after": "LA-2222-2222"},
]


def test_search_writes_one_audit_entry_without_the_query(world, enter, proof):
    client, url_pattern = enter("ben"), next(each for each in OFFICE_URLS if each.route == "office/cases/")
    found = []
    for query in SEARCHES:
        mark = now()
        client.get("/office/cases/", query)
        actor = world.cast["ben"]
        found += faults(
            after(mark), [Verb.LIST_READ], url_pattern=url_pattern, method="GET", actor=actor, client=client
        )
    proof("B-34", "searches of the list of cases", tried=len(SEARCHES), failures=found)


TO_A_CASE = [url_pattern for url_pattern in OFFICE_URLS if "reference" in url_pattern.arguments]


def shape(entry):
    return (entry.verb, entry.office_id, entry.actor_id, entry.reason, entry.detail, entry.route)


@pytest.mark.slow
def test_refusal_entry_is_the_same_for_foreign_and_missing_case(world, enter, proof):
    client, cat = enter("cat"), world.cast["cat"]
    nothing = {name: uuid.uuid4() for name in world.values()} | {"reference": "LA-2222-2222"}
    found = []
    for url_pattern in TO_A_CASE:
        for method in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"):
            shapes = []
            for values in (world.values(), nothing):
                mark = now()
                getattr(client, method.lower())(address(url_pattern, values))
                entries = after(mark)
                found += faults(
                    entries, [Verb.REFUSED], url_pattern=url_pattern, method=method, actor=cat, client=client
                )
                shapes.append([shape(entry) for entry in entries])
                if any(entry.subject != values["reference"] for entry in entries):
                    found.append(f"{method} /{url_pattern.route}: the entry does not say what was typed")
            if shapes[0] != shapes[1]:
                found.append(f"{method} /{url_pattern.route}: the log tells not yours from not there")
    proof("B-34", "refused cases of others", tried=14 * len(TO_A_CASE), failures=found)


def test_refusal_is_logged_when_the_action_is_rolled_back(world, enter, proof):
    """For read-only people: the refusal is logged, and nothing else that the request began."""
    client, fay = enter("fay"), world.cast["fay"]
    working = [url_pattern for url_pattern in TO_A_CASE if ROWS[url_pattern.route].acts]
    found = []
    for url_pattern in working:
        mark = now()
        client.post(address(url_pattern, world.values()), world.fill(ROWS[url_pattern.route].sends, client))
        found += faults(
            after(mark), [Verb.REFUSED], url_pattern=url_pattern, method="POST", actor=fay, client=client
        )
    proof("B-34", "refused acts of those who only read", tried=len(working), failures=found)


def test_failed_action_writes_only_its_refusal(world, enter, monkeypatch):
    """An act and its entry are one transaction."""
    client = enter("ben")
    client.raise_request_exception = False
    monkeypatch.setattr("casework.cases.services.case.Case.save", lambda *args, **facts: 1 / 0)
    mark = now()
    response = client.post(
        reverse("backoffice:close", args=[world.case.reference]), {"outcome": "It is mended."}
    )
    assert response.status_code == 500
    assert after(mark) == []


def test_cross_site_form_is_logged_as_refusal_with_its_origin(world, sign_in):
    client = sign_in(world.cast["ben"], on=Client(enforce_csrf_checks=True))
    mark = now()
    client.post(reverse("backoffice:note", args=[world.case.reference]), {"body": "x"})
    [entry] = after(mark)
    assert (entry.verb, entry.route) == (Verb.REFUSED, "backoffice:note")


def test_page_without_audit_entry_is_detected(world, enter, monkeypatch):
    monkeypatch.setattr("backoffice.cases.case.pages.record", lambda *args, **facts: None)
    url_pattern = next(each for each in OFFICE_URLS if each.route == CASE_URL)
    assert do(world, enter, url_pattern, ROWS[CASE_URL], "GET")


def test_case_text_in_audit_entry_is_detected(world, enter, monkeypatch):
    from backoffice.cases.case import pages

    write = pages.record
    monkeypatch.setattr(pages, "record", lambda *args, **facts: write(*args, **facts | {"about": CANARY}))
    url_pattern = next(each for each in OFFICE_URLS if each.route == CASE_URL)
    assert any("holds words" in fault for fault in do(world, enter, url_pattern, ROWS[CASE_URL], "GET"))
