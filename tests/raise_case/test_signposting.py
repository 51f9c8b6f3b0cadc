"""A step that some boroughs are shown, which says who can help, links them and ends the form."""

import copy

import pytest

from casework.questionnaires import services
from casework.questionnaires.rules.problems import problems_of
from cms.forms.compare import changes
from tests.raise_case.every_type import text
from tests.raise_case.hand import Hand

NEWHAM = "E09000025"
ENDING = {
    "slug": "ask-your-council",
    "section": text("Your case"),
    "title": text("This is for your borough council"),
    "when": [{"question": "where_borough", "in": [NEWHAM]}],
    "content": [
        {"text": text("Your council runs this.")},
        {"text": text("See who represents you"), "url": "/find-your-members/in/{borough}/"},
    ],
    "ends": True,
}


@pytest.fixture
def signposting(definition):
    """Return the contact form with an ending for one borough after the question for the place."""
    made = copy.deepcopy(definition)
    at = next(number for number, step in enumerate(made["steps"]) if step["slug"] == "link")
    made["steps"].insert(at, copy.deepcopy(ENDING))
    return made


@pytest.fixture
def hand(client, assembly, signposting):
    services.publish(slug="contact", definition=signposting, by=None)
    return Hand(client)


def where(borough):
    return {"where": "borough", "where_borough": borough}


def test_people_of_the_borough_are_told_who_can_help_and_linked_to_it(hand):
    hand.fill(until="ask-your-council", where=where(NEWHAM))
    page = hand.get("ask-your-council").text
    assert "Your council runs this." in page
    assert 'href="/find-your-members/in/newham/"' in page
    assert "/ask-your-council/" in hand.get("check").url


def test_postcode_of_the_borough_leads_there_too(hand, two_postcodes):
    hand.fill(until="ask-your-council", where={"where": "postcode", "where_postcode": "E16 1ZE"})


@pytest.mark.parametrize("place", ["none", "outside"])
def test_people_without_that_borough_continue(hand, place):
    hand.fill(until="where")
    assert hand.post("where", {"where": place}).url.endswith("/link/")


@pytest.mark.django_db
def test_borough_that_is_not_there_is_refused_at_its_condition(signposting, assembly):
    assert problems_of(signposting) == []
    step = next(step for step in signposting["steps"] if step["slug"] == "ask-your-council")
    step["when"][0]["in"] = ["E09009999"]
    ((path, sentence),) = problems_of(signposting)
    assert path[2:] == ("when", 0)
    assert "E09009999" in sentence


@pytest.mark.django_db
def test_comparison_names_the_boroughs(signposting, definition, assembly):
    (shown,) = [each for each in changes(definition, signposting) if each.where.endswith("council”")]
    assert shown.what == "added"
    other = copy.deepcopy(signposting)
    step = next(step for step in other["steps"] if step["slug"] == "ask-your-council")
    step["when"] = [{"question": "where_borough", "not_in": [NEWHAM]}]
    (shown,) = changes(signposting, other)
    assert shown.now.endswith("(borough)” is none of: Newham")
