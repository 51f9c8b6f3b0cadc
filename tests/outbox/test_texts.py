"""Text messages go through the outbox: to files, or to a provider's address, under the same leases."""

import base64
import json
import socket
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from urllib.parse import parse_qs

import pytest
from django.core.exceptions import ImproperlyConfigured

from casework.outbox.delivery import send_due
from casework.outbox.models import Channel, OutboxMessage
from casework.outbox.texts import NotANumber, plain_number, post_text
from casework.scope import ALL, scoped
from config.texts import texts
from tests.outbox.conftest import free_port

pytestmark = pytest.mark.django_db
MOBILE = "07700 900123"


class Provider:
    """A provider on this machine: what it was sent, and what it answers."""

    def __init__(self):
        self.received, self.status = [], 201
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                provider.received.append((self.path, self.headers["Authorization"], parse_qs(body)))
                if provider.status is None:
                    self.connection.shutdown(socket.SHUT_RDWR)  # it took the text and never answered
                    return
                self.send_response(provider.status)
                self.end_headers()
                self.wfile.write(json.dumps({"sid": "SM1"}).encode())

            def log_message(self, *_words):
                pass

        self.server = HTTPServer(("127.0.0.1", free_port()), Handler)
        Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"twilio+http://AC1:secret@127.0.0.1:{self.server.server_port}?from=%2B447700900000"

    def end(self):
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def provider(settings, tmp_path):
    made = Provider()
    settings.TEXTS = texts(made.url, folder=tmp_path)
    yield made
    made.end()


def promised(text="There is an answer. Sign in to read it."):
    return post_text(to=MOBILE, text=text, purpose="case.alert")


def row():
    with scoped(ALL):
        return OutboxMessage.objects.get()


def test_a_text_lands_as_one_file(settings, tmp_path):
    settings.TEXTS = texts("file://", folder=tmp_path / "texts")
    promised()
    assert send_due() is False
    (file,) = (tmp_path / "texts").iterdir()
    assert file.read_text() == "To: +447700900123\n\nThere is an answer. Sign in to read it.\n"
    assert file.stat().st_mode & 0o077 == 0
    assert row().sent_at


def test_without_a_setting_none_leaves(settings):
    settings.TEXTS = None
    promised()
    send_due()
    assert row().sent_at is None


def test_the_provider_gets_number_sender_and_words(provider):
    promised("Yes.")
    send_due()
    ((path, login, fields),) = provider.received
    assert path == "/2010-04-01/Accounts/AC1/Messages.json"
    assert base64.b64decode(login.removeprefix("Basic ")) == b"AC1:secret"
    assert fields == {"To": ["+447700900123"], "From": ["+447700900000"], "Body": ["Yes."]}
    assert row().sent_at


@pytest.mark.parametrize(
    ("status", "became"),
    [(400, "failed"), (429, "waits"), (503, "held"), (401, "held"), (500, "uncertain"), (None, "uncertain")],
)
def test_what_each_answer_means(provider, status, became):
    provider.status = status
    promised()
    send_due()
    send_due()
    assert len(provider.received) == 1
    stands = row()
    ends = {
        "failed": stands.failed_at,
        "uncertain": stands.uncertain_at,
        "held": stands.held_at,
        "waits": stands.handed_over_at is None and stands.held_at is None and not stands.failed_at,
    }
    assert ends[became]


def test_a_provider_that_cannot_be_reached_holds_texts_and_no_mail(provider, sent_mail, mail_promised):
    provider.end()
    promised()
    mail_promised()
    assert len(sent_mail()) == 1
    with scoped(ALL):
        held = OutboxMessage.objects.get(channel=Channel.TEXT)
    assert held.held_at
    assert held.sent_at is None


@pytest.fixture
def mail_promised():
    from casework.outbox.services import post

    return lambda: post(to=["ada@london.example"], subject="Hello", text="Hello.", purpose="test")


def test_the_words_of_a_secret_text_go_once_it_is_sent(provider):
    post_text(to=MOBILE, text="Your code is 123456.", purpose="alerts.code", secret=True)
    send_due()
    assert bytes(row().raw) == b""


@pytest.mark.parametrize("typed", ["07700 900123", "+44 7700 900123", "0044 7700-900123", "(07700) 900.123"])
def test_one_spelling_of_a_number(typed):
    assert plain_number(typed) == "+447700900123"


@pytest.mark.parametrize("typed", ["", "999", "+447700900123,+1900", "+44770090012\n3x", "09098790000"])
def test_what_is_no_mobile_number_is_refused(typed):
    with pytest.raises(NotANumber):
        plain_number(typed)


@pytest.mark.parametrize(
    "url",
    [
        "twilio://api.twilio.com?from=%2B447700900000",
        "twilio://AC1:secret@api.twilio.com",
        "twilio+http://AC1:secret@api.twilio.com?from=%2B44",
        "https://api.twilio.com",
    ],
)
def test_a_setting_that_cannot_work_is_refused_without_repeating_it(url, tmp_path):
    with pytest.raises(ImproperlyConfigured) as refused:
        texts(url, folder=tmp_path)
    assert "secret" not in str(refused.value)


def test_a_real_provider_is_reached_over_tls(tmp_path):
    made = texts("twilio://AC1:secret@api.twilio.com?from=%2B447700900000", folder=tmp_path)
    assert made["OPTIONS"]["tls"] is True
