"""Health endpoints: without the token whether the service works, with it also which part does not, and measures."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.outbox.services import post
from ops import heartbeat
from tests.ops import outages

TOKEN = "a-token-of-more-than-24-characters"


@pytest.fixture
def token(settings, db):
    settings.HEALTH_TOKEN = TOKEN
    heartbeat.beat()
    return {"Authorization": f"Bearer {TOKEN}"}


def test_health_without_a_valid_token_returns_one_word(client, token):
    for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": TOKEN}):
        assert client.get("/health/ready", headers=headers).content == b"ok"


def test_health_with_an_empty_token_setting_accepts_no_token(client, db, settings):
    settings.HEALTH_TOKEN = ""
    heartbeat.beat()
    assert client.get("/health/ready", headers={"Authorization": "Bearer "}).content == b"ok"


def test_health_with_token_returns_ages_and_free_bytes(client, token, settings, tmp_path):
    settings.BACKUP_DIR = tmp_path / "none"
    empty = client.get("/health/ready", headers=token).json()
    assert empty["oldest_unsent_mail_seconds"] is None
    assert empty["newest_backup_seconds"] is None
    assert empty["free_bytes"] > 0
    post(to=["ada@london.example"], subject="Hello", text="Hello.", purpose="test")
    record(Verb.SIGNED_IN, by=None)
    full = client.get("/health/ready", headers=token).json()
    assert full["oldest_unsent_mail_seconds"] >= 0
    assert full["oldest_unsealed_entry_seconds"] >= 0


def test_health_measures_contain_no_counts(client, token, case):
    before = client.get("/health/ready", headers=token).json()
    assert all(name.endswith("_seconds") or name in {"free_bytes", "scanner", "failing"} for name in before)


def answers(token):
    """Return status and text without the token, and status and failing parts with it."""
    client = Client()
    plain, told = client.get("/health/ready"), client.get("/health/ready", headers=token)
    return plain.status_code, plain.text, told.status_code, told.json()["failing"]


def test_service_is_ready_while_the_worker_finds_nothing_wrong(token):
    assert answers(token) == (200, "ok", 200, [])


def test_part_that_fails_is_named_to_who_has_the_token_only(token):
    heartbeat.beat(("mail",))
    assert answers(token) == (503, "not ready", 503, ["mail"])


@pytest.mark.parametrize(("seconds", "failing"), [(29, []), (31, ["worker"])])
def test_service_is_not_ready_if_the_heartbeat_is_over_30_seconds_old(token, monkeypatch, seconds, failing):
    later = timezone.now() + timedelta(seconds=seconds)
    monkeypatch.setattr(heartbeat.timezone, "now", lambda: later)
    assert answers(token)[2:] == (503 if failing else 200, failing)


def test_service_is_not_ready_without_any_heartbeat(token):
    heartbeat.cache.delete(heartbeat.KEY)
    assert answers(token) == (503, "not ready", 503, ["worker"])


@pytest.mark.django_db(transaction=True)
def test_old_heartbeat_of_a_database_without_writes_names_the_database(token):
    heartbeat.cache.delete(heartbeat.KEY)
    with outages.read_only():
        assert answers(token)[2:] == (503, ["database"])


def test_lost_database_is_named_to_who_has_the_token_only(token, monkeypatch):
    with outages.away(monkeypatch):
        assert answers(token) == (503, "not ready", 503, ["database"])


def test_process_without_a_database_is_alive(client, db, monkeypatch):
    with outages.away(monkeypatch):
        assert client.get("/health/live").content == b"ok"


def test_health_measures_are_not_cached(client, token):
    assert "no-store" in client.get("/health/ready", headers=token)["Cache-Control"]
