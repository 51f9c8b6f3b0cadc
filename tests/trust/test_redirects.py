"""Threat 27: no link to us redirects elsewhere, and no mail names a host that a stranger chose."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from accounts.services import enrol_totp, make_staff
from casework.outbox.models import OutboxMessage
from casework.wall.scope import ALL, scoped
from tests import factories

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
ELSEWHERE = [
    "https://evil.example/",
    "http://evil.example",
    "//evil.example/",
    "///evil.example/",
    "/\\evil.example/",
    "\\\\evil.example",
    "/\t/evil.example",
    "/%09/evil.example",
    " https://evil.example",
    "https:evil.example",
    "https:/evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "ftp://evil.example",
    "//evil.example%2f@localhost:8000/",
    "https://localhost:8000@evil.example/",
    "https://localhost:8000.evil.example/",
    "/\r\nLocation: https://evil.example",
    "/..//evil.example",
    "@evil.example",
]
URL_NAMES = [
    "account_login",
    "account_request_login_code",
    "account_confirm_login_code",
    "account_logout",
    "accounts_code_again",
]


def outside(address):
    """Return whether a browser takes this for a URL of another site."""
    cleaned = address.replace("\\", "/").replace("\t", "").strip()
    return bool(urlsplit(cleaned).scheme or urlsplit(cleaned).netloc) or cleaned.startswith("//")


def leads_away(location):
    """Return whether a browser that follows this leaves us, now or after the page it leads to."""
    onward = parse_qs(urlsplit(location).query).get("next", [])
    return outside(location) or any(map(outside, onward))


def answers(client, wanted):
    """Return every answer of the sign-in URLs to a request with this target."""
    for url_name in URL_NAMES:
        data = {"next": wanted, "email": "ada@london.example", "login": "gus@staff.example", "code": "1"}
        data["password"] = factories.PASSWORD
        yield url_name, client.get(reverse(url_name), {"next": wanted})
        yield url_name, client.post(reverse(url_name), data)


@pytest.mark.slow
def test_sign_in_urls_never_redirect_to_another_site(assembly, sign_in, proof):
    enrol_totp(
        user=make_staff(email="gus@staff.example", name="Gus", password=factories.PASSWORD), secret=SECRET
    )
    failures, tried = [], 0
    for wanted in ELSEWHERE:
        for client in (Client(), sign_in(assembly.ada, on=Client()), sign_in(assembly.ben, on=Client())):
            for url_name, response in answers(client, wanted):
                tried += 1
                if leads_away(response.headers.get("Location", "/")):
                    failures.append(f"{url_name}: {wanted!r} leads to {response.headers['Location']!r}")
    proof("T-27", "nobody is sent elsewhere", tried=tried, failures=failures)


@pytest.mark.parametrize(
    "location", ["https://evil.example", "//evil.example", "/x?next=https%3A%2F%2Fevil.example"]
)
def test_open_redirect_is_detected(location):
    assert leads_away(location)


HOSTS = [
    "evil.example",
    "localhost:9999",
    "localhost.evil.example",
    "localhost:8000@evil.example",
    "LOCALHOST",
    "[::1]",
]
HEADERS = ["Host", "X-Forwarded-Host", "X-Host", "X-Original-Url", "Forwarded"]


def test_links_in_mail_ignore_the_host_header(db, proof):
    tries = [(header, host) for header in HEADERS for host in HOSTS]
    for each, (header, host) in enumerate(tries):
        asks = {"email": f"a{each}@london.example"}
        Client(REMOTE_ADDR=f"203.0.113.{each}").post(
            reverse("account_request_login_code"), asks, headers={header: host}
        )
    with scoped(ALL):
        mails = [
            bytes(raw).decode().replace("=\r\n", "")
            for raw in OutboxMessage.objects.values_list("raw", flat=True)
        ]
    failures = [
        mail[-200:] for mail in mails if "evil" in mail or ":9999" in mail or settings.BASE_URL not in mail
    ]
    assert len(mails) >= len(HOSTS) * (len(HEADERS) - 1)
    proof("T-27", "links in mail under other hosts", tried=len(tries), failures=failures)
