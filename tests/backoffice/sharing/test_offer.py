"""Offering a share, answering it, and what the owner and the constituent see of it."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from casework.cases.models import Share
from casework.cases.models.sharing.offer import Ending
from casework.cases.services.sharing.share import accept_share, end_share
from casework.wall.scope import ALL, scoped
from tests import factories
from tests.backoffice.sharing.pages import day, form, to
from tests.sharing import offered


def test_share_from_offer_to_reading(desk, assembly, secret):
    desk(assembly.ben).post(to("share", secret), form())
    guest = desk(assembly.eve)
    listed = guest.get("/office/shared/").text
    assert "Labour East asks you to read a case with them" in listed
    assert "You know this landlord" in listed
    with scoped(ALL):
        address = reverse("backoffice:share_answer", args=[Share.objects.get().uuid])
    for page in (listed, guest.get(address).text):
        assert "canary" not in page
        assert secret.reference not in page
        assert "Person" not in page
    read = guest.post(address, {"answer": "accept"}, follow=True)
    assert read.redirect_chain[-1][0] == to("case_detail", secret)
    assert "canary-body" in read.text
    assert "canary-subject" in guest.get("/office/shared/").text


def test_offered_case_is_404_until_the_share_is_accepted(desk, assembly, secret):
    offered(secret, to=assembly.sister, by=assembly.ben)
    assert desk(assembly.eve).get(to("case_detail", secret)).status_code == 404


@pytest.mark.parametrize("who", ["cat", "ben", "fay"])
def test_share_offer_is_404_to_everyone_but_the_guest_office(desk, assembly, secret, who):
    offer = offered(secret, to=assembly.sister, by=assembly.ben)
    address = reverse("backoffice:share_answer", args=[offer.uuid])
    assert desk(getattr(assembly, who)).post(address, {"answer": "accept"}).status_code == 404
    with scoped(ALL):
        assert Share.objects.get().accepted_at is None


def test_read_only_staff_cannot_offer_or_answer_a_share(desk, assembly, secret):
    assert desk(assembly.fay).post(to("share", secret), form()).status_code == 403
    offer = offered(secret, to=assembly.sister, by=assembly.ben)
    reader = factories.staff("Gus", office=assembly.sister, role="read-only")
    address = reverse("backoffice:share_answer", args=[offer.uuid])
    assert desk(reader).post(address, {"answer": "accept"}).status_code == 403
    assert "Labour East asks" in desk(reader).get("/office/shared/").text


def test_declined_share_cannot_be_accepted(desk, assembly, secret):
    offer = offered(secret, to=assembly.sister, by=assembly.ben)
    guest = desk(assembly.eve)
    address = reverse("backoffice:share_answer", args=[offer.uuid])
    guest.post(address, {"answer": "decline"})
    assert guest.post(address, {"answer": "accept"}).status_code == 404
    assert guest.get(to("case_detail", secret)).status_code == 404


def test_withdrawn_share_offer_is_404(desk, assembly, secret):
    offer = offered(secret, to=assembly.sister, by=assembly.ben)
    with scoped(ALL):
        end_share(share=offer, ending=Ending.REVOKED, by=assembly.ben)
    address = reverse("backoffice:share_answer", args=[offer.uuid])
    assert desk(assembly.eve).get(address).status_code == 404


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"to_office": ""}, "Choose the other office"),
        ({"to_office": "labour-east"}, "Choose an office from the list"),
        ({"purpose": ""}, "Say why"),
        ({"agreed_how": ""}, "Ask them first if they have not"),
        (day("agreed_on", timezone.localdate() + timedelta(days=2)), "Enter today or an earlier day"),
        (day("last_day", timezone.localdate()), "Enter a day after today"),
        (day("last_day", timezone.localdate() + timedelta(days=181)), "or an earlier day"),
    ],
)
def test_invalid_share_offer_says_what_to_do(desk, ben, secret, changed, says):
    response = desk(ben).post(to("share", secret), form(**changed))
    assert response.status_code == 422
    assert says in response.text
    with scoped(ALL):
        assert not Share.objects.exists()


def test_safe_contact_case_says_why_it_cannot_be_shared(desk, assembly):
    case = factories.case(office=assembly.office, safe_contact=True)
    page = desk(assembly.ben).post(to("share", case), form(), follow=True).text
    assert "This case stays in this office" in page
    assert "Share this case" not in page


def test_case_page_shows_the_guest_and_what_is_shown(desk, assembly, secret, share):
    page = desk(assembly.ben).get(to("case_detail", secret)).text
    for words in ("Shared with", "Labour South", "Eve", "notes: 0, files: 0", "Show to Labour South"):
        assert words in page


def test_double_click_creates_one_share_offer(desk, ben, secret):
    owner = desk(ben)
    for _click in range(2):
        owner.post(to("share", secret), form())
    with scoped(ALL):
        assert Share.objects.count() == 1


def test_share_offer_mail_to_managers_contains_no_case_data(desk, assembly, secret, sent_mail):
    head = factories.staff("Ivy", office=assembly.sister, role="manager")
    desk(assembly.ben).post(to("share", secret), form())
    [mail] = sent_mail()
    assert mail["To"] == head.email
    assert "/office/shared/" in mail.as_string()
    for hidden in ("canary", secret.reference, "landlord", "Person"):
        assert hidden not in mail.as_string()


def test_constituent_sees_an_active_share_and_its_end(desk, sign_in, assembly, secret):
    offer = offered(secret, to=assembly.sister, by=assembly.ben)
    client, address = sign_in(assembly.ada), f"/my-cases/{secret.reference}/"
    assert "Labour South" not in client.get(address).text
    with scoped(ALL):
        accept_share(share=offer, by=assembly.eve)
    assert "<bdi>Labour South</bdi> may read this case too" in client.get(address).text
    with scoped(ALL):
        end_share(share=offer, ending=Ending.REVOKED, by=assembly.ben)
    page = client.get(address).text
    assert "may read this case too" not in page
    assert "<bdi>Labour South</bdi> can no longer read this case" in page


def test_another_offices_offer_equals_a_missing_offer(desk, assembly, secret):
    offer = offered(secret, to=assembly.sister, by=assembly.ben)
    rival = desk(assembly.cat)
    for name in ("share_answer", "transfer_answer"):
        theirs = rival.get(reverse(f"backoffice:{name}", args=[offer.uuid]))
        none = rival.get(reverse(f"backoffice:{name}", args=[uuid.uuid4()]))
        assert (theirs.status_code, theirs.content) == (none.status_code, none.content)
