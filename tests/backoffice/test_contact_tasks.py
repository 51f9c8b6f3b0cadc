"""Contact tasks: constituents whom no email reaches are phoned or written to."""

import uuid

import pytest
from django.urls import reverse

from casework.cases.models.alerts.contact_task import ContactTask
from casework.cases.services.messages.message import reply_to_constituent
from casework.cases.services.safety.safe_contact import keep_safe
from casework.cases.turns import Turn
from casework.constituents.services import add_contact_point
from casework.wall.scope import ALL, scoped
from tests import factories


@pytest.fixture
def by_phone(assembly):
    """Return a case whose constituent gave only a phone number."""
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
        return ContactTask.objects.filter(case=case).first()


def page(desk, case):
    return desk.get(f"/office/cases/{case.reference}/").text


def done_url(case, task):
    return reverse("backoffice:contact_task", args=[case.reference, task.uuid])


def test_composer_says_how_the_constituent_is_reached(desk, by_phone):
    text = page(desk, by_phone)
    assert "No alert can go: no email address." in text
    assert "Phone them as well." in text


def test_reply_without_an_alert_creates_a_contact_task(desk, by_phone, ben):
    answer(by_phone, ben)
    text = page(desk, by_phone)
    assert "Tell them by phone or letter" in text
    assert by_phone.reference in desk.get("/office/cases/?view=contact-tasks").text


def test_completed_contact_task_disappears(desk, by_phone, ben):
    task = answer(by_phone, ben)
    for _press in range(2):
        assert desk.post(done_url(by_phone, task)).status_code == 302
    assert "Tell them by phone or letter" not in page(desk, by_phone)
    assert by_phone.reference not in desk.get("/office/cases/?view=contact-tasks").text
    with scoped(ALL):
        task.refresh_from_db()
    assert task.done_by == ben


def test_reply_with_an_alert_creates_no_contact_task(case, ben):
    assert answer(case, ben) is None


@pytest.mark.parametrize(
    ("way", "heading", "words"),
    [
        ("Before 3pm", "Tell them by phone or letter", "Reach them only in the way they gave."),
        ("", "Tell them when they get in touch", "No safe way is known. Do not call"),
    ],
)
def test_safe_contact_task_shows_no_phone_number(desk, assembly, ben, way, heading, words):
    case = factories.case(office=assembly.office, safe_contact=True)
    with scoped(ALL):
        keep_safe(case=case, way=way, by=None)
        add_contact_point(constituent=case.constituent, kind="phone", value="020 7946 0000")
    answer(case, ben)
    section = page(desk, case).split(heading)[1].split("</section>")[0]
    assert "020 7946" not in section
    assert words in section


def test_contact_task_is_refused_to_read_only_staff_and_other_offices(by_phone, ben, sign_in, assembly):
    task = answer(by_phone, ben)
    assert sign_in(assembly.fay).post(done_url(by_phone, task)).status_code == 403
    assert sign_in(assembly.cat).post(done_url(by_phone, task)).status_code == 404
