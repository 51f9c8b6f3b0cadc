"""The health addresses: a word for everybody, numbers for whoever has the token."""

import pytest
from django.db import InterfaceError, OperationalError, ProgrammingError
from django.test import Client

from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.outbox.services import post

TOKEN = "a-token-of-more-than-24-characters"


@pytest.fixture
def token(settings, db):
    settings.HEALTH_TOKEN = TOKEN
    return {"Authorization": f"Bearer {TOKEN}"}


def test_everybody_reads_one_word(client, token):
    for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": TOKEN}):
        assert client.get("/health/ready", headers=headers).content == b"ok"


def test_without_a_token_set_no_token_opens(client, db, settings):
    settings.HEALTH_TOKEN = ""
    assert client.get("/health/ready", headers={"Authorization": "Bearer "}).content == b"ok"


def test_the_token_reads_ages_and_free_bytes(client, token, settings, tmp_path):
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


def test_no_number_counts_what_any_office_has(client, token, case):
    before = client.get("/health/ready", headers=token).json()
    assert all(name.endswith("_seconds") or name in {"free_bytes", "scanner"} for name in before)


def test_numbers_are_kept_by_nobody(client, token):
    assert "no-store" in client.get("/health/ready", headers=token)["Cache-Control"]


@pytest.mark.parametrize(
    ("error", "status"), [(OperationalError, 503), (InterfaceError, 503), (ProgrammingError, 500)]
)
def test_while_the_database_is_away_people_are_asked_to_try_again(db, monkeypatch, error, status):
    """A fault of ours in a statement is none that passes by itself."""

    def away(*_arguments, **_facts):
        raise error("connection to server lost")

    with monkeypatch.context() as lost:
        lost.setattr("django.db.backends.utils.CursorWrapper.execute", away)
        answer = Client(raise_request_exception=False).get("/")
    assert answer.status_code == status
    assert answer.headers.get("Retry-After") == ("5" if status == 503 else None)
    assert "Wait a minute" in answer.text
    assert "connection to server" not in answer.text
    assert "Content-Security-Policy" in answer.headers
