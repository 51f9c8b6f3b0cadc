"""Languages that are not ready or not turned on are not offered, and their addresses redirect."""

import pytest
from django.utils.translation import get_language

from body.languages import is_offered, language_named, writing_in
from casework.offices.languages import offer_languages


def test_language_is_offered_once_it_is_ready_and_turned_on(settings, the_body):
    settings.LANGUAGES = [("en", "English"), ("pl", "Polski")]
    assert not is_offered("pl")
    the_body.languages = ["pl", "ar"]
    assert is_offered("pl")
    assert not is_offered("ar")


@pytest.mark.parametrize(
    ("address", "leads_to"),
    [
        ("/ar/", "/"),
        ("/pl/find-your-members/?a=1", "/find-your-members/?a=1"),
        ("/ar//evil.example/", "/%2Fevil.example/"),
    ],
)
@pytest.mark.parametrize("ready", [False, True])
def test_address_of_a_language_that_is_off_redirects(client, db, settings, ready, address, leads_to):
    settings.LANGUAGES = settings.KNOWN_LANGUAGES if ready else settings.LANGUAGES
    response = client.get(address)
    assert (response.status_code, response.url) == (302, leads_to)


def test_code_that_is_no_language_is_not_found(client, db):
    assert client.get("/qq/").status_code == 404


def test_language_that_was_turned_on_is_shown_at_the_next_look(client, db, settings, stored_body):
    settings.LANGUAGES = settings.KNOWN_LANGUAGES
    assert client.get("/pl/find-your-members/").status_code == 302
    offer_languages(codes=["pl"], by=None)
    page = client.get("/pl/find-your-members/")
    assert page.status_code == 200
    assert '<html lang="pl" dir="ltr"' in page.text


@pytest.mark.parametrize(
    ("name", "code"), [("Polish", "pl"), ("polski ", "pl"), ("Gujarati", "gu"), ("BSL", "")]
)
def test_language_is_known_by_both_its_names(name, code):
    assert language_named(name) == code


def test_language_that_is_not_offered_is_not_written_in(offer):
    offer("pl")
    with writing_in("pl"):
        assert get_language() == "pl"
    with writing_in("ar"):
        assert get_language() == "en"
