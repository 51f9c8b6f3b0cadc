"""A form that says which Member gets the cases of which boroughs."""

import pytest

from casework.offices.models import OfficeMember
from casework.places.models import Borough
from casework.questionnaires.rules.problems import problems_of
from cms.forms.compare import changes
from cms.forms.files import file_of
from cms.forms.models import Form, create_form
from tests.factories import members

from .conftest import changed
from .test_routes import ask_no_member, sent

NEWHAM, BRENT = "E09000025", "E09000005"


def rows(*said):
    """Return the blocks that give boroughs to Members."""
    return [
        {"type": "row", "value": {"boroughs": codes, "member": member}, "id": f"row-{number}"}
        for number, (codes, member) in enumerate(said)
    ]


@pytest.fixture
def post(desk, contact, assembly):
    """Return a function that posts the contact form, without the question for the Member, with these rows."""
    members({"Amir Khan": (assembly.sister, None)})
    Borough.objects.create(code=BRENT, slug="brent", name="Brent", area=Borough.objects.get().area)

    def post_with(*said, **more):
        form = changed(contact, ask_no_member)
        form.boroughs = rows(*said)
        return desk.publish(form, member="hugh-marsh", **more)

    return post_with


@pytest.fixture
def publish(post):
    """Return a function that posts a form that must become a version."""

    def publish_with(*said, **more):
        assert post(*said, **more).status_code == 302

    return publish_with


def errors(response):
    return str(response.context["form"].errors["boroughs"].as_data()[0].as_json_data())


def test_case_of_a_listed_borough_goes_to_its_member(publish, assembly):
    publish(([NEWHAM], "amir-khan"))
    case = sent()
    assert (case.member.slug, case.office) == ("amir-khan", assembly.sister)


def test_listed_borough_comes_before_the_area(publish):
    publish(([NEWHAM], "amir-khan"), route="area")
    assert sent().member.slug == "amir-khan"


def test_case_of_another_borough_goes_where_the_form_says(publish):
    publish(([BRENT], "amir-khan"), route="area")
    assert sent().member.slug == "ines-vale"


def test_case_without_a_borough_is_for_the_forms_own_member(publish):
    publish(([NEWHAM], "amir-khan"))
    assert sent(where={"where": "none"}, link={"link": "none"}).member.slug == "hugh-marsh"


def test_member_of_a_borough_who_has_no_office_any_more_gets_no_case(publish):
    publish(([NEWHAM], "amir-khan"))
    OfficeMember.objects.filter(member__slug="amir-khan").delete()
    assert sent().member.slug == "hugh-marsh"


def test_borough_in_two_rows_is_refused_at_the_second(post):
    response = post(([BRENT, NEWHAM], "amir-khan"), ([NEWHAM], "ines-vale"))
    assert "Newham stands in a row above" in errors(response)


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (([], "amir-khan"), "Choose one or more boroughs"),
        (([NEWHAM], ""), "Choose a Member for whom an office"),
    ],
)
def test_unfinished_row_is_refused(post, row, sentence):
    assert sentence in errors(post(row))


def test_rows_need_a_member_for_all_others_and_a_question_for_the_borough(definition, contact):
    definition["boroughs"] = [{"in": [NEWHAM], "member": "ines-vale"}]
    assert [path for path, _sentence in problems_of(definition)] == [("fixed", "member")]
    del definition["case"]["place"], definition["case"]["borough"]
    assert ("boroughs",) in [path for path, _sentence in problems_of(definition)]


def test_rows_are_compared_exported_and_imported(publish, definition, editor):
    publish(([NEWHAM, BRENT], "amir-khan"))
    form = Form.objects.get()
    assert "Brent, Newham: Amir Khan (Labour South)" in [
        each.now for each in changes(definition, form.definition())
    ]
    copied = create_form(slug="copy", definition=form.definition(), by=editor)
    assert file_of(copied) == file_of(form)
