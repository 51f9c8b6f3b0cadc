"""B9: no email, no fixed address and no London address are answers. Each routes, and each can be answered."""

import uuid

import pytest

from casework.cases.hand_tasks import HandTask
from casework.cases.models import Case
from casework.cases.services import reply_to_constituent
from casework.cases.turns import Turn
from casework.scope import ALL, scoped

NEWHAM = "E09000025"
WAYS = {
    "phone": {"name": "", "phone": "020 7946 0000"},
    "post": {"name": "Amina Yusuf", "postal_address": "Care of the day centre, 1 High Street"},
}
PLACES = {
    "no fixed address": ({"where": "none"}, {"link": "stay", "link_stay": NEWHAM}),
    "placed outside by a council": ({"where": "outside"}, {"link": "placed", "link_placed": NEWHAM}),
    "the problem is here": ({"where": "outside"}, {"link": "problem", "link_problem": NEWHAM}),
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("way", WAYS)
def test_each_situation_reaches_the_members_of_its_borough_and_can_be_answered(
    hand, ben, sent_mail, way, place
):
    where, link = PLACES[place]
    hand.fill(where=where, link=link, you=WAYS[way])
    hand.send()
    assert "We send you no email." in hand.get("sent").text
    with scoped(ALL):
        case = Case.objects.select_related("borough", "member").get()
        assert (case.borough.code, case.member.slug) == (NEWHAM, "ines-vale")
        assert [point.kind for point in case.constituent.contact_points.all()] == [way]
        reply_to_constituent(case=case, body="Yes.", by=ben, turn=Turn.OFFICE, once=uuid.uuid4())
        assert HandTask.objects.open().count() == 1
    assert sent_mail() == []


def test_no_link_to_the_area_leaves_the_members_for_everyone(hand):
    hand.fill(until="member", where={"where": "outside"}, link={"link": "none"})
    assert "Ines Vale" not in hand.get("member").text


def test_no_way_at_all_to_be_answered_is_refused_with_what_to_do(hand):
    hand.fill(until="you")
    response = hand.post("you", {"name": "Amina Yusuf"})
    assert "Give an email address, a phone number or a postal address" in response.text
