"""B-19, threat 28: every answer of every URL has its security headers, and no form of another site is accepted."""

import re
from functools import partial

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import resolve, reverse

from casework.cases.models import CaseFile
from casework.files import store
from casework.wall.scope import ALL, scoped
from tests import factories
from tests.trust.addresses import addresses
from tests.trust.headers import faults, policy_of

ENDS_A_VISIT = {"/accounts/logout/", "/leave/"}
ACTORS = ["stranger", "ada", "ben", "editor", "administrator"]


@pytest.fixture(autouse=True)
def over_https(settings):
    """Use the settings of an installation whose BASE_URL begins with https://."""
    settings.SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True


@pytest.fixture
def people(assembly):
    factories.live_worker()
    editor = factories.staff("Edna")
    editor.user_permissions.add(Permission.objects.get(codename="access_admin"))
    ruth = factories.staff("Ruth", is_administrator=True)
    return {"ada": assembly.ada, "ben": assembly.ben, "editor": editor, "administrator": ruth}


@pytest.fixture
def at_a_browser(people, sign_in):
    """Return a client of an actor that gets the error page instead of the exception."""

    def open_browser(who, **options):
        client = Client(raise_request_exception=False, **options)
        return client if who == "stranger" else sign_in(people[who], on=client)

    return open_browser


def look(client, method, path, who):
    """Return the faults of one answer, each with its URL."""
    response = getattr(client, method)(path, secure=True)
    response.getvalue()  # reads a file to its end, which closes it
    if response.status_code >= 500:
        yield f"{who} {method} {path}: {response.status_code}"
    for fault in faults(path, response, signed_in=who != "stranger"):
        yield f"{who} {method} {path} {response.status_code}: {fault}"


