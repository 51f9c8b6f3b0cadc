"""Changing the language keeps the place, and in a form what is typed on the page."""

import pytest
from django.utils.html import conditional_escape
from django.utils.translation import override

from accounts.sessions.half_typed import FIELD
from body.english import EnglishText, english, filled, plain
from ui.forms import Renderer
from ui.widgets import Select


def test_switch_in_a_form_keeps_what_is_typed(hand, submission, polish):
    hand.fill(until="details")
    response = hand.post("details", {"subject": "Lift", "what_happened": ""}, language="ar")
    assert response.url == "/ar/raise/contact/details/"
    assert submission().answers["details"]["subject"] == "Lift"
    assert submission().language == "en"
    page = hand.client.get(response.url).text
    assert 'value="Lift"' in page
    assert '<html lang="ar" dir="rtl"' in page


def test_switch_shows_what_is_typed_now_and_not_what_was_left_before(hand, polish):
    hand.fill(until="details")
    hand.post("details", {"subject": "Left", "what_happened": ""}, **{FIELD: "yes"})
    response = hand.post("details", {"subject": "Lift", "what_happened": ""}, language="ar")
    assert 'value="Lift"' in hand.client.get(response.url).text


def test_switch_on_the_first_page_keeps_the_answer_and_begins_the_form(hand, submission, polish):
    response = hand.post("safety", {"safe": "yes"}, language="pl")
    assert response.url == "/pl/raise/contact/safety/"
    assert submission().answers["safety"]["safe"] == "yes"


def test_switch_on_an_empty_first_page_begins_nothing(hand, polish):
    response = hand.post("safety", {"safe": ""}, language="pl")
    assert response.url == "/pl/raise/contact/safety/"
    assert not hand.client.session.keys()


def test_language_that_is_off_is_no_switch(hand, polish):
    assert hand.post("safety", language="ur").url == "/raise/contact/device/"


def test_languages_of_a_step_are_buttons_of_its_form(hand, polish):
    page = hand.get("safety").text
    assert 'form="step"' in page
    assert 'value="pl"' in page
    assert '<form method="post" id="step"' in page


def test_languages_elsewhere_are_links_to_the_same_page(client, db, polish):
    page = client.get("/find-your-members/").text
    assert 'href="/pl/find-your-members/"' in page


@pytest.mark.django_db
def test_step_in_another_language_marks_its_english(hand, polish):
    page = hand.client.get("/pl/raise/contact/safety/").text
    assert '<bdi lang="en" dir="ltr">' in page.split("<main")[1]
    assert "bdi" not in page.split("<title>")[1].split("</title>")[0]
    assert "Dalej" in page
    assert '<bdi lang="en"' not in hand.get("safety").text


def test_english_text_is_marked_once_and_escaped(polish):
    with override("pl"):
        marked = english("Fish & chips")
        assert conditional_escape(marked) == '<bdi lang="en" dir="ltr">Fish &amp; chips</bdi>'
        assert conditional_escape(english(marked)) == conditional_escape(marked)
        assert type(plain(marked)) is str
        assert isinstance(str(marked), EnglishText)
    assert conditional_escape(english("Fish & chips")) == "Fish &amp; chips"


@pytest.mark.django_db
def test_english_section_and_options_are_marked_in_a_form_without_translation(hand, polish):
    """A caption holds the mark, an option carries it itself, and the title of the browser's tab has none."""
    with override("pl"):
        assert conditional_escape(filled("%(name)s: %(n)d < 3", name=english("A & B"), n=2)) == (
            '<bdi lang="en" dir="ltr">A &amp; B</bdi>: 2 &lt; 3'
        )
        options = Select(choices=[("", "Wybierz"), ("lift", english("The lift"))]).render(
            "what", "lift", renderer=Renderer()
        )
    assert '<option value="">Wybierz</option>' in options
    assert '<option value="lift" selected lang="en" dir="ltr">The lift</option>' in options
    page = hand.client.get("/pl/raise/contact/safety/").text
    assert page.split('class="ui-caption">')[1].startswith('<bdi lang="en" dir="ltr">')


def test_copy_of_what_was_sent_marks_the_english_words_of_the_form(hand, polish):
    """Questions and offered answers are kept in English; what the person typed is in any language."""
    hand.fill(help={"would_help": "", "asked_before": "Rada dzielnicy"})
    hand.send()
    page = hand.client.get("/pl/raise/contact/sent/copy/").text
    assert '<bdi lang="en" dir="ltr">Safe to email you</bdi>' in page
    assert '<p><bdi lang="en" dir="ltr">Yes, only I read my emails</bdi></p>' in page
    assert '<p dir="auto">Rada dzielnicy</p>' in page


@pytest.mark.django_db
def test_invitation_of_staff_is_in_english_alone_like_the_desk(client, polish):
    assert '<html lang="en"' in client.get("/accounts/invitation/", HTTP_ACCEPT_LANGUAGE="pl").text
    assert client.get("/pl/accounts/invitation/").status_code == 404
