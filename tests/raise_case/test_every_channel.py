"""Tests of submissions without email, fixed address or London address: each reaches an office that can answer."""

import uuid

import pytest

from casework.cases.models import Case
from casework.cases.models.alerts.contact_task import ContactTask
from casework.cases.services.messages.message import reply_to_constituent
from casework.cases.turns import Turn
from casework.wall.scope import ALL, scoped

NEWHAM = "E09000025"
CONTACTS = {
    "phone": {"name": "", "phone": "020 7946 0000"},
    "post": {"name": "Amina Yusuf", "postal_address": "Care of the day centre, 1 High Street"},
}
PLACES = {
    "no fixed address": ({"where": "none"}, {"link": "stay", "link_stay": NEWHAM}),
    "placed outside by a council": ({"where": "outside"}, {"link": "placed", "link_placed": NEWHAM}),
    "the problem is here": ({"where": "outside"}, {"link": "problem", "link_problem": NEWHAM}),
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("contact_kind", CONTACTS)
def test_submission_without_email_reaches_its_borough_and_can_be_answered(
    hand, ben, sent_mail, contact_kind, place
):
    where, link = PLACES[place]
    hand.fill(where=where, link=link, you=CONTACTS[contact_kind])
    hand.send()
    assert "Your tracking code" in hand.get("sent").text
    with scoped(ALL):
        case = Case.objects.select_related("borough", "member").get()
        assert (case.borough.code, case.member.slug) == (NEWHAM, "ines-vale")
        assert [point.kind for point in case.constituent.contact_points.all()] == [contact_kind]
        reply_to_constituent(case=case, body="Yes.", by=ben, turn=Turn.OFFICE, once=uuid.uuid4())
        assert ContactTask.objects.open().count() == 1
    assert sent_mail() == []


def test_person_without_link_to_the_area_chooses_from_members_for_everyone(hand):
    hand.fill(until="member", where={"where": "outside"}, link={"link": "none"})
    assert "Ines Vale" not in hand.get("member").text


def test_missing_contact_details_are_refused_with_instructions(hand):
    hand.fill(until="you")
    response = hand.post("you", {"name": "Amina Yusuf"})
    assert "Give an email address, a phone number or a postal address" in response.text
