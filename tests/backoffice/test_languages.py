"""Administrators turn languages on and off."""

import pytest

from body.models import Body
from casework.audit.models import Entry
from casework.audit.verbs import Verb
from casework.wall.scope import ALL, scoped
from tests import factories

LANGUAGES = "/office/administration/languages/"


@pytest.fixture
def boss(assembly):
    return factories.staff("Boss", is_administrator=True)


@pytest.fixture
def ready(settings, stored_body):
    settings.LANGUAGES = [("en", "English"), ("pl", "Polski"), ("gu", "ગુજરાતી")]


def entries():
    with scoped(ALL):
        return list(
            Entry.objects.filter(verb__in=[Verb.LANGUAGE_ON, Verb.LANGUAGE_OFF])
            .order_by("pk")
            .values_list("verb", "subject")
        )


def test_administrator_turns_a_language_on_and_off(desk, boss, ready):
    client = desk(boss)
    assert "Gujarati · ગુજરાતી" in client.get(LANGUAGES).text
    client.post(LANGUAGES, {"languages": ["pl"]})
    assert Body.objects.get().languages == ["pl"]
    client.post(LANGUAGES, {"languages": ["gu"]})
    assert Body.objects.get().languages == ["gu"]
    assert entries() == [("body.language-on", "pl"), ("body.language-on", "gu"), ("body.language-off", "pl")]


def test_language_that_is_on_is_ticked(desk, boss, ready):
    client = desk(boss)
    client.post(LANGUAGES, {"languages": ["pl"]})
    page = client.get(LANGUAGES)
    assert page.context["form"].initial == {"languages": ["en", "pl"]}


def test_language_that_is_not_ready_cannot_be_turned_on(desk, boss, ready):
    client = desk(boss)
    page = client.post(LANGUAGES, {"languages": ["ur"]})
    assert page.status_code == 422
    assert "<li>Urdu</li>" in page.text
    assert not Body.objects.exists()
    assert entries() == []


def test_saving_without_a_change_writes_no_entry(desk, boss, ready):
    client = desk(boss)
    client.post(LANGUAGES, {"languages": ["pl"]})
    client.post(LANGUAGES, {"languages": ["pl"]})
    assert len(entries()) == 1


def test_manager_cannot_turn_a_language_on(desk, dev, ready):
    assert desk(dev).post(LANGUAGES, {"languages": ["pl"]}).status_code == 404
    assert not Body.objects.exists()
