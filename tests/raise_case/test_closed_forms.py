"""A form that is closed, or has changed since somebody began on it."""

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from casework.questionnaires import services
from tests.raise_case.conftest import Hand


@pytest.fixture
def closed(hand):
    """Somebody began; then the form was closed."""
    hand.fill(until="details")
    call_command("close_form", "contact", verbosity=0)
    return hand


def test_nobody_begins_on_a_closed_form(closed):
    stranger = Hand(Client())
    for response in (stranger.get(), stranger.get("safety"), stranger.post("safety")):
        assert response.status_code == 410
        assert "This form is closed" in response.text


def test_who_began_is_told_and_finishes(closed):
    page = closed.get().text
    assert "You can still finish what you started" in page
    closed.fill()
    assert closed.send().url == "/raise/contact/sent/"
    assert closed.get().status_code == 410


def test_publishing_again_opens_it(closed, definition):
    services.publish(slug="contact", definition=definition, by=None)
    assert Hand(Client()).post("safety").status_code == 302
    assert "You go on with the questions you began with" in closed.get().text


def test_only_an_open_form_can_be_closed(closed):
    for slug in ("contact", "nothing"):
        with pytest.raises(CommandError, match="No open form"):
            call_command("close_form", slug)
