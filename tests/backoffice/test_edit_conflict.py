"""Two people on one case: presence warnings and edit conflicts that keep the typed text."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from casework.cases.models import Case, Presence
from casework.cases.services.messages.message import add_note
from casework.cases.services.messages.presence import LASTS, forget_presence, note_writing
from casework.cases.services.turn import set_turn
from casework.cases.turns import Turn
from casework.wall.scope import ALL, office_scope, scoped
from tests import factories


def to(name, case):
    return reverse(f"backoffice:{name}", args=[case.reference])


def reloaded(case):
    with scoped(ALL):
        return Case.objects.get(pk=case.pk)


def fields_of_page(case, **more):
    """Return the hidden fields of a page opened now, with `more`."""
    return {"seen": reloaded(case).version, "looked_at": timezone.now().isoformat()} | more


def reply(case, **more):
    return fields_of_page(case, body="My own words", turn="office", once=uuid.uuid4()) | more


def test_colleague_is_warned_that_someone_is_writing(desk, ben, dev, case):
    desk(ben).post(to("draft", case), {"body": "Dear Ada"})
    page = desk(dev).get(to("case_detail", case)).text
    assert "Ben is writing a reply here since" in page
    assert page.index("Ben is writing") < page.index('id="reply"')


def test_writer_is_not_warned_of_themselves(desk, ben, case):
    client = desk(ben)
    client.post(to("draft", case), {"body": "Dear Ada"})
    assert "is writing a reply here" not in client.get(to("case_detail", case)).text


def test_warning_ends_with_the_reply(desk, ben, dev, case):
    client = desk(ben)
    client.post(to("draft", case), {"body": "Dear Ada"})
    client.post(to("reply", case), reply(case))
    assert "is writing a reply here" not in desk(dev).get(to("case_detail", case)).text


def test_warning_expires_and_its_row_is_deleted(desk, ben, dev, case):
    with scoped(office_scope(case.office_id)):
        note_writing(case=case, by=ben)
        Presence.objects.update(since=timezone.now() - 2 * LASTS, until=timezone.now() - timedelta(seconds=1))
    assert "is writing a reply here" not in desk(dev).get(to("case_detail", case)).text
    assert forget_presence() == 1


def test_repeated_announcement_keeps_the_start_time(ben, case):
    with scoped(office_scope(case.office_id)):
        first = note_writing(case=case, by=ben)
        again = note_writing(case=case, by=ben)
        assert (again.pk, again.since) == (first.pk, first.since)
        assert again.until > first.until


def test_query_count_does_not_grow_with_writers(desk, assembly, case, django_assert_num_queries):
    client = desk(assembly.dev)
    with scoped(ALL):
        note_writing(case=case, by=factories.staff("Max", office=assembly.office))
    client.get(to("case_detail", case))
    with CaptureQueriesContext(connection) as few:
        client.get(to("case_detail", case))
    with scoped(ALL):
        for name in ("Gus", "Hal"):
            note_writing(case=case, by=factories.staff(name, office=assembly.office))
    with django_assert_num_queries(len(few)):
        client.get(to("case_detail", case))


@pytest.mark.parametrize(
    ("act", "fields", "kept"),
    [
        ("turn", {"turn": "third-party", "waiting_on": "The fire brigade"}, "The fire brigade"),
        ("close", {"outcome": "All is mended"}, "All is mended"),
    ],
)
def test_edit_conflict_keeps_the_text_shows_the_change_and_can_be_confirmed(
    desk, ben, dev, case, act, fields, kept
):
    sent = fields_of_page(case, **fields)
    with scoped(office_scope(case.office_id)):
        set_turn(case=case, by=dev, turn=Turn.THIRD_PARTY, waiting_on="Transport for London")
    client = desk(ben)
    response = client.post(to(act, case), sent)
    assert response.status_code == 422
    assert kept in response.text
    conflict = response.text.split("What happened meanwhile")[1]
    assert conflict.index("Transport for London") < conflict.index(kept)
    form = response.context["form"]
    again = client.post(to(act, case), sent | {"seen": form["seen"].value()})
    assert again.status_code == 302
    assert reloaded(case).waiting_on == ("" if act == "close" else fields.get("waiting_on", ""))


def test_assigning_a_reassigned_case_is_an_edit_conflict(desk, ben, dev, case):
    with scoped(ALL):
        memberships = {user: user.memberships.get().uuid for user in (ben, dev)}
    sent = fields_of_page(case)
    client = desk(ben)
    client.post(to("assign", case), sent | {"owner": memberships[dev]})
    response = client.post(to("assign", case), sent | {"owner": memberships[ben]})
    assert response.status_code == 422
    assert "owner: <bdi>Dev</bdi>" in response.text
    assert reloaded(case).assignee == dev


def test_closing_a_closed_case_keeps_the_first_outcome(desk, ben, case):
    client, sent = desk(ben), fields_of_page(case)
    client.post(to("close", case), sent | {"outcome": "The lift works"})
    response = client.post(to("close", case), sent | {"outcome": "The lift is gone"})
    assert response.status_code == 422
    assert "The lift works" in response.text
    assert "The lift is gone" in response.text
    again = client.post(to("close", case), fields_of_page(case, outcome="The lift is gone"))
    assert "Open this case again first" in again.text
    assert reloaded(case).outcome == "The lift works"


def test_double_click_is_not_an_edit_conflict(desk, ben, case):
    client, sent = desk(ben), fields_of_page(case)
    for _click in range(2):
        assert client.post(to("close", case), sent | {"outcome": "The lift works"}).status_code == 302


def test_turn_on_a_closed_case_is_refused_and_keeps_the_text(desk, ben, case):
    client, sent = desk(ben), fields_of_page(case, turn="third-party", waiting_on="The fire brigade")
    client.post(to("close", case), {"outcome": "Done"})
    response = client.post(to("turn", case), sent)
    assert response.status_code == 422
    assert "The fire brigade" in response.text


def test_note_is_saved_despite_an_edit_conflict(desk, ben, dev, case):
    sent = fields_of_page(case, body="Call on Monday", once=uuid.uuid4())
    with scoped(office_scope(case.office_id)):
        add_note(case=case, by=dev, body="Do not call", once=uuid.uuid4())
    page = desk(ben).post(to("note", case), sent, follow=True).text
    assert "something else came while you were writing" in page
    assert "Call on Monday" in page


def test_guest_office_sees_no_writers(ben, assembly, case):
    with scoped(office_scope(case.office_id)):
        note_writing(case=case, by=ben)
    with scoped(office_scope(assembly.sister.pk)):
        assert not Presence.objects.visible_to(assembly.eve).exists()
