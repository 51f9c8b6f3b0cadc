"""Transfer pages of the sending and of the receiving office."""

import pytest
from django.urls import reverse
from django.utils import timezone

from casework.audit.models import Entry
from casework.audit.verbs import Verb
from casework.cases.models import Case, Note, Transfer
from casework.cases.services.own_case.tracking_code import replace_code
from casework.wall.scope import ALL, scoped
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


def test_transfer_from_offer_to_the_new_case(desk, assembly, case, member):
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
    assert "Labour South took this case on" in desk(assembly.ben).get(to("case_detail", case)).text


def test_original_is_404_to_the_receiver_before_acceptance(desk, assembly, case):
    transfer_offered(case, to=assembly.sister, by=assembly.ben)
    assert desk(assembly.eve).get(to("case_detail", case)).status_code == 404


def test_original_is_404_to_the_receiver_after_acceptance(desk, assembly, case, member):
    transfer = transfer_offered(case, to=assembly.sister, by=assembly.ben)
    guest = desk(assembly.eve)
    guest.post(answer(transfer), {"answer": "accept", "member": "sol-marsh"})
    assert guest.get(to("case_detail", case)).status_code == 404


def test_accepting_a_transfer_twice_creates_one_case(desk, assembly, case, member):
    transfer = transfer_offered(case, to=assembly.sister, by=assembly.ben)
    guest = desk(assembly.eve)
    first, second = (guest.post(answer(transfer), {"member": "sol-marsh"}).status_code for _tab in range(2))
    assert (first, second) == (302, 404)
    with scoped(ALL):
        assert Case.objects.filter(office=assembly.sister).count() == 1


def test_accepting_a_transfer_needs_a_member_of_the_office(desk, assembly, case, member):
    transfer = transfer_offered(case, to=assembly.sister, by=assembly.ben)
    for chosen, says in (("", "Choose the Member"), ("hugh-marsh", "Choose a Member from the list")):
        response = desk(assembly.eve).post(answer(transfer), {"member": chosen})
        assert response.status_code == 422
        assert says in response.text


def test_declined_transfer_leaves_the_case_open(desk, assembly, case):
    transfer = transfer_offered(case, to=assembly.sister, by=assembly.ben)
    guest = desk(assembly.eve)
    guest.post(answer(transfer), {"answer": "decline"})
    assert guest.get(answer(transfer)).status_code == 404
    with scoped(ALL):
        case.refresh_from_db()
        assert case.is_open


@pytest.mark.parametrize("who", ["ben", "cat", "fay"])
def test_transfer_is_404_to_everyone_but_the_receiver(desk, assembly, case, who):
    transfer = transfer_offered(case, to=assembly.sister, by=assembly.ben)
    response = desk(getattr(assembly, who)).post(answer(transfer), {"member": "ines-vale"})
    assert response.status_code == 404


def test_withdrawn_transfer_is_404_to_the_receiver(desk, assembly, case):
    transfer = transfer_offered(case, to=assembly.sister, by=assembly.ben)
    desk(assembly.ben).post(to("transfer_end", case), {"ending": "revoked"})
    assert desk(assembly.eve).get(answer(transfer)).status_code == 404


def test_transfer_with_a_note_of_another_case_is_refused(desk, ben, case):
    factories.note(case)
    other = factories.note(factories.case(office=case.office))
    response = desk(ben).post(to("transfer", case), form(parts=[f"note:{other.uuid}"]))
    assert response.status_code == 422
    with scoped(ALL):
        assert not Transfer.objects.exists()


def test_constituent_sees_original_and_copy(sign_in, desk, assembly, case, member):
    transfer = transfer_offered(case, to=assembly.sister, by=assembly.ben)
    desk(assembly.eve).post(answer(transfer), {"member": "sol-marsh"})
    client = sign_in(assembly.ada)
    with scoped(ALL):
        copy = Case.objects.get(office=assembly.sister)
    pages = [client.get(f"/my-cases/{each.reference}/").text for each in (case, copy)]
    assert "The office passed your case on to <bdi>Labour South</bdi>" in pages[0]
    assert "<bdi>Labour East</bdi> passed your case on to this office" in pages[1]


def test_closed_case_cannot_be_transferred(desk, ben, case):
    owner = desk(ben)
    owner.post(to("close", case), {"outcome": "Done"})
    assert "Open it again to pass it on" in owner.get(to("transfer", case), follow=True).text


def test_unticked_note_is_not_transferred(desk, assembly, case, member):
    factories.note(case)
    desk(assembly.ben).post(to("transfer", case), form())
    with scoped(ALL):
        transfer = Transfer.objects.get()
    desk(assembly.eve).post(answer(transfer), {"member": "sol-marsh"})
    with scoped(ALL):
        assert not Note.objects.filter(office=assembly.sister).exists()


@pytest.fixture
def accepted(desk, assembly, member):
    """Return a function that has the other office take a case on, and returns the page that follows."""

    def go(case):
        transfer = transfer_offered(case, to=assembly.sister, by=assembly.ben)
        sent = {"answer": "accept", "member": "sol-marsh"}
        return desk(assembly.eve).post(answer(transfer), sent, follow=True)

    return go


def test_tracking_code_stays_with_the_case_it_was_made_for(client, desk, assembly, accepted):
    case = factories.case(office=assembly.office)
    with scoped(ALL):
        code = replace_code(case=case, by=assembly.ben)
    page = accepted(case).text
    assert "make them a new tracking code" in page
    with scoped(ALL):
        copy = Case.objects.get(office=assembly.sister)
    for each, opens in ((copy, False), (case, True)):
        client.post("/my-cases/open/", {"reference": each.reference, "word": code})
        assert (client.get(f"/my-cases/{each.reference}/").status_code == 200) == opens
    assert "They can give you a tracking code for it" in client.get(f"/my-cases/{case.reference}/").text
    with scoped(ALL):
        logged = Entry.objects.filter(verb=Verb.TRANSFER_ACCEPTED)
        assert [entry.detail["code"] for entry in logged] == ["left", "left"]


def test_person_with_a_mailbox_needs_no_new_tracking_code(assembly, accepted):
    case = factories.case(office=assembly.office, raised_by=assembly.ada)
    assert "make them a new tracking code" not in accepted(case).text
    with scoped(ALL):
        assert not Entry.objects.filter(verb=Verb.TRANSFER_ACCEPTED, detail__has_key="code").exists()
