"""A group of questions: people add one entry after another, change and remove each, and lose nothing."""

import re

import pytest

from casework.cases.models import Case
from casework.questionnaires import services
from casework.questionnaires.models import Submission
from casework.wall.scope import ALL, scoped
from tests.raise_case.grouped import with_group
from tests.raise_case.hand import Hand

ANA = {"person_called": "Ana", "person_age": "adult"}
LEO = {"person_called": "Leo", "person_age": "child", "person_school": "Hill School"}


@pytest.fixture
def published(assembly, definition):
    """Return a function that publishes the contact form with a group."""

    def publish(**changed):
        services.publish(slug="contact", definition=with_group(definition, **changed), by=None)

    return publish


@pytest.fixture
def at_group(client, published):
    """Return a client at the group, which asks for at least one entry."""
    published()
    hand = Hand(client)
    hand.fill(until="household")
    return hand


def entry_in(address):
    return re.search(r"entry=([0-9a-f]{8})", address)[1]


def add(hand, answers, **more):
    """Add an entry, and return its id."""
    page = hand.get("household")
    if page.status_code == 200:
        page = hand.post("household", {}, another="1")
    entry = entry_in(page.url)
    assert hand.post("household", answers, query={"entry": entry}, **more).status_code == 302
    return entry


def stored():
    return [each["answers"] for each in Submission.objects.get().answers["household"]["household"]]


def test_required_group_begins_with_the_first_entry(at_group):
    page = at_group.client.get(at_group.get("household").url)
    assert "<h1>Person 1</h1>" in page.text
    assert "Tell us about each person." in page.text


def test_list_shows_each_entry_in_words_with_links_to_change_and_remove_it(at_group):
    add(at_group, ANA)
    add(at_group, LEO)
    page = at_group.get("household").text
    assert [
        at for at in ("Person 1", "Ana", "Person 2", "Leo", "Under 18", "Hill School") if at not in page
    ] == []
    assert page.count('name="remove-') == 2


def test_entry_is_changed_in_its_place(at_group):
    first = add(at_group, ANA)
    add(at_group, LEO)
    assert 'value="Ana"' in at_group.get("household", entry=first).text
    at_group.post("household", ANA | {"person_called": "Anna"}, query={"entry": first})
    assert [each["person_called"] for each in stored()] == ["Anna", "Leo"]


def test_entry_is_removed_and_the_page_says_so(at_group):
    first = add(at_group, ANA)
    add(at_group, LEO)
    page = at_group.client.get(at_group.post("household", {}, **{f"remove-{first}": "1"}).url)
    assert "We removed it from the list." in page.text
    assert [each["person_called"] for each in stored()] == ["Leo"]


def test_page_sent_twice_adds_one_entry(at_group):
    first = add(at_group, ANA)
    at_group.post("household", ANA, query={"entry": first})
    assert len(stored()) == 1


def test_error_of_an_entry_stands_at_its_question_and_nothing_is_stored(at_group):
    entry = entry_in(at_group.get("household").url)
    page = at_group.post("household", {"person_called": "Ana"}, query={"entry": entry})
    assert page.context["form"].errors == {"person_age": ["Answer: How old are they?"]}
    assert "household" not in Submission.objects.get().answers


def test_no_more_than_the_most_can_be_added(at_group):
    for _number in range(3):
        add(at_group, ANA)
    assert "Add another" not in at_group.get("household").text
    refused = at_group.post("household", ANA, query={"entry": "0badcafe"})
    assert refused.url.endswith("/household/")
    assert len(stored()) == 3


def test_incomplete_entry_saved_for_later_is_named_before_sending(at_group):
    add(at_group, ANA)
    entry = entry_in(at_group.post("household", {}, another="1").url)
    at_group.post("household", {"person_called": "Leo"}, query={"entry": entry}, later="1")
    assert [each["person_called"] for each in stored()] == ["Ana", "Leo"]
    refused = at_group.post("household", {})
    assert refused.context["form"].errors == {"household": ["Person 2: Answer: How old are they?"]}


def test_optional_group_can_be_left_empty(client, published):
    published(required=False)
    hand = Hand(client)
    hand.fill(until="household")
    assert "You haven’t added any yet." in hand.get("household").text
    assert hand.post("household", {}).url.endswith("/files/")
    assert Submission.objects.get().answers["household"] == {"household": []}


def test_check_page_and_case_show_each_answer_in_the_words_of_its_question(at_group):
    add(at_group, ANA)
    entry = add(at_group, LEO)
    at_group.post("household", {})
    for step in ("files", "you", "language"):
        at_group.post(step)
    page = at_group.get("check").text
    assert "Person 2: Which school do they go to?" in page
    assert f"/household/?change=1&amp;entry={entry}" in page
    at_group.send()
    with scoped(ALL):
        record = {row["question"]: row["answer"] for row in Case.objects.get().answers}
    assert record["Person 1: Name"] == "Ana"
    assert record["Person 2: How old are they?"] == "Under 18"
    assert "Person 1: Which school do they go to?" not in record


def test_change_from_the_check_page_leads_back_to_it(at_group):
    entry = add(at_group, ANA)
    at_group.post("household", {})
    for step in ("files", "you", "language"):
        at_group.post(step)
    back = at_group.post("household", LEO, query={"entry": entry, "change": "1"}).url
    assert back.endswith("/household/?change=1")
    assert at_group.client.post(back, {}).url.endswith("/check/")


def test_page_left_half_typed_is_shown_again_at_its_own_entry(at_group):
    add(at_group, ANA)
    entry = entry_in(at_group.post("household", {}, another="1").url)
    at_group.post("household", {"person_called": "Leo"}, query={"entry": entry}, **{"half-typed": "1"})
    assert 'value="Leo"' in at_group.get("household", entry=entry).text
