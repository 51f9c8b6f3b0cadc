"""Every response has the security headers: pages, refusals, errors and files."""

import pytest
from django.test import Client

PROTECTION = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@pytest.fixture
def new_client(settings, tmp_path):
    """Return a function that creates a client, with static files collected."""
    settings.ROOT_URLCONF = "tests.config.extra_urls"
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    (settings.STATIC_ROOT / "page.css").write_text("p { margin: 0 }")
    return lambda **options: Client(raise_request_exception=False, **options)


def assert_protected(response):
    assert PROTECTION.items() <= dict(response.headers).items()
    assert "camera=()" in response.headers["Permissions-Policy"]
    policy = response.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in policy
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200),
        ("/accounts/login/", 200),
        ("/health/live", 200),
        ("/office/", 302),
        ("/help", 301),
        ("/no-such-page/", 404),
        ("/static/no-such-file.css", 404),
        ("/trial/broken/", 500),
    ],
)
def test_every_response_has_security_headers(new_client, db, path, status):
    response = new_client().get(path)
    assert response.status_code == status
    assert_protected(response)


def test_static_file_has_security_headers(new_client, db):
    response = new_client().head("/static/page.css")
    assert response.status_code == 200
    assert_protected(response)


def test_bad_request_has_security_headers(new_client, db):
    response = new_client().get("/", headers={"Host": "elsewhere.example"})
    assert response.status_code == 400
    assert_protected(response)


def test_csrf_refusal_has_security_headers(new_client, db):
    response = new_client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "a"})
    assert response.status_code == 403
    assert_protected(response)


def test_page_for_a_signed_in_user_is_not_cached(sign_in, ben):
    response = sign_in(ben).get("/office/cases/")
    assert response.headers["Cache-Control"] == "no-store, private"
    assert_protected(response)


def test_csrf_cookie_is_a_session_cookie(new_client, db):
    cookie = new_client().get("/accounts/login/").cookies["csrftoken"]
    assert cookie["max-age"] == ""
    assert cookie["httponly"]
