"""Passing a case on to another office, from its page and from theirs."""

import pytest
from django.urls import reverse
from django.utils import timezone

from casework.cases.models import Case, Note, Transfer
from casework.scope import ALL, scoped
from tests import factories
from tests.sharing import transfer_offered


@pytest.fixture
def member(assembly):
    with scoped(ALL):
        return factories.member("Sol Marsh", office=assembly.sister)


def to(name, case):
    return reverse(f"backoffice:{name}", args=[case.reference])


def answer(transfer):
    return reverse("backoffice:transfer_answer", args=[transfer.uuid])


def form(**changed):
    today = timezone.localdate()
    agreed = {"agreed_on_day": today.day, "agreed_on_month": today.month, "agreed_on_year": today.year}
    given = {"to_office": "labour-south", "purpose": "It is your borough", "agreed_how": "writing"}
    return given | agreed | changed


def test_from_the_offer_to_a_case_of_their_own(desk, assembly, case, member):
    note = factories.note(case, body="Goes along")
    desk(assembly.ben).post(to("transfer", case), form(points=["email"], parts=[f"note:{note.uuid}"]))
    with scoped(ALL):
        transfer = Transfer.objects.get()
    guest = desk(assembly.eve)
    for page in (guest.get("/office/shared/").text, guest.get(answer(transfer)).text):
        assert "Labour East asks you to take a case on" in page
        assert case.subject not in page
        assert case.reference not in page
    taken = guest.post(answer(transfer), {"answer": "accept", "member": "sol-marsh"}, follow=True)
    for words in (case.subject, "Goes along", "Passed on by Labour East", "a•••@london.example"):
        assert words in taken.text
    assert "Passed on to Labour South" in desk(assembly.ben).get(to("case_detail", case)).text


def test_before_they_say_yes_there_is_no_such_case(desk, assembly, case):
    transfer_offered(case, to=assembly.sister, by=assembly.ben)
    assert desk(assembly.eve).get(to("case_detail", case)).status_code == 404


def test_the_original_is_no_case_of_theirs_afterwards_either(desk, assembly, case, member):
    transfer = transfer_offered(case, to=assembly.sister, by=assembly.ben)
    guest = desk(assembly.eve)
    guest.post(answer(transfer), {"answer": "accept", "member": "sol-marsh"})
    assert guest.get(to("case_detail", case)).status_code == 404


def test_two_tabs_take_it_on_once(desk, assembly, case, member):
    transfer = transfer_offered(case, to=assembly.sister, by=assembly.ben)
    guest = desk(assembly.eve)
    first, second = (guest.post(answer(transfer), {"member": "sol-marsh"}).status_code for _tab in range(2))
    assert (first, second) == (302, 404)
    with scoped(ALL):
        assert Case.objects.filter(office=assembly.sister).count() == 1


def test_which_member_it_is_for_must_be_said(desk, assembly, case, member):
    transfer = transfer_offered(case, to=assembly.sister, by=assembly.ben)
    for chosen, says in (("", "Choose the Member"), ("hugh-marsh", "Choose a Member from the list")):
        response = desk(assembly.eve).post(answer(transfer), {"member": chosen})
        assert response.status_code == 422
        assert says in response.text


def test_no_is_an_answer(desk, assembly, case):
    transfer = transfer_offered(case, to=assembly.sister, by=assembly.ben)
    guest = desk(assembly.eve)
    guest.post(answer(transfer), {"answer": "decline"})
    assert guest.get(answer(transfer)).status_code == 404
    with scoped(ALL):
        case.refresh_from_db()
        assert case.is_open


@pytest.mark.parametrize("who", ["ben", "cat", "fay"])
def test_nobody_but_the_receiver_takes_it_on(desk, assembly, case, who):
    transfer = transfer_offered(case, to=assembly.sister, by=assembly.ben)
    response = desk(getattr(assembly, who)).post(answer(transfer), {"member": "ines-vale"})
    assert response.status_code == 404


def test_the_offer_is_taken_back(desk, assembly, case):
    transfer = transfer_offered(case, to=assembly.sister, by=assembly.ben)
    desk(assembly.ben).post(to("transfer_end", case), {"ending": "revoked"})
    assert desk(assembly.eve).get(answer(transfer)).status_code == 404


def test_a_note_of_another_case_cannot_be_ticked(desk, ben, case):
    factories.note(case)
    other = factories.note(factories.case(office=case.office))
    response = desk(ben).post(to("transfer", case), form(parts=[f"note:{other.uuid}"]))
    assert response.status_code == 422
    with scoped(ALL):
        assert not Transfer.objects.exists()


def test_the_person_sees_both(sign_in, desk, assembly, case, member):
    transfer = transfer_offered(case, to=assembly.sister, by=assembly.ben)
    desk(assembly.eve).post(answer(transfer), {"member": "sol-marsh"})
    client = sign_in(assembly.ada)
    with scoped(ALL):
        copy = Case.objects.get(office=assembly.sister)
    assert "Passed on to Labour South" in client.get(f"/my-cases/{case.reference}/").text
    assert "Labour East passed your case on to this office" in client.get(f"/my-cases/{copy.reference}/").text


def test_a_closed_case_is_opened_before_it_is_passed_on(desk, ben, case):
    owner = desk(ben)
    owner.post(to("close", case), {"outcome": "Done"})
    assert "Open it again to pass it on" in owner.get(to("transfer", case), follow=True).text


def test_a_note_stays_unless_it_was_ticked(desk, assembly, case, member):
    factories.note(case)
    desk(assembly.ben).post(to("transfer", case), form())
    with scoped(ALL):
        transfer = Transfer.objects.get()
    desk(assembly.eve).post(answer(transfer), {"member": "sol-marsh"})
    with scoped(ALL):
        assert not Note.objects.filter(office=assembly.sister).exists()
