"""Text messages in the outbox: written to files or sent to a provider, under the same leases as mail."""

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
from casework.wall.scope import ALL, scoped
from config.texts import texts
from tests.outbox.conftest import free_port

pytestmark = pytest.mark.django_db
MOBILE = "07700 900123"


class Provider:
    """A provider of text messages on this machine: the requests it received, and the status it answers."""

    def __init__(self):
        self.received, self.status = [], 201
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                provider.received.append((self.path, self.headers["Authorization"], parse_qs(body)))
                if provider.status is None:
                    self.connection.shutdown(socket.SHUT_RDWR)  # connection lost after the text
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


def queue_text(text="There is an answer. Sign in to read it."):
    return post_text(to=MOBILE, text=text, purpose="case.alert")


def row():
    with scoped(ALL):
        return OutboxMessage.objects.get()


def test_text_is_written_to_one_private_file(settings, tmp_path):
    settings.TEXTS = texts("file://", folder=tmp_path / "texts")
    queue_text()
    assert send_due() is False
    (file,) = (tmp_path / "texts").iterdir()
    assert file.read_text() == "To: +447700900123\n\nThere is an answer. Sign in to read it.\n"
    assert file.stat().st_mode & 0o077 == 0
    assert row().sent_at


def test_texts_are_not_sent_without_a_provider(settings):
    settings.TEXTS = None
    queue_text()
    send_due()
    assert row().sent_at is None


def test_provider_receives_number_sender_and_body(provider):
    queue_text("Yes.")
    send_due()
    ((path, login, fields),) = provider.received
    assert path == "/2010-04-01/Accounts/AC1/Messages.json"
    assert base64.b64decode(login.removeprefix("Basic ")) == b"AC1:secret"
    assert fields == {"To": ["+447700900123"], "From": ["+447700900000"], "Body": ["Yes."]}
    assert row().sent_at


@pytest.mark.parametrize(
    ("status", "state"),
    [(400, "failed"), (429, "waits"), (503, "held"), (401, "held"), (500, "uncertain"), (None, "uncertain")],
)
def test_provider_status_decides_the_message_state(provider, status, state):
    provider.status = status
    queue_text()
    send_due()
    send_due()
    assert len(provider.received) == 1
    message = row()
    ends = {
        "failed": message.failed_at,
        "uncertain": message.uncertain_at,
        "held": message.held_at,
        "waits": message.handed_over_at is None and message.held_at is None and not message.failed_at,
    }
    assert ends[state]


def test_unreachable_provider_holds_texts_but_not_mail(provider, sent_mail, queue_mail):
    provider.end()
    queue_text()
    queue_mail()
    assert len(sent_mail()) == 1
    with scoped(ALL):
        held = OutboxMessage.objects.get(channel=Channel.TEXT)
    assert held.held_at
    assert held.sent_at is None


@pytest.fixture
def queue_mail():
    from casework.outbox.services import post

    return lambda: post(to=["ada@london.example"], subject="Hello", text="Hello.", purpose="test")


def test_body_of_a_secret_text_is_deleted_once_sent(provider):
    post_text(to=MOBILE, text="Your code is 123456.", purpose="alerts.code", secret=True)
    send_due()
    assert bytes(row().raw) == b""


@pytest.mark.parametrize("typed", ["07700 900123", "+44 7700 900123", "0044 7700-900123", "(07700) 900.123"])
def test_mobile_numbers_are_normalised_to_one_format(typed):
    assert plain_number(typed) == "+447700900123"


@pytest.mark.parametrize("typed", ["", "999", "+447700900123,+1900", "+44770090012\n3x", "09098790000"])
def test_invalid_mobile_number_is_refused(typed):
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
def test_invalid_sms_url_error_does_not_show_the_secret(url, tmp_path):
    with pytest.raises(ImproperlyConfigured) as refused:
        texts(url, folder=tmp_path)
    assert "secret" not in str(refused.value)


def test_twilio_url_uses_tls(tmp_path):
    made = texts("twilio://AC1:secret@api.twilio.com?from=%2B447700900000", folder=tmp_path)
    assert made["OPTIONS"]["tls"] is True
