"""Answers to unusual requests."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.test import Client

from cms.blocks import Body

SHOW = """
import django, json; from django.conf import settings; django.setup()
from django.test import RequestFactory; from django.middleware.security import SecurityMiddleware
from django.http import HttpResponse
answer = SecurityMiddleware(lambda request: HttpResponse())(RequestFactory().get("/", secure=True))
names = ["SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE",
  "SESSION_COOKIE_HTTPONLY", "CSRF_COOKIE_HTTPONLY", "SESSION_COOKIE_SAMESITE", "CSRF_COOKIE_SAMESITE",
  "SESSION_COOKIE_DOMAIN", "CSRF_COOKIE_DOMAIN"]
from accounts.sign_in import known_browsers
print(json.dumps({name: getattr(settings, name) for name in names}
  | {"hsts": answer.headers["Strict-Transport-Security"], "known": known_browsers.COOKIE}))
"""


@pytest.mark.slow
def test_https_cookies_are_secure_and_host_only(tmp_path):
    env = os.environ | {
        "BASE_URL": "https://casework.example",
        "DATA_DIR": str(tmp_path),
        "SECRET_KEY": "k" * 60,
    }
    env |= {"DJANGO_SETTINGS_MODULE": "config.settings"}
    run = [sys.executable, "-c", SHOW]
    said = json.loads(
        subprocess.run(run, env=env, cwd=settings.BASE_DIR, capture_output=True, check=True).stdout
    )
    assert all(
        said[name].startswith("__Host-") for name in ("SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "known")
    )
    for cookie in ("SESSION", "CSRF"):
        assert said[f"{cookie}_COOKIE_SECURE"]
        assert said[f"{cookie}_COOKIE_HTTPONLY"]
        assert said[f"{cookie}_COOKIE_SAMESITE"] == "Lax"
        assert said[f"{cookie}_COOKIE_DOMAIN"] is None
    assert said["hsts"].startswith("max-age=31536000; includeSubDomains")


@pytest.mark.parametrize(
    "path", ["/", "/find-your-members/", "/accounts/login/", "/health/live", "/office/", "/none/"]
)
def test_cross_origin_requests_are_not_allowed(client, db, path):
    answer = client.get(path, headers={"origin": "https://evil.example"})
    assert not [name for name in answer.headers if name.lower().startswith("access-control-")]


def test_double_encoded_input_is_decoded_once(sign_in, ben):
    text = sign_in(ben).get("/office/cases/?q=%253Cb%253E%2541").text
    assert 'value="%3Cb%3E%41"' in text


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x"]
)
def test_javascript_link_from_editor_is_removed(db, link):
    entity = {"type": "LINK", "mutability": "MUTABLE", "data": {"url": link}}
    line = {"key": "a", "text": "<script>x</script>", "type": "unstyled", "depth": 0, "inlineStyleRanges": []}
    line |= {"entityRanges": [{"offset": 0, "length": 4, "key": 0}]}
    block = Body().child_blocks["text"]
    sent = {"t": json.dumps({"blocks": [line], "entityMap": {"0": entity}})}
    html = block.render_basic(block.value_from_datadict(sent, {}, "t"))
    assert f"{link.partition(':')[0]}:".lower() not in html.lower()
    assert "<script" not in html


@pytest.mark.parametrize(
    "path",
    ["/.git/config", "/.env", "/manage.py", "/var/secret-key", "/static/", "/media/", "/tests/", "/gallery/"],
)
def test_project_files_are_not_served(client, db, path):
    assert client.get(path, follow=True).status_code == 404


def test_trace_method_is_refused(client, db):
    answer = client.trace("/", headers={"x-secret": "canary"})
    assert "canary" not in answer.text
    assert "x-secret" not in answer.text.lower()


def test_health_checks_disclose_no_details(client, db):
    for path in ("/health/live", "/health/ready"):
        text = client.get(path).text
        assert len(text) < 100
        assert "sqlite" not in text.lower()
        assert "postgres" not in text.lower()


@pytest.mark.parametrize("ending", ["x.css", "x.js", "%2Fx.css", ";x.css", "x.jpg"])
def test_page_url_with_file_extension_returns_404(sign_in, assembly, case, ending):
    pages = [
        (assembly.ben, f"/office/cases/{case.reference}/"),
        (assembly.ada, f"/my-cases/{case.reference}/"),
    ]
    for person, page in pages:
        answer = sign_in(person, on=Client()).get(page + ending)
        assert answer.status_code == 404
        assert case.subject not in answer.text


def test_duplicate_parameter_counts_once(sign_in, ben, case):
    client = sign_in(ben)
    twice = client.get("/office/cases/?turn=office&turn=nobody&q=x&q=Lift")
    once = client.get("/office/cases/?turn=nobody&q=Lift")
    assert twice.status_code == 200
    assert case.subject in twice.text
    assert case.subject in once.text
