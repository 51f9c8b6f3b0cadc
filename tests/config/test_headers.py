"""Every answer carries the same protection: pages, refusals, failures and files."""

import pytest
from django.test import Client

PROTECTION = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@pytest.fixture
def browser_of(settings, tmp_path):
    """A browser at a service that has collected its files."""
    settings.ROOT_URLCONF = "tests.config.trial_urls"
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
def test_every_answer_is_protected(browser_of, db, path, status):
    response = browser_of().get(path)
    assert response.status_code == status
    assert_protected(response)


def test_a_file_is_protected(browser_of, db):
    response = browser_of().head("/static/page.css")
    assert response.status_code == 200
    assert_protected(response)


def test_a_request_that_makes_no_sense_is_answered_with_protection(browser_of, db):
    response = browser_of().get("/", headers={"Host": "elsewhere.example"})
    assert response.status_code == 400
    assert_protected(response)


def test_a_forged_form_is_refused_with_protection(browser_of, db):
    response = browser_of(enforce_csrf_checks=True).post("/accounts/login/", {"login": "a"})
    assert response.status_code == 403
    assert_protected(response)


def test_what_a_signed_in_person_saw_is_not_kept(sign_in, ben):
    response = sign_in(ben).get("/office/cases/")
    assert response.headers["Cache-Control"] == "no-store, private"
    assert_protected(response)


def test_the_cookie_against_forged_forms_goes_with_the_browser(browser_of, db):
    cookie = browser_of().get("/accounts/login/").cookies["csrftoken"]
    assert cookie["max-age"] == ""
    assert cookie["httponly"]
