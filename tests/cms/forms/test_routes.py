"""A form that says who gets its cases: one Member, or the Member of the person's area."""

import pytest
from django.test import Client

from casework.cases.models import Case
from casework.offices.models import OfficeMember
from casework.wall.scope import ALL, scoped
from cms.forms.compare import changes
from cms.forms.files import file_of
from cms.forms.models import Form
from tests.raise_case.hand import ANSWERS, Hand

from .conftest import changed

ANSWERED = {step: given for step, given in ANSWERS.items() if step != "member"}


def ask_no_member(steps):
    """Take out the step that asks for the Member."""
    steps[:] = [
        step for step in steps if "member" not in [each["type"] for each in step["value"]["questions"]]
    ]


@pytest.fixture
def publish(desk, contact):
    """Return a function that publishes the contact form without the question for the Member."""
    return lambda **said: desk.publish(changed(contact, ask_no_member), **said)


def sent(**answers):
    """Fill in and send the form, and return the case."""
    hand = Hand(Client())
    hand.fill(**ANSWERED | answers)
    assert hand.send().url.endswith("/sent/")
    with scoped(ALL):
        return Case.objects.select_related("member", "office").get()


def test_one_member_gets_every_case(publish):
    assert publish(member="hugh-marsh").status_code == 302
    case = sent()
    assert case.member.slug == "hugh-marsh"
    assert case.office.office_members.filter(member=case.member).exists()


def test_area_decides_who_gets_a_case(publish):
    publish(route="area", member="hugh-marsh")
    assert sent().member.slug == "ines-vale"


def test_case_without_an_area_is_for_the_forms_own_member(publish):
    publish(route="area", member="hugh-marsh")
    assert sent(where={"where": "none"}, link={"link": "none"}).member.slug == "hugh-marsh"


def test_check_page_names_who_gets_the_case(publish):
    publish(route="area", member="hugh-marsh")
    hand = Hand(Client())
    hand.fill(**ANSWERED)
    assert "The office of Ines Vale reads your case." in hand.get("check").text


def test_form_whose_member_has_no_office_any_more_sends_nothing(publish):
    publish(member="hugh-marsh")
    hand = Hand(Client())
    hand.fill(**ANSWERED)
    OfficeMember.objects.filter(member__slug="hugh-marsh").delete()
    assert hand.get("check").status_code == 410
    assert hand.send().status_code == 410
    with scoped(ALL):
        assert not Case.objects.exists()


@pytest.mark.parametrize(
    ("said", "field"),
    [({"member": "nobody"}, "member"), ({"route": "area"}, "member"), ({}, "member")],
)
def test_form_without_someone_who_gets_its_cases_is_refused(publish, said, field):
    assert field in publish(**said).context["form"].errors


def test_form_that_also_asks_for_the_member_is_refused(desk, contact):
    assert "member" in desk.publish(contact, member="hugh-marsh").context["form"].errors


def test_comparison_and_export_say_who_gets_the_cases(publish, definition):
    publish(member="hugh-marsh")
    form = Form.objects.get()
    assert '"member": "hugh-marsh"' in file_of(form)
    assert "The Member written to: Hugh Marsh (Conservative)" in [
        each.now for each in changes(definition, form.definition())
    ]
