"""Tags: an office's own words on its cases, which no other office ever learns."""

import pytest
from django.urls import reverse

from casework.cases.models import Case, CaseTag, Tag
from casework.cases.services.queue.tag import add_tag
from casework.wall.scope import ALL, scoped
from tests import factories
from tests.sharing import shared


@pytest.fixture
def tagged(ben):
    """Return a function that puts a tag on a case."""

    def tagged(case, name="Damp and mould"):
        with scoped(ALL):
            return add_tag(case=case, name=name, by=ben)

    return tagged


def names_on(case):
    with scoped(ALL):
        return list(Tag.objects.on(case).values_list("name", flat=True))


def listed(client, query=""):
    return [case.reference for case in client.get(f"/office/cases/{query}").context["page"].cases]


def test_typed_tag_is_added_once_and_shown_on_case_and_row(desk, ben, case):
    client = desk(ben)
    for name in (" Damp  and mould", "damp and Mould"):
        client.post(reverse("backoffice:case_tags", args=[case.reference]), {"name": name})
    assert names_on(case) == ["Damp and mould"]
    assert "Damp and mould" in client.get(f"/office/cases/{case.reference}/").text
    assert "Damp and mould" in client.get("/office/cases/").text


def test_tag_without_letters_is_refused(desk, ben, case):
    page = desk(ben).post(reverse("backoffice:case_tags", args=[case.reference]), {"name": "!!"})
    assert page.status_code == 422
    assert names_on(case) == []


def test_tags_of_the_office_are_suggested_and_those_of_others_are_not(desk, ben, assembly, case, tagged):
    tagged(factories.case(office=assembly.office), "Lifts")
    tagged(factories.case(office=assembly.sister), "Their word")
    page = desk(ben).get(reverse("backoffice:case_tags", args=[case.reference]))
    assert list(page.context["suggested"]) == ["Lifts"]


def test_removed_tag_stays_for_other_cases(desk, ben, office, case, tagged):
    tag, other = tagged(case), factories.case(office=office)
    tagged(other)
    desk(ben).post(reverse("backoffice:case_untag", args=[case.reference, tag.uuid]))
    assert (names_on(case), names_on(other)) == ([], ["Damp and mould"])


def test_queue_is_filtered_by_tag_in_a_readable_address(desk, ben, office, case, tagged):
    factories.case(office=office)
    tagged(case)
    client = desk(ben)
    assert listed(client, "?tag=damp-and-mould") == [case.reference]
    assert "Damp and mould" in client.get("/office/cases/?tag=damp-and-mould").text
    assert len(listed(client, "?tag=no-such-tag")) == 2


def test_tag_is_added_to_ticked_cases(desk, ben, office, case):
    other = factories.case(office=office)
    sent = {"do": "tag", "case": [case.reference, other.reference], "name": "Lifts"}
    assert "Add a tag to these cases" in desk(ben).get("/office/cases/several/", sent).text
    desk(ben).post("/office/cases/several/", sent)
    assert (names_on(case), names_on(other)) == (["Lifts"], ["Lifts"])


def test_manager_renames_merges_and_deletes(desk, dev, office, case, tagged):
    other = factories.case(office=office)
    damp, lifts = tagged(case), tagged(other, "Lifts")
    tagged(case, "Lifts")
    client, where = desk(dev), reverse("backoffice:tag", args=[damp.uuid])
    assert client.post(where, {"rename": "Rename", "name": "lifts"}).status_code == 422
    client.post(where, {"rename": "Rename", "name": "Mould"})
    assert names_on(case) == ["Lifts", "Mould"]
    client.post(where, {"merge": "Merge", "into": lifts.uuid})
    assert (names_on(case), names_on(other)) == (["Lifts"], ["Lifts"])
    client.post(reverse("backoffice:tag", args=[lifts.uuid]), {"delete": "Delete"})
    with scoped(ALL):
        assert not CaseTag.objects.exists()


def test_caseworker_and_other_offices_change_no_tag(desk, ben, cat, case, tagged):
    where = reverse("backoffice:tag", args=[tagged(case).uuid])
    assert desk(ben).post(where, {"delete": "Delete"}).status_code == 403
    assert desk(cat).post(where, {"delete": "Delete"}).status_code == 404
    assert names_on(case) == ["Damp and mould"]


def test_guests_and_constituents_see_no_tag(desk, sign_in, assembly, ben, ada, case, tagged):
    tagged(case)
    shared(case, to=assembly.sister, by=ben, yes=assembly.eve)
    guest = desk(assembly.eve)
    assert "Damp" not in guest.get(f"/office/cases/{case.reference}/").text
    assert guest.get(reverse("backoffice:case_tags", args=[case.reference])).status_code == 403
    assert "Damp" not in sign_in(ada).get(f"/my-cases/{case.reference}/").text


def test_tag_of_another_office_is_not_put_on_a_case(desk, ben, assembly, case, tagged):
    foreign = tagged(factories.case(office=assembly.sister), "Their word")
    client = desk(ben)
    assert (
        client.post(reverse("backoffice:case_untag", args=[case.reference, foreign.uuid])).status_code == 404
    )
    client.post(reverse("backoffice:case_tags", args=[case.reference]), {"name": "Their word"})
    with scoped(ALL):
        assert Tag.objects.on(Case.objects.get(pk=case.pk)).get().office == assembly.office
