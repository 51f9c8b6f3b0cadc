"""Two people on one case: each hears of the other before writing, and no word of either is lost."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from casework.cases.models import Case, Presence
from casework.cases.presence_services import LASTS, forget_presence, note_writing
from casework.cases.services import add_note, set_turn
from casework.cases.turns import Turn
from casework.scope import ALL, office_scope, scoped
from tests import factories


def to(name, case):
    return reverse(f"backoffice:{name}", args=[case.reference])


def now(case):
    with scoped(ALL):
        return Case.objects.get(pk=case.pk)


def looked(case, **more):
    """What a page sends that was opened now."""
    return {"seen": now(case).version, "looked_at": timezone.now().isoformat()} | more


def reply(case, **more):
    return looked(case, body="My own words", turn="office", once=uuid.uuid4()) | more


def test_a_colleague_is_warned_before_writing(desk, ben, dev, case):
    desk(ben).post(to("writing", case))
    page = desk(dev).get(to("case_detail", case)).text
    assert "Ben is writing a reply here since" in page
    assert page.index("Ben is writing") < page.index('id="reply"')


def test_nobody_is_warned_of_themself(desk, ben, case):
    client = desk(ben)
    client.post(to("writing", case))
    assert "is writing a reply here" not in client.get(to("case_detail", case)).text


def test_what_is_typed_comes_back_when_colleagues_are_told(desk, ben, case):
    response = desk(ben).post(to("writing", case), {"body": "My own words"})
    assert response.status_code == 200
    assert "My own words" in response.text


def test_a_script_gets_no_page(desk, ben, case):
    assert desk(ben).post(to("writing", case), {"quiet": "yes"}).status_code == 204


def test_the_warning_ends_with_the_reply(desk, ben, dev, case):
    client = desk(ben)
    client.post(to("writing", case))
    client.post(to("reply", case), reply(case))
    assert "is writing a reply here" not in desk(dev).get(to("case_detail", case)).text


def test_the_warning_ends_by_itself_and_leaves_no_row(desk, ben, dev, case):
    with scoped(office_scope(case.office_id)):
        note_writing(case=case, by=ben)
        Presence.objects.update(since=timezone.now() - 2 * LASTS, until=timezone.now() - timedelta(seconds=1))
    assert "is writing a reply here" not in desk(dev).get(to("case_detail", case)).text
    assert forget_presence() == 1


def test_writing_again_keeps_the_time_when_it_began(ben, case):
    with scoped(office_scope(case.office_id)):
        first = note_writing(case=case, by=ben)
        again = note_writing(case=case, by=ben)
        assert (again.pk, again.since) == (first.pk, first.since)
        assert again.until > first.until


def test_the_page_asks_no_more_however_many_write(desk, assembly, case, django_assert_num_queries):
    client = desk(assembly.dev)
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
        ("reply", {"body": "My own words", "turn": "office", "once": uuid.uuid4()}, "My own words"),
        ("turn", {"turn": "third-party", "waiting_on": "The fire brigade"}, "The fire brigade"),
        ("close", {"outcome": "All is mended"}, "All is mended"),
    ],
)
def test_who_comes_second_keeps_the_text_sees_what_happened_and_may_mean_it(
    desk, ben, dev, case, act, fields, kept
):
    sent = looked(case, **fields)
    with scoped(office_scope(case.office_id)):
        set_turn(case=case, by=dev, turn=Turn.THIRD_PARTY, waiting_on="Transport for London")
    client = desk(ben)
    response = client.post(to(act, case), sent)
    assert response.status_code == 422
    assert kept in response.text
    meanwhile = response.text.split("What happened meanwhile")[1]
    assert meanwhile.index("Transport for London") < meanwhile.index(kept)
    form = response.context["form"]
    again = client.post(to(act, case), sent | {"seen": form["seen"].value()})
    assert again.status_code == 302
    assert now(case).waiting_on == ("" if act == "close" else fields.get("waiting_on", ""))


def test_a_case_given_away_meanwhile_is_not_given_to_another_unseen(desk, ben, dev, case):
    with scoped(ALL):
        memberships = {user: user.memberships.get().uuid for user in (ben, dev)}
    sent = looked(case)
    client = desk(ben)
    client.post(to("assign", case), sent | {"owner": memberships[dev]})
    response = client.post(to("assign", case), sent | {"owner": memberships[ben]})
    assert response.status_code == 422
    assert "owner: <bdi>Dev</bdi>" in response.text
    assert now(case).assignee == dev


def test_a_case_closed_meanwhile_keeps_the_other_outcome(desk, ben, case):
    client, sent = desk(ben), looked(case)
    client.post(to("close", case), sent | {"outcome": "The lift works"})
    response = client.post(to("close", case), sent | {"outcome": "The lift is gone"})
    assert response.status_code == 422
    assert "The lift works" in response.text
    assert "The lift is gone" in response.text
    again = client.post(to("close", case), looked(case, outcome="The lift is gone"))
    assert "Open this case again first" in again.text
    assert now(case).outcome == "The lift works"


def test_a_double_click_is_no_collision(desk, ben, case):
    client, sent = desk(ben), looked(case)
    for _click in range(2):
        assert client.post(to("close", case), sent | {"outcome": "The lift works"}).status_code == 302


def test_a_turn_set_on_a_case_closed_meanwhile_keeps_what_was_typed(desk, ben, case):
    client, sent = desk(ben), looked(case, turn="third-party", waiting_on="The fire brigade")
    client.post(to("close", case), {"outcome": "Done"})
    response = client.post(to("turn", case), sent)
    assert response.status_code == 422
    assert "The fire brigade" in response.text


def test_a_note_is_always_kept_and_says_that_something_else_came(desk, ben, dev, case):
    sent = looked(case, body="Call on Monday", once=uuid.uuid4())
    with scoped(office_scope(case.office_id)):
        add_note(case=case, by=dev, body="Do not call", once=uuid.uuid4())
    page = desk(ben).post(to("note", case), sent, follow=True).text
    assert "something else came while you were writing" in page
    assert "Call on Monday" in page


def test_an_office_that_reads_a_shared_case_is_told_of_nobody(ben, assembly, case):
    with scoped(office_scope(case.office_id)):
        note_writing(case=case, by=ben)
    with scoped(office_scope(assembly.sister.pk)):
        assert not Presence.objects.visible_to(assembly.eve).exists()
