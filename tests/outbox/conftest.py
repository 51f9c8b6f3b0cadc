"""A mail server on this machine, and helpers that queue mail and read its state."""

import socket
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from django.db.models import F

from casework.outbox.models import OutboxMessage
from casework.outbox.services import post
from casework.wall.scope import ALL, scoped
from config.mail import mailer


class Postbox:
    """The messages that the mail server received, and the answers it gives."""

    def __init__(self):
        self.received = []
        self.answers = {}  # address or command -> the answer instead of "250 OK"
        self.hang_up_at = None

    def _reply(self, server, command, key=None):
        if self.hang_up_at == command:
            server.transport.abort()
        return self.answers.get(key or command, "250 OK")

    async def handle_MAIL(self, server, session, envelope, address, options):
        envelope.mail_from = address
        return self._reply(server, "MAIL")

    async def handle_RCPT(self, server, session, envelope, address, options):
        answer = self._reply(server, "RCPT", address)
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server, session, envelope):
        answer = self._reply(server, "DATA")
        if answer.startswith("250"):
            self.received.append(envelope)
        return answer

    def messages(self):
        return [message_from_bytes(e.content, policy=policy.default) for e in self.received]

    def subjects(self):
        return [message["Subject"] for message in self.messages()]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class MailServer:
    """A mail server that tests start and stop; it keeps its port."""

    def __init__(self):
        self.port = free_port()
        self.postbox = Postbox()
        self.controller = None

    def start(self):
        self.controller = Controller(self.postbox, hostname="127.0.0.1", port=self.port)
        self.controller.start()

    def stop(self):
        if self.controller:
            self.controller.stop()
            self.controller = None


@pytest.fixture
def mail_server(settings):
    server = MailServer()
    url = f"smtp://127.0.0.1:{server.port}"
    settings.MAILERS = {**settings.MAILERS, "out": mailer(url, folder=settings.MAIL_DIR)}
    server.start()
    yield server
    server.stop()


@pytest.fixture
def postbox(mail_server):
    return mail_server.postbox


def queue_mail(subject="Hello", *, to=("ada@london.example",), **more):
    """Queue a mail."""
    return post(to=to, subject=subject, text="Good morning.\n", purpose="test", **more)


def reloaded(message):
    """Return the row as the database has it reloaded."""
    with scoped(ALL):
        return OutboxMessage.objects.get(pk=message.pk)


def state(message):
    """Return the names of the states that the message is in."""
    with scoped(ALL):
        return {
            name
            for name in ("waiting", "due", "held", "abandoned", "sent", "uncertain", "failed")
            if getattr(OutboxMessage.objects, name)().filter(pk=message.pk).exists()
        }


def pass_time(**span):
    """Move all times of all messages into the past, as if `span` had passed."""
    times = ("due_at", "held_at", "lease_until", "handed_over_at", "give_up_at")
    with scoped(ALL):
        OutboxMessage.objects.update(**{name: F(name) - timedelta(**span) for name in times})
