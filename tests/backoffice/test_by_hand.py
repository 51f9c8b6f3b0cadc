"""B9: people without email are answered: the office sees how, and a task stands until somebody told them."""

import uuid

import pytest
from django.urls import reverse

from casework.cases.hand_tasks import HandTask
from casework.cases.services import reply_to_constituent
from casework.cases.turns import Turn
from casework.constituents.services import add_contact_point
from casework.scope import ALL, scoped
from tests import factories


@pytest.fixture
def by_phone(assembly):
    """A case of somebody who gave a phone number and nothing else."""
    case = factories.case(office=assembly.office)
    with scoped(ALL):
        add_contact_point(constituent=case.constituent, kind="phone", value="020 7946 0000")
    return case


@pytest.fixture
def desk(sign_in, ben):
    return sign_in(ben)


def answer(case, by):
    with scoped(ALL):
        reply_to_constituent(case=case, body="Yes.", by=by, turn=Turn.OFFICE, once=uuid.uuid4())
        return HandTask.objects.filter(case=case).first()


def page(desk, case):
    return desk.get(f"/office/cases/{case.reference}/").text


def told(case, task):
    return reverse("backoffice:told_by_hand", args=[case.reference, task.uuid])


def test_the_composer_says_how_this_person_is_reached(desk, by_phone):
    text = page(desk, by_phone)
    assert "No alert can go: no email address." in text
    assert "Phone them as well." in text


def test_a_reply_that_nothing_tells_of_is_a_task_with_the_number(desk, by_phone, ben):
    answer(by_phone, ben)
    text = page(desk, by_phone)
    assert "Tell them by phone or letter" in text
    assert by_phone.reference in desk.get("/office/cases/?view=by-hand").text


def test_once_told_the_task_is_gone(desk, by_phone, ben):
    task = answer(by_phone, ben)
    for _press in range(2):
        assert desk.post(told(by_phone, task)).status_code == 302
    assert "Tell them by phone or letter" not in page(desk, by_phone)
    assert by_phone.reference not in desk.get("/office/cases/?view=by-hand").text
    with scoped(ALL):
        task.refresh_from_db()
    assert task.done_by == ben


def test_where_an_alert_goes_there_is_no_task(case, ben):
    assert answer(case, ben) is None


def test_a_safe_contact_task_shows_no_number(desk, assembly, ben):
    case = factories.case(office=assembly.office, safe_contact=True)
    with scoped(ALL):
        add_contact_point(constituent=case.constituent, kind="phone", value="020 7946 0000")
    answer(case, ben)
    section = page(desk, case).split("Tell them by phone or letter")[1].split("</section>")[0]
    assert "020 7946" not in section
    assert "Reach them only in the way they gave." in section


def test_who_only_reads_and_other_offices_tell_nobody(by_phone, ben, sign_in, assembly):
    task = answer(by_phone, ben)
    assert sign_in(assembly.fay).post(told(by_phone, task)).status_code == 403
    assert sign_in(assembly.cat).post(told(by_phone, task)).status_code == 404
