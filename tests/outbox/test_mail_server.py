"""Answers of a real mail server, and the state of the message after each."""

import time

import pytest

from casework.outbox.backends import SmtpBackend
from casework.outbox.delivery import send_due
from casework.outbox.services import post
from tests.outbox.conftest import pass_time, queue_mail, reloaded, state

pytestmark = pytest.mark.django_db


def test_queued_mail_reaches_the_server_once(postbox):
    message = queue_mail("Hello", to=["Ada <ada@london.example>"], from_email="East <east@assembly.example>")
    text = bytes(reloaded(message).raw)

    send_due()
    send_due()

    assert state(message) == {"sent"}
    [envelope] = postbox.received
    assert (envelope.mail_from, envelope.rcpt_tos) == ("east@assembly.example", ["ada@london.example"])
    assert envelope.content == text
    assert bytes(reloaded(message).raw) == b""


def test_line_with_a_single_dot_does_not_end_the_mail(postbox):
    post(to=["ada@london.example"], subject="Dots", text="One\n.\nTwo\n", purpose="test")

    send_due()

    assert postbox.messages()[0].get_content() == "One\r\n.\r\nTwo\r\n"


def test_mail_is_sent_in_the_order_in_which_it_was_queued(postbox):
    for number in range(60):
        queue_mail(str(number))

    while send_due():
        pass

    assert postbox.subjects() == [str(number) for number in range(60)]


def test_secret_text_is_deleted_once_sent(postbox):
    secret = queue_mail("Your code", secret=True)

    send_due()

    assert postbox.subjects() == ["Your code"]
    assert bytes(reloaded(secret).raw) == b""


@pytest.mark.parametrize("command", ["MAIL", "RCPT", "DATA"])
def test_temporary_refusal_is_retried_with_the_same_message_id(postbox, command):
    postbox.answers = {
        command: "451 try later",
        "ada@london.example": "450 busy" if command == "RCPT" else "250 OK",
    }
    message = queue_mail()
    send_due()
    assert state(message) == {"waiting"}
    assert reloaded(message).last_error.startswith("45")

    postbox.answers = {}
    pass_time(minutes=1)
    send_due()

    assert state(message) == {"sent"}
    assert postbox.messages()[0]["Message-ID"] == message.message_id


@pytest.mark.parametrize(
    ("answers", "error"),
    [
        ({"MAIL": "550 no"}, "550 SMTPSenderRefused"),
        ({"ada@london.example": "550 <ada@london.example> unknown"}, "550 SMTPRecipientsRefused"),
        ({"DATA": "554 no"}, "554 SMTPDataError"),
    ],
)
def test_permanent_refusal_fails_the_message_and_its_error_holds_no_address(postbox, answers, error):
    postbox.answers = answers
    message = queue_mail()

    send_due()

    assert state(message) == {"failed"}
    assert reloaded(message).last_error == error


def test_message_to_an_unknown_address_does_not_delay_the_next(postbox):
    postbox.answers = {"gone@london.example": "550 unknown"}
    bad, good = queue_mail("Bad", to=["gone@london.example"]), queue_mail("Good")

    send_due()

    assert (state(bad), state(good)) == ({"failed"}, {"sent"})


def test_only_temporarily_refused_recipients_are_retried(postbox):
    postbox.answers = {"busy@london.example": "450 busy"}
    message = queue_mail(to=["ada@london.example", "busy@london.example"])
    send_due()
    assert reloaded(message).recipients == ["busy@london.example"]

    postbox.answers = {}
    pass_time(minutes=1)
    send_due()

    assert [e.rcpt_tos for e in postbox.received] == [["ada@london.example"], ["busy@london.example"]]
    assert state(message) == {"sent"}


def test_message_fails_if_one_of_its_recipients_is_permanently_refused(postbox):
    postbox.answers = {"gone@london.example": "550 unknown"}
    message = queue_mail(to=["ada@london.example", "gone@london.example"])

    send_due()

    assert state(message) == {"failed"}
    assert reloaded(message).recipients == ["gone@london.example"]


def test_connection_lost_after_the_text_marks_message_uncertain(postbox):
    postbox.hang_up_at = "DATA"
    message = queue_mail()
    send_due()
    assert state(message) == {"uncertain"}

    postbox.hang_up_at = None
    pass_time(days=1)
    send_due()

    assert state(message) == {"uncertain"}
    assert len(postbox.received) == 1  # the server accepted it, and its answer was lost


@pytest.mark.parametrize("command", ["MAIL", "RCPT"])
def test_connection_lost_before_the_text_is_retried(postbox, command):
    postbox.hang_up_at = command
    message = queue_mail()
    send_due()
    assert state(message) == {"waiting", "held"}

    postbox.hang_up_at = None
    pass_time(minutes=1)
    send_due()

    assert state(message) == {"sent"}


def test_text_of_an_uncertain_secret_message_is_deleted(postbox):
    postbox.hang_up_at = "DATA"
    secret = queue_mail(secret=True)

    send_due()

    assert state(secret) == {"uncertain"}
    assert bytes(reloaded(secret).raw) == b""


def test_messages_held_while_the_server_is_down_are_sent_in_order(mail_server):
    mail_server.stop()
    early = [queue_mail(str(number)) for number in range(3)]
    send_due()
    assert [state(m) for m in early] == [{"waiting", "held"}] * 3
    assert [reloaded(m).attempts for m in early] == [1, 0, 0]

    mail_server.start()
    queue_mail("3")
    send_due()

    assert mail_server.postbox.subjects() == ["0", "1", "2", "3"]


def test_mail_is_sent_once_after_the_server_was_down_for_a_day(mail_server):
    mail_server.stop()
    for number in range(5):
        queue_mail(str(number))
    for _ in range(24):
        send_due()
        pass_time(hours=1)

    mail_server.start()
    send_due()
    send_due()

    assert mail_server.postbox.subjects() == ["0", "1", "2", "3", "4"]


@pytest.mark.parametrize("pieces", [[], [b"2"] * 100])
def test_server_that_hangs_is_given_up_within_the_time_limit(hanging_server, monkeypatch, pieces):
    """Say nothing, or a byte now and then, which no timeout of a single answer notices."""
    monkeypatch.setattr(SmtpBackend, "most_seconds", 0.5)
    hanging_server.pieces = pieces
    message = queue_mail()
    began = time.monotonic()

    send_due()

    assert time.monotonic() - began < 5
    assert state(message) == {"waiting", "held"}
