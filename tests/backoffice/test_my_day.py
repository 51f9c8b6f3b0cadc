"""My day: what waits for one person, and nothing of other people or offices."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from backoffice.my_day import lists
from casework.cases.models import Case, ContactTask, Message, ReplyDraft
from casework.cases.services.messages.message import receive_message
from casework.offices.duty.rota import add_away
from casework.replies.models import OfficeWording
from casework.wall.scope import ALL, scoped
from tests import factories

MY_DAY = "/office/my-day/"


@pytest.fixture
def own(office, ben, ada):
    """Return a function that makes an open case of Ben with facts."""

    def own(days=None, **facts):
        case = factories.case(office=office, raised_by=ada)
        day = None if days is None else timezone.localdate() + timedelta(days=days)
        with scoped(ALL):
            Case.objects.filter(pk=case.pk).update(assignee=ben, next_on=day, **facts)
        return case

    return own


def shown(client):
    context = client.get(MY_DAY).context
    lists = {name: getattr(context["own"], name) for name in ("overdue", "due", "chase", "replies")}
    return {name: [case.reference for case in cases] for name, cases in lists.items()}


def test_late_and_due_cases_are_listed_and_later_ones_are_not(desk, ben, own):
    late, today, _later = own(-2), own(0), own(1)
    lists = shown(desk(ben))
    assert (lists["overdue"], lists["due"]) == ([late.reference], [today.reference])


def test_case_that_waits_on_a_third_party_is_chased_on_its_date(desk, ben, own):
    case = own(0, turn="third-party", waiting_on="The Met")
    assert shown(desk(ben))["chase"] == [case.reference]


def test_answer_to_a_reply_is_a_new_reply_and_a_first_message_is_not(desk, ben, ada, own):
    _new, case = own(), own()
    factories.message(case, direction=Message.Direction.OUT)
    assert shown(desk(ben))["replies"] == []
    receive_message(case=case, body="Thank you", by=ada, once=uuid.uuid4())
    assert shown(desk(ben))["replies"] == [case.reference]


def test_cases_of_colleagues_and_other_offices_are_not_listed(desk, dev, assembly, own):
    own(-1)
    factories.case(office=assembly.rival)
    page = desk(dev).get(MY_DAY)
    assert shown(desk(dev))["due"] == []
    assert page.context["own"].unassigned == []


def test_unassigned_cases_drafts_contact_tasks_and_texts_are_listed(desk, ben, office, own):
    case, free = own(), factories.case(office=office)
    factories.message(case, direction=Message.Direction.OUT)
    with scoped(ALL):
        ReplyDraft.objects.create(office=office, case=case, author=ben, body="Dear Ada")
        message = Message.objects.filter(case=case).last()
        ContactTask.objects.create(office=office, case=case, message=message)
        OfficeWording.objects.create(
            office=office,
            name="Trams",
            language="English",
            body="x",
            owner=ben,
            review_on=timezone.localdate(),
        )
    context = desk(ben).get(MY_DAY).context
    assert [case.pk for case in context["own"].unassigned] == [free.pk]
    assert [len(context[name]) for name in ("drafts", "tasks", "wordings")] == [1, 1, 1]


def test_case_with_two_replies_to_tell_of_is_listed_once(desk, ben, office, own):
    case = own()
    with scoped(ALL):
        for _twice in range(2):
            message = factories.message(case, direction=Message.Direction.OUT)
            ContactTask.objects.create(office=office, case=case, message=message)
    assert [task.case for task in desk(ben).get(MY_DAY).context["tasks"]] == [case]


def test_many_unassigned_cases_are_a_link_to_the_queue(desk, ben, office, monkeypatch):
    monkeypatch.setattr(lists, "NO_ONES", 2)
    waiting = [factories.case(office=office) for _ in range(3)]
    page = desk(ben).get(MY_DAY)
    assert [case.pk for case in page.context["own"].unassigned] == [case.pk for case in waiting[:2]]
    assert "2+" in page.text
    assert "?view=no-ones" in page.text


@pytest.fixture
def away(office, ben, dev, own):
    """Return a function that has Ben away for three days with a late case, and returns the case."""

    def away(cover=None):
        case, today = own(-1), timezone.localdate()
        with scoped(ALL):
            days = {"starts_on": today, "ends_on": today + timedelta(days=3)}
            add_away(office=office, person=ben, cover=cover, by=dev, **days)
        return case

    return away


def test_cover_sees_the_late_case_of_a_colleague_who_is_away_and_whose_it_is(desk, office, away):
    kim = factories.staff("Kim", office=office)
    case = away(cover=kim)
    assert shown(desk(kim))["overdue"] == [case.reference]
    page = desk(kim).get(MY_DAY).text
    assert "for <bdi>Ben</bdi>, who is away" in page
    assert "You look after the cases of <bdi>Ben</bdi>" in page
    assert "?view=covering" in page


def test_cover_sees_whom_to_phone_on_a_case_of_a_colleague_who_is_away(desk, office, away):
    kim = factories.staff("Kim", office=office)
    case = away(cover=kim)
    factories.message(case, direction=Message.Direction.OUT)
    with scoped(ALL):
        message = Message.objects.filter(case=case).last()
        ContactTask.objects.create(office=office, case=case, message=message)
    assert [task.case.pk for task in desk(kim).get(MY_DAY).context["tasks"]] == [case.pk]
    assert desk(factories.staff("Lee", office=office)).get(MY_DAY).context["tasks"] == []


def test_manager_is_told_of_someone_away_without_a_cover_and_a_colleague_is_not(desk, office, dev, away):
    away()
    assert "No one is named to look after their cases" in desk(dev).get(MY_DAY).text
    assert "Cover" not in desk(factories.staff("Lee", office=office)).get(MY_DAY).text


def test_empty_lists_say_so(desk, ben, office):
    page = desk(ben).get(MY_DAY).text
    for words in ("Nothing is due today.", "Every open case has an owner.", "No reply is half written."):
        assert words in page


def test_administrator_without_an_office_has_no_day(desk, office):
    boss = factories.staff("Boss", is_administrator=True)
    assert desk(boss).get(MY_DAY).status_code == 404
