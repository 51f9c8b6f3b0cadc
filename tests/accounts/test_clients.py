"""Threat 26: X-Forwarded-For is believed only from proxies of ours, and only from the right."""

import pytest
from django.test import RequestFactory

from accounts.clients import client_address


def seen(remote, forwarded=None):
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    return client_address(RequestFactory().get("/", REMOTE_ADDR=remote, headers=headers))


def test_without_proxies_the_header_is_nothing():
    assert seen("203.0.113.7", "198.51.100.1") == "203.0.113.7"


@pytest.mark.parametrize(
    ("remote", "forwarded", "client"),
    [
        ("10.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "1.2.3.4, 198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "1.2.3.4, 198.51.100.1, 10.0.0.2", "198.51.100.1"),
        ("203.0.113.7", "198.51.100.1", "203.0.113.7"),
        ("10.0.0.1", "nonsense", "10.0.0.1"),
        ("10.0.0.1", None, "10.0.0.1"),
        ("", "198.51.100.1", "198.51.100.1"),
    ],
)
def test_behind_proxies_the_last_stranger_counts(settings, remote, forwarded, client):
    settings.TRUSTED_PROXIES = ["10.0.0.0/8"]
    assert seen(remote, forwarded) == client


def test_a_socket_of_this_machine_has_no_address():
    assert seen("") == "local"


def test_no_proxy_at_all_can_be_said_in_a_word(rf, settings):
    settings.TRUSTED_PROXIES = ["none"]
    request = rf.get("/", REMOTE_ADDR="192.0.2.7", headers={"X-Forwarded-For": "198.51.100.1"})
    assert client_address(request) == "192.0.2.7"
