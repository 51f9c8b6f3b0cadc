"""Sharing a case with another office, from its page and from theirs."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from casework.audit.models import Entry
from casework.cases.models import CaseFile, Note, Share
from casework.cases.offers import Ending
from casework.cases.sharing import accept_share, end_share, open_part
from casework.files import store
from casework.scope import ALL, scoped
from tests import factories
from tests.sharing import offered, shared


def to(name, case, *more):
    return reverse(f"backoffice:{name}", args=[case.reference, *more])


def day(name, when):
    return {f"{name}_day": when.day, f"{name}_month": when.month, f"{name}_year": when.year}


def form(**changed):
    today = timezone.localdate()
    given = {"to_office": "labour-south", "purpose": "You know this landlord", "agreed_how": "phone"}
    return given | day("agreed_on", today) | day("last_day", today + timedelta(days=14)) | changed


@pytest.fixture
def secret(assembly):
    case = factories.case(
        office=assembly.office, raised_by=assembly.ada, subject="canary-subject", body="canary-body"
    )
    factories.note(case, body="canary-note")
    with scoped(ALL), store.arrival() as arrival:
        arrival.file.write(b"canary-bytes")
        CaseFile.objects.create(
            office=case.office, case=case, message=case.messages.get(), key=arrival.keep(),
            name="canary-file.jpg", content_type="image/jpeg", size=12, sha256="0" * 64,
        )  # fmt: skip
    return case


@pytest.fixture
def share(assembly, secret):
    return shared(secret, to=assembly.sister, by=assembly.ben, yes=assembly.eve)


def part(model, case):
    with scoped(ALL):
        return model.objects.get(case=case)


def test_from_the_offer_to_the_page_that_the_other_office_reads(desk, assembly, secret):
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


def test_before_they_say_yes_there_is_no_such_case(desk, assembly, secret):
    offered(secret, to=assembly.sister, by=assembly.ben)
    assert desk(assembly.eve).get(to("case_detail", secret)).status_code == 404


def test_the_other_office_sees_no_way_to_the_person_and_nothing_to_do(desk, assembly, secret, share):
    factories.case(office=assembly.office, raised_by=assembly.ada, subject="canary-other")
    desk(assembly.ben).post(to("claim", secret))
    page = desk(assembly.eve).get(to("case_detail", secret)).text
    for hidden in (
        "canary-note",
        "canary-file",
        "canary-other",
        "ada@",
        "london.example",
        "Claim",
        "Reply to",
    ):
        assert hidden not in page


@pytest.mark.parametrize("who", ["eve", "ben"])
def test_reading_it_is_in_both_logs_for_guests_and_in_one_at_home(desk, assembly, secret, share, who):
    desk(getattr(assembly, who)).get(to("case_detail", secret))
    with scoped(ALL):
        reads = Entry.objects.filter(verb="case.read", subject=secret.reference)
        offices = sorted(reads.values_list("office_id", flat=True))
    assert offices == sorted([assembly.office.pk] + [assembly.sister.pk] * (who == "eve"))


def test_a_shown_note_and_file_are_read_and_hidden_again(desk, assembly, secret, share):
    owner, guest = desk(assembly.ben), desk(assembly.eve)
    note, file = part(Note, secret), part(CaseFile, secret)
    download = to("case_file", secret, file.uuid)
    assert guest.get(download).status_code == 404
    for name, each in (("share_note", note), ("share_file", file)):
        owner.post(to(name, secret, each.uuid), {"do": "show", "share": share.uuid})
    page = guest.get(to("case_detail", secret)).text
    assert "canary-note" in page
    assert "canary-file" in page
    assert b"canary-bytes" in guest.get(download).getvalue()
    for name, each in (("share_note", note), ("share_file", file)):
        owner.post(to(name, secret, each.uuid), {"do": "hide"})
    assert "canary-note" not in guest.get(to("case_detail", secret)).text
    assert guest.get(download).status_code == 404


def test_a_button_of_an_earlier_share_shows_nothing_to_the_next_office(desk, assembly, secret, share):
    """A tab stays open while a colleague stops that share and asks another office."""
    owner, note = desk(assembly.ben), part(Note, secret)
    with scoped(ALL):
        end_share(share=share, ending=Ending.REVOKED, by=assembly.ben)
    offered(secret, to=assembly.rival, by=assembly.ben)
    owner.post(to("share_note", secret, note.uuid), {"do": "show", "share": share.uuid})
    assert part(Note, secret).opened_in_id is None


def test_the_owner_sees_that_a_guest_looked_at_the_list_of_what_is_shared(desk, assembly, secret, share):
    """It names the person and the subject."""
    assert "canary-subject" in desk(assembly.eve).get("/office/shared/").text
    with scoped(ALL):
        looks = Entry.objects.filter(verb="list.read", actor_id=assembly.eve.pk)
        offices = sorted(looks.values_list("office_id", flat=True))
    assert offices == sorted([assembly.office.pk, assembly.sister.pk])


@pytest.mark.parametrize("why", [Ending.REVOKED, Ending.WITHDRAWN])
def test_stopping_shuts_the_open_page_and_the_file_at_the_next_click(desk, assembly, secret, share, why):
    guest, file = desk(assembly.eve), part(CaseFile, secret)
    with scoped(ALL):
        open_part(part=file, share=share, by=assembly.ben)
    assert guest.get(to("case_detail", secret)).status_code == 200
    desk(assembly.ben).post(to("share_end", secret), {"ending": why})
    assert guest.get(to("case_detail", secret)).status_code == 404
    assert guest.get(to("case_file", secret, file.uuid)).status_code == 404
    assert "canary" not in guest.get("/office/shared/").text


@pytest.mark.parametrize(
    "door", ["claim", "assign", "note", "reply", "turn", "close", "reopen", "share", "share_end", "transfer"]
)
def test_a_guest_changes_nothing(desk, assembly, secret, share, door):
    guest = desk(assembly.eve)
    assert guest.post(to(door, secret), {"body": "x", "outcome": "x", "ending": "revoked"}).status_code == 403
    with scoped(ALL):
        secret.refresh_from_db()
        assert secret.is_open
        assert secret.messages.count() == 1
        assert Share.objects.get().ended_at is None


def test_a_guest_reads_no_answers_of_the_form_and_shows_itself_nothing(desk, assembly, secret, share):
    guest, note = desk(assembly.eve), part(Note, secret)
    assert guest.get(to("case_answers", secret)).status_code == 403
    assert guest.post(to("share_note", secret, note.uuid), {"do": "show"}).status_code == 403
    assert part(Note, secret).opened_in_id is None


def test_it_is_not_in_the_queue_of_the_other_office(desk, assembly, secret, share):
    assert secret.reference not in desk(assembly.eve).get("/office/cases/?view=open").text


@pytest.mark.parametrize("who", ["cat", "ben", "fay"])
def test_nobody_but_the_other_office_answers(desk, assembly, secret, who):
    offer = offered(secret, to=assembly.sister, by=assembly.ben)
    address = reverse("backoffice:share_answer", args=[offer.uuid])
    assert desk(getattr(assembly, who)).post(address, {"answer": "accept"}).status_code == 404
    with scoped(ALL):
        assert Share.objects.get().accepted_at is None


def test_whoever_only_reads_neither_offers_nor_answers(desk, assembly, secret):
    assert desk(assembly.fay).post(to("share", secret), form()).status_code == 403
    offer = offered(secret, to=assembly.sister, by=assembly.ben)
    reader = factories.staff("Gus", office=assembly.sister, role="read-only")
    address = reverse("backoffice:share_answer", args=[offer.uuid])
    assert desk(reader).post(address, {"answer": "accept"}).status_code == 403
    assert "Labour East asks" in desk(reader).get("/office/shared/").text


def test_saying_no_ends_the_offer(desk, assembly, secret):
    offer = offered(secret, to=assembly.sister, by=assembly.ben)
    guest = desk(assembly.eve)
    address = reverse("backoffice:share_answer", args=[offer.uuid])
    guest.post(address, {"answer": "decline"})
    assert guest.post(address, {"answer": "accept"}).status_code == 404
    assert guest.get(to("case_detail", secret)).status_code == 404


def test_an_offer_that_was_taken_back_is_no_more(desk, assembly, secret):
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
def test_a_refused_offer_says_what_to_do(desk, ben, secret, changed, says):
    response = desk(ben).post(to("share", secret), form(**changed))
    assert response.status_code == 422
    assert says in response.text
    with scoped(ALL):
        assert not Share.objects.exists()


def test_a_safe_contact_case_says_why_it_stays(desk, assembly):
    case = factories.case(office=assembly.office, safe_contact=True)
    page = desk(assembly.ben).post(to("share", case), form(), follow=True).text
    assert "This case stays in this office" in page
    assert "Share this case" not in page


def test_the_case_page_says_who_reads_it(desk, assembly, secret, share):
    page = desk(assembly.ben).get(to("case_detail", secret)).text
    for words in ("Shared with", "Labour South", "Eve", "notes: 0, files: 0", "Show to Labour South"):
        assert words in page


def test_clicking_twice_offers_once(desk, ben, secret):
    owner = desk(ben)
    for _click in range(2):
        owner.post(to("share", secret), form())
    with scoped(ALL):
        assert Share.objects.count() == 1


def test_the_managers_of_the_other_office_are_asked_without_a_word_of_the_case(
    desk, assembly, secret, sent_mail
):
    head = factories.staff("Ivy", office=assembly.sister, role="manager")
    desk(assembly.ben).post(to("share", secret), form())
    [mail] = sent_mail()
    assert mail["To"] == head.email
    assert "/office/shared/" in mail.as_string()
    for hidden in ("canary", secret.reference, "landlord", "Person"):
        assert hidden not in mail.as_string()


def test_the_person_sees_who_reads_their_case_and_when_that_ends(desk, sign_in, assembly, secret):
    offer = offered(secret, to=assembly.sister, by=assembly.ben)
    client, address = sign_in(assembly.ada), f"/my-cases/{secret.reference}/"
    assert "Labour South" not in client.get(address).text
    with scoped(ALL):
        accept_share(share=offer, by=assembly.eve)
    assert "Labour South may read this case too" in client.get(address).text
    with scoped(ALL):
        end_share(share=offer, ending=Ending.REVOKED, by=assembly.ben)
    page = client.get(address).text
    assert "may read this case too" not in page
    assert "Labour South can no longer read this case" in page


def test_an_offer_of_another_is_the_same_page_as_none(desk, assembly, secret):
    offer = offered(secret, to=assembly.sister, by=assembly.ben)
    rival = desk(assembly.cat)
    for name in ("share_answer", "transfer_answer"):
        theirs = rival.get(reverse(f"backoffice:{name}", args=[offer.uuid]))
        none = rival.get(reverse(f"backoffice:{name}", args=[uuid.uuid4()]))
        assert (theirs.status_code, theirs.content) == (none.status_code, none.content)
