"""The client address: X-Forwarded-For is trusted only from known proxies, read from the right."""

import pytest
from django.test import RequestFactory

from accounts.limits.client_address import client_address


def address_of(remote, forwarded=None):
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    return client_address(RequestFactory().get("/", REMOTE_ADDR=remote, headers=headers))


def test_forwarded_header_is_ignored_without_trusted_proxies():
    assert address_of("203.0.113.7", "198.51.100.1") == "203.0.113.7"


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
def test_client_is_the_last_untrusted_address(settings, remote, forwarded, client):
    settings.TRUSTED_PROXIES = ["10.0.0.0/8"]
    assert address_of(remote, forwarded) == client


def test_unix_socket_is_local():
    assert address_of("") == "local"


def test_header_is_ignored_without_trusted_proxies(rf, settings):
    settings.TRUSTED_PROXIES = []
    request = rf.get("/", REMOTE_ADDR="192.0.2.7", headers={"X-Forwarded-For": "198.51.100.1"})
    assert client_address(request) == "192.0.2.7"