def spread(everything, most):
    """Return `most` of them, evenly spread."""
    step = max(1, len(everything) // most)
    return everything[::step]


@pytest.mark.parametrize("who", ACTORS)
def test_every_url_sends_security_headers(db, at_a_browser, who, amount, proof):
    paths = [path for _route, path in addresses() if path not in ENDS_A_VISIT]
    tries = [(method, path) for path in paths for method in ("get", "post", "options")]
    client, failures = at_a_browser(who), []
    chosen = spread(tries, amount(80, len(tries)))
    for method, path in chosen:
        failures += look(client, method, path, who)
    proof("B-19", f"headers on every address, {who}", tried=len(chosen), failures=failures)


def test_every_inspected_address_matches_a_url_pattern(db):
    """A path without a pattern would only show the "not found" page."""
    lost = []
    for route, path in addresses():
        try:
            resolve(path)
        except Exception:
            lost.append(route)
    assert lost == []


FIND = "/find-your-members/"
FIELDS = dict.fromkeys(map(str, range(501)), "1")
BROKEN_OFF = {"data": b"--x", "content_type": "multipart/form-data; boundary=x"}
ERRORS = {
    "a page that is not there": (404, lambda ask: ask.get("/no-such-page/")),
    "a page of a language that is off": (302, lambda ask: ask.get("/ar/no-such-page/")),
    "a file that is not there": (404, lambda ask: ask.get("/static/no-such.css")),
    "not there in the desk": (404, lambda ask: ask.get("/office/no-such/")),
    "a slash is missing": (301, lambda ask: ask.get("/help")),
    "an unknown host": (400, lambda ask: ask.get("/", headers={"Host": "elsewhere.example"})),
    "a host that is none": (400, lambda ask: ask.get("/", headers={"Host": "a b"})),
    "a token is missing": (403, lambda ask: ask.post("/accounts/login/", {"login": "a"})),
    "a method that is not taken": (405, lambda ask: ask.put("/find-your-members/order/")),
    "too many fields": (400, lambda ask: ask.post(FIND, FIELDS)),
    "too much typed": (400, lambda ask: ask.post(FIND, {"postcode": "x" * 6_000_000})),
    "too many files": (400, lambda ask: ask.post(FIND, {"file": [SimpleUploadedFile("a", b"x")] * 101})),
    "a form that breaks off": (200, lambda ask: ask.post(FIND, **BROKEN_OFF)),
    "a zero byte": (404, lambda ask: ask.get("/x%00y/")),
    "an error of ours": (500, lambda ask: ask.get("/trial/broken/")),
}


class Securely:
    """A client that requests over https."""

    def __init__(self, client):
        self.client = client

    def __getattr__(self, method):
        return partial(getattr(self.client, method), secure=True)


@pytest.mark.parametrize("what", ERRORS)
def test_every_error_page_sends_security_headers(db, settings, tmp_path, at_a_browser, what):
    settings.ROOT_URLCONF = "tests.config.extra_urls"
    client = at_a_browser("stranger", enforce_csrf_checks="token" in what)
    status, ask = ERRORS[what]
    response = ask(Securely(client))
    assert list(faults("/", response, signed_in=False)) == []
    assert response.status_code == status


def test_files_and_downloads_send_security_headers(db, settings, tmp_path, at_a_browser, assembly):
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    (settings.STATIC_ROOT / "page.css").write_text("p { margin: 0 }")
    assert (
        list(faults("/", at_a_browser("stranger").head("/static/page.css", secure=True), signed_in=False))
        == []
    )
    case = factories.case(office=assembly.office, raised_by=assembly.ada)
    path = downloadable(case)
    response = at_a_browser("ben").get(path, secure=True)
    response.getvalue()  # reads a file to its end, which closes it
    assert response.status_code == 200
    assert list(faults(path, response, signed_in=True)) == []


def downloadable(case):
    with scoped(ALL):
        message = factories.message(case)
        with store.arrival() as arrived:
            arrived.file.write(b"hello")
            key = arrived.keep()
        file = CaseFile.objects.create(
            office=case.office,
            case=case,
            message=message,
            key=key,
            name="a.txt",
            content_type="text/plain",
            size=5,
            sha256="0" * 64,
        )
    return reverse("backoffice:case_file", args=[case.reference, file.uuid])


def test_preview_may_be_framed_only_by_the_editor(db, at_a_browser, people):
    from cms.setup import editors, home_page

    people["editor"].groups.add(editors())
    page = home_page()
    page.save_revision()
    path = reverse("wagtailadmin_pages:view_draft", args=[page.pk])
    response = at_a_browser("editor").get(path, secure=True)
    assert response.status_code == 200
    assert policy_of(response)["frame-ancestors"] == {"'self'"}
    assert "'unsafe-inline'" not in response.headers["Content-Security-Policy"]


PLANTED = {
    "Content-Security-Policy": "default-src 'self'; script-src 'self' 'unsafe-inline'; frame-ancestors 'none'",
    "Cache-Control": "private",
    "X-Content-Type-Options": "sniff",
    "Referrer-Policy": "unsafe-url",
    "Strict-Transport-Security": "max-age=0",
    "Permissions-Policy": "camera=(self)",
    "Cross-Origin-Opener-Policy": "unsafe-none",
}


@pytest.mark.parametrize("name", PLANTED)
def test_missing_security_header_is_detected(db, at_a_browser, name):
    response = at_a_browser("ben").get("/office/cases/", secure=True)
    assert list(faults("/office/cases/", response, signed_in=True)) == []
    response.headers[name] = PLANTED[name]
    assert list(faults("/office/cases/", response, signed_in=True))


# Pages that caches keep for everybody have no token: asking for Members changes nothing, and who says for somebody else
# that a page was useful adds one to a number. Wagtail's API only reads.
NO_TOKEN = re.compile(r"/find-your-members/$|/useful/[0-9a-f-]{36}/$")
ONLY_READS, NOT_DONE = "/editor/api/", {302, 403, 404, 405}


def forged(client, path, method, **headers):
    return getattr(client, method)(path, {"next": "/"}, secure=True, headers=headers)


@pytest.mark.parametrize("who", ACTORS)
def test_form_without_csrf_token_is_refused(db, at_a_browser, who, amount, proof):
    """Posts from our own page without a token, and from another site with and without a valid one."""
    client = at_a_browser(who, enforce_csrf_checks=True)
    client.get("/accounts/login/code/" if who == "stranger" else "/my-cases/", secure=True)
    paths = [path for _route, path in addresses() if not NO_TOKEN.match(path)]
    tries = [(path, method) for path in paths for method in ("post", "put", "patch", "delete")]
    chosen, failures = spread(tries, amount(40, len(tries))), []
    for path, method in chosen:
        refusals = NOT_DONE if path.startswith(ONLY_READS) else {403}
        for headers in ({"Origin": "https://evil.example"}, {"Origin": "null"}, {}):
            response = forged(client, path, method, **headers)
            if response.status_code not in refusals:
                failures.append(f"{who} {method} {path} {headers}: {response.status_code}")
    proof("B-19", f"no form without its token, {who}", tried=3 * len(chosen), failures=failures)


def test_valid_csrf_token_from_another_site_is_refused(db, at_a_browser):
    """Includes signing in, so that no link signs a person in as someone else."""
    client = at_a_browser("stranger", enforce_csrf_checks=True)
    page = client.get("/accounts/login/", secure=True).text
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', page)[1]
    data = {"csrfmiddlewaretoken": token, "login": "x@y.example", "password": "x"}
    for origin, status in (("https://evil.example", 403), ("https://testserver", 422)):
        response = client.post("/accounts/login/", data, secure=True, headers={"Origin": origin})
        assert response.status_code == status


def test_page_without_csrf_token_changes_nothing(db, at_a_browser, django_assert_num_queries):
    client = at_a_browser("stranger", enforce_csrf_checks=True)
    response = client.post("/find-your-members/", {"postcode": ""}, secure=True)
    assert response.status_code in {200, 422}
    assert not response.cookies


def test_sign_out_requires_post(db, at_a_browser):
    """An image on another page must not sign anyone out."""
    client = at_a_browser("ben")
    client.get("/accounts/logout/", secure=True)
    assert "_auth_user_id" in client.session


def test_sign_out_clears_browser_data(db, at_a_browser):
    client = at_a_browser("ben")
    response = client.post("/accounts/logout/", secure=True)
    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert list(faults("/accounts/logout/", response, signed_in=True)) == []
