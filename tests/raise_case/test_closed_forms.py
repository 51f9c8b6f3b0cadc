"""Tests of a form that was closed or changed after a submission was started."""

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from casework.questionnaires import services
from tests.raise_case.hand import Hand


@pytest.fixture
def closed(hand):
    """Return the client of a submission started before the form was closed."""
    hand.fill(until="details")
    call_command("close_form", "contact", verbosity=0)
    return hand


def test_closed_form_returns_410_for_a_new_submission(closed):
    stranger = Hand(Client())
    for response in (stranger.get(), stranger.get("safety"), stranger.post("safety")):
        assert response.status_code == 410
        assert "This form is closed" in response.text


def test_submission_started_before_closing_can_be_sent(closed):
    page = closed.get().text
    assert "You can still finish what you started" in page
    closed.fill()
    assert closed.send().url == "/raise/contact/sent/"
    assert closed.get().status_code == 410


def test_publishing_a_new_version_reopens_the_form(closed, definition):
    services.publish(slug="contact", definition=definition, by=None)
    assert Hand(Client()).post("safety").status_code == 302
    assert "You’ll continue with the questions you began with" in closed.get().text


def test_close_form_command_refuses_a_form_that_is_not_open(closed):
    for slug in ("contact", "nothing"):
        with pytest.raises(CommandError, match="No open form"):
            call_command("close_form", slug)
