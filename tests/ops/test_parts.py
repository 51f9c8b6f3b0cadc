"""The parts at which the worker looks: each says within seconds whether it works."""

import time

import pytest
from django.db import connections

from ops import heartbeat, parts
from tests.ops import outages

pytestmark = pytest.mark.django_db


def found():
    parts.look()
    return heartbeat.last_beat().failing


def test_nothing_is_wrong_with_a_service_that_works():
    assert found() == ()


@pytest.mark.django_db(transaction=True)
def test_database_without_writes_is_found():
    with outages.read_only():
        assert not parts.database_takes_writes()
    assert parts.database_takes_writes()


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_worker_connects_again_after_the_database_was_restarted():
    for alias in connections:
        connections[alias].ensure_connection()
        connections[alias].connection.close()
    parts.look()
    assert found() == ()


@pytest.mark.parametrize(("free", "failing"), [(-1, ("disk",)), (0, ())])
def test_disk_without_room_for_files_is_found(settings, monkeypatch, free, failing):
    outages.free_bytes_at(monkeypatch, settings.FILES_KEEP_FREE + free)
    assert found() == failing


@pytest.mark.parametrize("pieces", [[], [b"2"] * 100])
def test_mail_server_that_hangs_is_found_in_time(hanging_server, monkeypatch, pieces):
    """It says nothing, or a byte now and then, which no timeout of a single answer notices."""
    monkeypatch.setattr(parts, "SECONDS_FOR_MAIL", 0.5)
    hanging_server.pieces = pieces
    began = time.monotonic()
    assert found() == ("mail",)
    assert time.monotonic() - began < 5


def test_scanner_that_does_not_answer_is_found(silent_scanner):
    assert found() == ("scanner",)
