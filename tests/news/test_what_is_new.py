"""Each person sees what came since they last looked; leavers' cases become no one's; cases left alone surface."""

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from casework.cases.models import Case, Message
from casework.cases.services.case import assign
from casework.cases.services.messages.message import receive_message, reply_to_constituent
from casework.cases.tasks.leavers import release_cases_of_leavers
from casework.cases.turns import Turn
from casework.offices.models import Membership
from casework.wall.scope import ALL, scoped
from tests import factories
from tests.authority import agreed, case_for_mother

QUEUE = "/office/cases/"


@pytest.fixture
def desk(sign_in, ben):
    return sign_in(ben)


def count_of(client):
    return {view.slug: count for view, count in client.get(QUEUE).context["views"]}["new"]


def marked(client):
    """Return the references of the cases with a mark in the queue."""
    rows = client.get(QUEUE).text.split('data-live-row="')[1:]
    return {row.partition('"')[0] for row in rows if ">New</" in row}


def look(client, case):
    assert client.get(f"{QUEUE}{case.reference}/").status_code == 200


def write(case, by, body="Is there news?"):
    return receive_message(case=case, body=body, by=by, once=uuid.uuid4())


def test_new_case_is_marked_and_counted_until_one_has_looked(desk, case):
    assert (count_of(desk), marked(desk)) == (1, {case.reference})
    assert "1 case has something new since you last looked" in desk.get(QUEUE).text
    look(desk, case)
    assert (count_of(desk), marked(desk)) == (0, set())


def test_message_after_the_look_is_new_again(desk, case, ada):
    look(desk, case)
    write(case, ada)
    assert count_of(desk) == 1
    assert case.subject in desk.get(f"{QUEUE}?view=new").text


def test_what_the_office_does_is_not_new(desk, case, ben):
    look(desk, case)
    with scoped(ALL):
        reply_to_constituent(case=case, body="Yes.", by=ben, turn=Turn.CONSTITUENT, once=uuid.uuid4())
    assert count_of(desk) == 0


def test_a_look_of_a_colleague_leaves_it_new_to_others(desk, case, sign_in, dev):
    look(sign_in(dev, on=Client()), case)
    assert count_of(desk) == 1


def test_case_of_a_colleague_is_not_counted(desk, case, dev):
    with scoped(ALL):
        assign(case=case, to=dev, by=dev)
    assert count_of(desk) == 0


def test_case_of_another_office_is_not_counted(desk, assembly):
    factories.case(office=assembly.rival)
    assert count_of(desk) == 0


def test_permission_given_is_new(desk, assembly, ben):
    case = case_for_mother(assembly)
    look(desk, case)
    agreed(case, by=ben)
    assert count_of(desk) == 1


def test_message_while_it_is_our_turn_restarts_the_wait(case, ada):
    long_ago = timezone.now() - timedelta(days=3)
    with scoped(ALL):
        Case.objects.update(waiting_since=long_ago)
    write(case, ada)
    with scoped(ALL):
        now = Case.objects.get()
        assert now.turn == Turn.OFFICE
        assert timezone.now() - now.waiting_since < timedelta(minutes=1)
        assert Message.objects.filter(direction="in").count() == 2


def test_cases_of_a_leaver_become_no_ones(desk, case, dev, ben):
    with scoped(ALL):
        assign(case=case, to=dev, by=ben)
        Membership.objects.filter(user=dev).update(ended_at=timezone.now())
    release_cases_of_leavers()
    with scoped(ALL):
        assert Case.objects.get().assignee is None
    assert "its owner left the office" in desk.get(f"{QUEUE}{case.reference}/").text


def test_cases_of_those_who_stay_are_left_with_them(case, dev, ben):
    with scoped(ALL):
        assign(case=case, to=dev, by=ben)
    release_cases_of_leavers()
    with scoped(ALL):
        assert Case.objects.get().assignee == dev


def left_alone(client):
    return [case.pk for case in client.get(QUEUE).context["left_alone"]]


def test_case_without_an_owner_for_a_working_day_surfaces(desk, case):
    assert left_alone(desk) == []
    with scoped(ALL):
        Case.objects.update(unassigned_since=timezone.now() - timedelta(days=4))
    assert left_alone(desk) == [case.pk]
    assert "No one has had these cases for a working day or more" in desk.get(QUEUE).text


def test_case_that_someone_took_does_not_surface(desk, case, ben):
    with scoped(ALL):
        Case.objects.update(unassigned_since=timezone.now() - timedelta(days=4))
        assign(case=Case.objects.get(), to=ben, by=ben)
    assert left_alone(desk) == []
