"""Polls of open pages: they show no case, write nothing, and never count as activity."""

import uuid

import pytest

from accounts.middleware import SEEN_AT
from casework.audit.models import Entry
from casework.cases.services.case import assign
from casework.cases.services.messages.message import add_note, receive_message
from casework.cases.services.messages.presence import note_writing
from casework.cases.services.safety.risk import raise_risk
from casework.wall.scope import ALL, scoped
from tests import factories

QUEUE = "/office/cases/"
BY_SCRIPT = {"Sec-Fetch-Dest": "empty"}


def page_of(case):
    return f"/office/cases/{case.reference}/"


def asked(client, path, query=""):
    """Open a page and ask whether it has changed: a function that returns the status."""
    mark = client.get(f"{path}?{query}").context["mark"]
    return lambda: client.get(f"{path}live/?{query}&mark={mark}", headers=BY_SCRIPT).status_code


@pytest.mark.parametrize("query", ["", "view=closed", "view=mine", "sort=-from", "turn=office", "after=x"])
def test_queue_that_shows_what_holds_gets_no_content(desk, ben, case, query):
    assert asked(desk(ben), QUEUE, query)() == 204


def test_queue_asks_about_its_own_page_of_the_list(desk, ben, office):
    for _each in range(52):
        factories.case(office=office)
    client = desk(ben)
    second = client.get(QUEUE).context["next"].partition("?")[2]
    assert len(client.get(f"{QUEUE}?{second}").context["page"].cases) == 2
    changed = asked(client, QUEUE, second)
    assert changed() == 204
    factories.case(office=office)
    assert changed() == 200


def test_queue_with_a_case_at_risk_gets_no_content_until_something_changes(desk, ben, case, office):
    other = factories.case(office=office)
    with scoped(ALL):
        raise_risk(case=other, kind="life", by=None)
    changed = asked(desk(ben), QUEUE)
    assert changed() == 204
    with scoped(ALL):
        assign(case=case, to=ben, by=ben)
    assert changed() == 200


def test_queue_has_not_changed_when_another_office_works(desk, ben, case, assembly):
    changed = asked(desk(ben), QUEUE)
    rival = factories.case(office=assembly.rival)
    with scoped(ALL):
        assign(case=rival, to=assembly.cat, by=assembly.cat)
    assert changed() == 204


def test_case_has_changed_after_a_note_a_message_or_a_risk(desk, ben, dev, ada, case):
    client = desk(ben)
    acts = [
        lambda: add_note(case=case, body="Ring them", by=dev, once=uuid.uuid4()),
        lambda: receive_message(case=case, body="More", by=ada, once=uuid.uuid4()),
        lambda: raise_risk(case=case, kind="life", by=None),
        lambda: note_writing(case=case, by=dev),
    ]
    for act in acts:
        changed = asked(client, page_of(case))
        assert changed() == 204
        with scoped(ALL):
            act()
        assert changed() == 200


def test_own_typing_is_no_change(desk, ben, case):
    changed = asked(desk(ben), page_of(case))
    with scoped(ALL):
        note_writing(case=case, by=ben)
    assert changed() == 204


def test_asking_writes_no_entry_and_keeps_no_session_alive(desk, ben, case):
    client = desk(ben)
    polls = [asked(client, QUEUE), asked(client, page_of(case))]
    session = client.session
    session[SEEN_AT] -= 600
    session.save()
    seen = client.session[SEEN_AT]
    with scoped(ALL):
        before = Entry.objects.count()
    for changed in polls:
        changed()
    with scoped(ALL):
        assert Entry.objects.count() == before
    assert client.session[SEEN_AT] == seen


def test_case_of_another_office_is_not_there(desk, assembly, case):
    assert desk(assembly.eve).get(f"{page_of(case)}live/").status_code == 404
