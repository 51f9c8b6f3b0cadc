"""No one but the person sees a practice office: no rival, manager or administrator, in no list, figure or export."""

import pytest

from casework.cases.models import Case
from casework.cases.services.own_case.account_link import may_give_code
from casework.cases.services.own_case.tracking_code import open_by_code, replace_code
from casework.constituents.models import ContactPoint
from casework.constituents.services import add_contact_point, prove_address
from casework.offices.models import Member, Membership, Office
from casework.offices.practice import practising
from casework.offices.seats import all_seats
from casework.wall.scope import ALL, office_scope, scoped
from tests import factories

PRACTISED = "Rubbish beside the playground"


@pytest.fixture
def practised(practise, ben, made_up):
    """A made-up case of Ben, who practises in another session."""
    practise(ben)
    return made_up(ben)[PRACTISED]


@pytest.mark.parametrize("who", ["ben", "cat", "dev", "eve", "fay"])
def test_case_page_answers_like_none(desk, assembly, practised, who):
    client = desk(getattr(assembly, who))
    there = client.get(f"/office/cases/{practised.reference}/")
    assert (
        there.status_code
        == client.get(f"/office/cases/{factories.reference('2222-2222')}/").status_code
        == 404
    )


def test_managers_log_and_its_copy_have_nothing_of_practice(desk, practised, dev, made_up, ben):
    client = desk(dev)
    copy = client.post("/office/log/copy/", {"reason": "incident"}).getvalue().decode()
    for text in (client.get("/office/log/").text, copy):
        assert "practice." not in text
        assert not any(case.reference in text for case in made_up(ben).values())


@pytest.mark.parametrize("page", ["", "people/", "body/", "log/", "manager/", "emergency/"])
def test_administrator_finds_no_practice_office(desk, practised, page):
    boss = factories.staff("Boss", is_administrator=True)
    shown = desk(boss).get(f"/office/administration/{page}", follow=True).text
    for word in ("Practice office", "Robin Example", "practice-"):
        assert word not in shown


def test_administrators_log_counts_no_act_of_practice(desk, practised):
    boss = factories.staff("Boss", is_administrator=True)
    counts = desk(boss).get("/office/administration/log/").context["days"]
    casework = [number for day in counts for name, number in day["counts"] if name == "Work on cases"]
    assert sum(casework) == 0


def test_practice_office_is_no_target_of_a_share(desk, dev, case, practised):
    page = desk(dev).get(f"/office/cases/{case.reference}/share/")
    assert "Labour South" in page.text
    assert "Practice office" not in page.text


def test_practised_case_can_be_offered_to_no_office(practise, ben, made_up):
    client = practise(ben)
    page = client.get(f"/office/cases/{made_up(ben)[PRACTISED].reference}/share/")
    assert "Labour South" not in page.text


def test_lists_of_offices_members_and_people_have_real_ones_only(practised, ben):
    assert not Office.objects.filter(practice_of__isnull=False).exists()
    assert not Member.objects.filter(practice_of__isnull=False).exists()
    assert [held.office.slug for held in Membership.objects.filter(user=ben)] == ["labour-east"]
    assert not [seat for seat in all_seats() if seat.member.practice_of_id]


def test_practising_person_has_one_office_member_and_membership(practised, ben, dev):
    with practising(ben.pk):
        assert [office.practice_of for office in Office.objects.all()] == [ben]
        assert [member.practice_of for member in Member.objects.all()] == [ben]
        assert [held.user for held in Membership.objects.all()] == [ben]
    with practising(dev.pk):
        assert not Office.objects.exists()


@pytest.mark.postgresql
@pytest.mark.parametrize("who", ["office", "rival"])
def test_row_level_security_hides_practice_from_real_offices(practised, assembly, who):
    with scoped(office_scope(getattr(assembly, who).pk)):
        assert not Case.objects.filter(pk=practised.pk).exists()


def test_no_code_opens_a_made_up_case_to_the_public(practised, ben):
    with scoped(ALL):
        code = replace_code(case=practised, by=ben)
    assert open_by_code(typed=practised.reference, code=code) == ("", {}, {})


def test_no_account_takes_a_made_up_case(practised, ada, ben):
    with scoped(ALL):
        add_contact_point(constituent=practised.constituent, kind=ContactPoint.Kind.EMAIL, value=ada.email)
        assert not may_give_code(practised)
    assert prove_address(user=ada, email=ada.email) == 0


def test_refusals_in_practice_are_in_the_log_of_the_real_office(practise, ben, office, case):
    from casework.audit.models import Entry

    practise(ben).get(f"/office/cases/{case.reference}/")
    with scoped(ALL):
        assert Entry.objects.get(verb="refused", subject=case.reference).office_id == office.pk
