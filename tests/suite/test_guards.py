"""The guards of the suite, each tested with a planted violation."""

import socket

import pytest
from django.contrib.sessions.models import Session
from django.template import Context, Engine
from pytest_socket import SocketConnectBlockedError

from tests import guards

OUTSIDE = "192.0.2.1"  # an address for examples: nothing answers there


@pytest.fixture
def render(tmp_path, monkeypatch):
    """Render a template as one of ours; return what the guard says of it."""
    monkeypatch.setattr(guards, "OURS", str(tmp_path))
    engine = Engine(
        dirs=[tmp_path], libraries={"i18n": "django.templatetags.i18n"}, builtins=["django.templatetags.i18n"]
    )

    def say(text, **context):
        (tmp_path / "part.html").write_text("{{ word }}")
        (tmp_path / "planted.html").write_text(text)
        engine.get_template("planted.html").render(Context(context))
        said = guards.undefined.copy()
        guards.undefined.clear()
        return said

    return say


def test_connection_to_another_machine_is_refused():
    with pytest.raises(SocketConnectBlockedError, match=OUTSIDE):
        socket.create_connection((OUTSIDE, 80), timeout=1)


@pytest.mark.parametrize("family", [socket.AF_INET, socket.AF_UNIX])
def test_connection_on_this_machine_is_allowed(family, tmp_path):
    address = ("127.0.0.1", 0) if family == socket.AF_INET else str(tmp_path / "socket")
    with socket.socket(family) as server, socket.socket(family) as client:
        server.bind(address)
        server.listen()
        client.connect(server.getsockname())


@pytest.mark.urls("tests.suite.urls")
@pytest.mark.parametrize("method", ["get", "head"])
def test_get_that_writes_fails_and_names_the_table(client, db, method):
    with pytest.raises(AssertionError, match=r"/writes/ must only read, but wrote: .*django_content_type"):
        getattr(client, method)("/writes/")


@pytest.mark.urls("tests.suite.urls")
def test_post_may_write(client, db):
    assert client.post("/writes/").text == "written"


@pytest.mark.urls("tests.suite.urls")
def test_get_may_note_the_visit_in_the_session(client, db):
    assert client.get("/notes/").text == "noted"
    assert Session.objects.exists()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("{{ missing }}", "missing"),
        ("{{ word.missing }}", "word.missing"),
        ("{{ missing|upper }}", "missing|upper"),
        ("{% for each in missing %}{{ each }}{% endfor %}", "missing"),
        ("{% include 'part.html' with word=missing %}", "missing"),
        ("{% blocktranslate %}Hello {{ missing }}{% endblocktranslate %}", "missing"),
        ("{% blocktranslate with name=missing %}Hello {{ name }}{% endblocktranslate %}", "missing"),
    ],
)
def test_missing_variable_is_found_with_its_template(render, text, name):
    assert render(text, word="bus") == [f"planted.html: {{{{ {name} }}}} is not in the context"]


def test_form_without_its_token_is_found(render):
    missing = "planted.html: {{ csrf_token }} is not in the context"
    assert render("{% csrf_token %}") == [missing]
    assert render("{% csrf_token %}", csrf_token="t" * 64) == []


def test_missing_variable_of_an_included_template_is_found_there(render):
    assert render("{% include 'part.html' only %}", word="bus") == [
        "part.html: {{ word }} is not in the context"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "{{ word }}",
        "{% if missing %}{{ missing }}{% endif %}",
        "{{ missing|default:'none' }}",
        "{% firstof missing word %}",
        "{% blocktranslate with name=word %}Hello {{ name }}{% endblocktranslate %}",
        "{% blocktranslate count number=2 %}{{ number }} bus{% plural %}{{ number }} buses{% endblocktranslate %}",
    ],
)
def test_variable_that_may_be_missing_is_fine(render, text):
    assert render(text, word="bus") == []
