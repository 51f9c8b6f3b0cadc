"""Correcting the facts of a case and its person."""

import pytest

from casework.audit.models import Entry
from casework.cases.models import Case, Topic
from casework.cases.services.search import index_person
from casework.constituents.models import Constituent, ContactPoint
from casework.constituents.services import add_contact_point
from casework.wall.scope import ALL, scoped
from tests import factories


@pytest.fixture
def guest_case(office):
    """A case of someone without an account, with a phone number."""
    case = factories.case(office=office)
    with scoped(ALL):
        add_contact_point(constituent=case.constituent, kind="phone", value="020 7946 0100")
        index_person(case.constituent)
    return case


@pytest.fixture
def correct(desk, ben):
    client = desk(ben)

    def go(case, **changed):
        page = client.get(f"/office/cases/{case.reference}/facts/").context["form"]
        sends = {name: page[name].value() or "" for name in page.fields}
        sends["member"] = "ines-vale"
        response = client.post(f"/office/cases/{case.reference}/facts/", sends | changed)
        with scoped(ALL):
            return response, Case.objects.select_related("constituent", "topic").get(pk=case.pk)

    return go


def test_name_subject_and_topic_are_corrected(correct, office, guest_case):
    topic = Topic.objects.create(slug="buses", name="Buses")
    factories.case(office=office, topic=topic)
    _response, case = correct(guest_case, name="Wanda Quill", subject="Bus", topic="buses", language="Polish")
    assert (case.constituent.name, case.subject, case.topic.slug) == ("Wanda Quill", "Bus", "buses")
    assert case.constituent.language == "Polish"


def test_case_is_marked_as_sensitive_and_its_page_says_so(correct, desk, ben, guest_case):
    _response, case = correct(guest_case, sensitive="on")
    assert case.sensitive
    page = desk(ben).get(f"/office/cases/{case.reference}/").text
    assert page.count("Sensitive") == 1
    _response, case = correct(guest_case, sensitive="")
    assert not case.sensitive


def test_topic_that_only_another_office_uses_is_neither_offered_nor_taken(correct, guest_case, assembly):
    theirs = Topic.objects.create(slug="theirs", name="Theirs")
    other = factories.case(office=assembly.rival)
    with scoped(ALL):
        Case.objects.filter(pk=other.pk).update(topic=theirs)
    response, case = correct(guest_case, topic="theirs")
    assert response.status_code == 422
    assert case.topic is None
    public = Topic.objects.create(slug="public", name="Public", public=True)
    assert list(response.context["form"].fields["topic"].queryset.all()) == [public]


def test_corrected_person_is_found_and_the_old_name_is_not(correct, desk, ben, guest_case):
    old = guest_case.constituent.name.split()[-1]
    correct(guest_case, name="Wanda Quill")
    search = desk(ben)
    assert search.get("/office/search/", {"q": "quill"}).context["found"].shown
    assert not search.get("/office/search/", {"q": f"person {old}"}).context["found"].shown


def test_contact_points_are_changed_removed_and_added(correct, guest_case):
    correct(guest_case, point_0="020 7946 0999", new_email="wanda@people.example")
    with scoped(ALL):
        points = ContactPoint.objects.filter(constituent=guest_case.constituent)
        assert set(points.values_list("value", flat=True)) == {"020 7946 0999", "wanda@people.example"}
    correct(guest_case, point_0="")
    with scoped(ALL):
        assert points.get().kind == "email"


def test_point_that_its_owner_proved_cannot_be_changed(desk, ben, case):
    form = desk(ben).get(f"/office/cases/{case.reference}/facts/").context["form"]
    assert not [name for name in form.fields if name.startswith("point_")]


def test_log_names_the_facts_and_no_value(correct, guest_case):
    correct(guest_case, name="Wanda Quill", point_0="020 7946 0999")
    with scoped(ALL):
        entries = Entry.objects.filter(verb="fact.corrected")
        assert sorted(entry.detail["fact"] for entry in entries) == ["name", "phone"]
        assert not any("Quill" in str(vars(entry)) for entry in entries)


def test_nothing_different_is_no_entry(correct, guest_case):
    correct(guest_case)
    with scoped(ALL):
        assert not Entry.objects.filter(verb="fact.corrected").exists()


def test_member_of_another_office_is_refused(correct, guest_case):
    response, case = correct(guest_case, member="hugh-marsh")
    assert response.status_code == 422
    assert case.member.slug == "ines-vale"


def test_correction_of_a_case_that_has_changed_is_refused_once(desk, ben, correct, guest_case):
    with scoped(ALL):
        Case.objects.filter(pk=guest_case.pk).update(version=7)
    response, case = correct(guest_case, seen="6", name="Wanda Quill")
    assert response.status_code == 422
    assert case.constituent.name != "Wanda Quill"


def test_other_office_cannot_correct(desk, assembly, guest_case):
    assert desk(assembly.cat).post(f"/office/cases/{guest_case.reference}/facts/").status_code == 404
    assert desk(assembly.fay).get(f"/office/cases/{guest_case.reference}/facts/").status_code == 403
    with scoped(ALL):
        assert Constituent.objects.get(pk=guest_case.constituent_id).name == guest_case.constituent.name
