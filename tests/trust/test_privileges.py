"""Threat 12: every act on accounts and memberships, tried by every role on every office.

A row of ACTS says who may do it. Everyone else is refused, nothing changes, and the refusal is logged.
"""

import random
from contextlib import contextmanager

import pytest
from django.db import transaction
from django.urls import resolve

from backoffice.administration import urls as administration_urls
from backoffice.emergency import urls as emergency_urls
from backoffice.team import urls as team_urls
from casework.audit.models import Entry
from casework.audit.verbs import Verb
from casework.wall.scope import ALL, scoped
from tests.trust.acts import ACTS, browser, state


def refusals(person):
    with scoped(ALL):
        return Entry.objects.filter(verb=Verb.REFUSED, actor_id=person.pk).count()


def must_be_written(name, person):
    """Return fully signed-in people. A stranger has no name to log, and a half sign-in only leads to the sign-in."""
    return person is not None and person.is_active and name != "manager without a second factor"


def wrong(act, name, cast):
    """Return what is wrong with the answer to a person who may not do this; "" if nothing is."""
    person = cast.people[name]
    client, before, written = browser(name, person), state(), refusals(person) if person else 0
    response = client.post(act.path(cast), act.sends(cast))
    after = state()
    changed = [table for table in before if before[table] != after[table]]
    if changed:
        return f"{name} could {act.name}: {response.status_code}, changed {changed}"
    if response.status_code not in {302, 403, 404, 422}:
        return f"{name}, {act.name}: answered {response.status_code}"
    told = response.status_code in {403, 404}
    if must_be_written(name, person) and told and refusals(person) == written:
        return f"{name}, {act.name}: the refusal is not written down"
    return ""


@contextmanager
def undone():
    """Roll back the block."""
    mark = transaction.savepoint_create()
    yield
    transaction.savepoint_rollback(mark)


def test_unauthorised_action_is_refused_and_changes_nothing(cast, amount, proof):
    tries = [(act, name) for act in ACTS for name in cast.people if name not in act.may]
    picked = random.sample(tries, min(amount(150, len(tries)), len(tries)))
    failures = [words for act, name in picked if (words := wrong(act, name, cast))]
    proof("threat 12", "acts on accounts by people who may not", tried=len(picked), failures=failures)


@pytest.mark.slow
def test_authorised_action_succeeds(cast, proof):
    """The table would prove nothing if its acts had no effect."""
    tries, nothing = [(act, name) for act in ACTS for name in act.may], []
    for act, name in tries:
        with undone():
            before = state()
            browser(name, cast.people[name]).post(act.path(cast), act.sends(cast))
            if state() == before:
                nothing.append(f"{name} may {act.name}, and it did nothing")
    proof("threat 12", "acts on accounts by people who may", tried=len(tries), failures=nothing)


def test_action_open_to_anybody_is_detected(cast, monkeypatch):
    monkeypatch.setattr("backoffice.team.views.manages", lambda user, office: True)
    act = next(act for act in ACTS if act.name == "end")
    assert "caseworker of labour-east could end" in wrong(act, "caseworker of labour-east", cast)


def test_unlogged_refusal_is_detected(cast, monkeypatch):
    monkeypatch.setattr("config.middleware.record", lambda *given, **facts: None)
    act = next(act for act in ACTS if act.name == "end")
    assert "not written down" in wrong(act, "manager of conservative", cast)


def test_every_page_that_changes_access_has_an_act(cast):
    """A page added to the team or the administration needs a row, or a reason here why not."""
    changes_nothing = {
        "administration_body",
        "administration_member",
        "team",
        "administration",
        "administration_languages",
        "administration_log",
        "administration_people",
        "administration_practice",
        "access_review",
        "deadlines",
        "keys",
        "news_mail",
        "sign_off_rule",
        "tag",
        "tags",
    }
    takes_away_only = {"administration_take_back", "administration_emergency_end"}
    named = {resolve(act.path(cast)).url_name for act in ACTS}
    areas = (team_urls, administration_urls, emergency_urls)
    about_people = {pattern.name for area in areas for pattern in area.urlpatterns}
    assert about_people - named - changes_nothing - takes_away_only == set()
