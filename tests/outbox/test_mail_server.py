"""What a real mail server says, and what becomes of the message."""

import pytest

from casework.outbox.delivery import send_due
from casework.outbox.services import post
from tests.outbox.conftest import now, pass_time, promised, state

pytestmark = pytest.mark.django_db


def test_a_promised_mail_reaches_the_server_once(postbox):
    message = promised("Hello", to=["Ada <ada@london.example>"], from_email="East <east@assembly.example>")

    send_due()
    send_due()

    assert state(message) == {"sent"}
    [envelope] = postbox.received
    assert (envelope.mail_from, envelope.rcpt_tos) == ("east@assembly.example", ["ada@london.example"])
    assert envelope.content == bytes(now(message).raw)


def test_a_dot_alone_on_a_line_does_not_end_the_mail(postbox):
    post(to=["ada@london.example"], subject="Dots", text="One\n.\nTwo\n", purpose="test")

    send_due()

    assert postbox.messages()[0].get_content() == "One\r\n.\r\nTwo\r\n"


def test_mail_leaves_in_the_order_in_which_it_was_promised(postbox):
    for number in range(60):
        promised(str(number))

    while send_due():
        pass

    assert postbox.subjects() == [str(number) for number in range(60)]


def test_a_secret_is_gone_from_our_side_once_sent(postbox):
    secret = promised("Your code", secret=True)

    send_due()

    assert postbox.subjects() == ["Your code"]
    assert bytes(now(secret).raw) == b""


@pytest.mark.parametrize("command", ["MAIL", "RCPT", "DATA"])
def test_a_server_that_says_later_is_asked_again(postbox, command):
    postbox.answers = {
        command: "451 try later",
        "ada@london.example": "450 busy" if command == "RCPT" else "250 OK",
    }
    message = promised()
    send_due()
    assert state(message) == {"waiting"}
    assert now(message).last_error.startswith("45")

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
def test_a_server_that_says_never_ends_it_and_no_address_is_kept_with_the_error(postbox, answers, error):
    postbox.answers = answers
    message = promised()

    send_due()

    assert state(message) == {"failed"}
    assert now(message).last_error == error


def test_one_bad_address_does_not_keep_the_next_message(postbox):
    postbox.answers = {"gone@london.example": "550 unknown"}
    bad, good = promised("Bad", to=["gone@london.example"]), promised("Good")

    send_due()

    assert (state(bad), state(good)) == ({"failed"}, {"sent"})


def test_only_recipients_who_were_refused_are_tried_again(postbox):
    postbox.answers = {"busy@london.example": "450 busy"}
    message = promised(to=["ada@london.example", "busy@london.example"])
    send_due()
    assert now(message).recipients == ["busy@london.example"]

    postbox.answers = {}
    pass_time(minutes=1)
    send_due()

    assert [e.rcpt_tos for e in postbox.received] == [["ada@london.example"], ["busy@london.example"]]
    assert state(message) == {"sent"}


def test_a_recipient_who_was_refused_for_good_is_not_hidden_by_another_who_was_not(postbox):
    postbox.answers = {"gone@london.example": "550 unknown"}
    message = promised(to=["ada@london.example", "gone@london.example"])

    send_due()

    assert state(message) == {"failed"}
    assert now(message).recipients == ["gone@london.example"]


def test_a_connection_lost_after_the_text_leaves_the_outcome_open(postbox):
    postbox.hang_up_at = "DATA"
    message = promised()
    send_due()
    assert state(message) == {"uncertain"}

    postbox.hang_up_at = None
    pass_time(days=1)
    send_due()

    assert state(message) == {"uncertain"}
    assert len(postbox.received) == 1  # by a server that never got to say so


@pytest.mark.parametrize("command", ["MAIL", "RCPT"])
def test_a_connection_lost_before_the_text_is_simply_tried_again(postbox, command):
    postbox.hang_up_at = command
    message = promised()
    send_due()
    assert state(message) == {"waiting", "held"}

    postbox.hang_up_at = None
    pass_time(minutes=1)
    send_due()

    assert state(message) == {"sent"}


def test_a_secret_whose_outcome_is_open_is_not_kept(postbox):
    postbox.hang_up_at = "DATA"
    secret = promised(secret=True)

    send_due()

    assert state(secret) == {"uncertain"}
    assert bytes(now(secret).raw) == b""


def test_while_the_server_is_down_everything_waits_and_then_leaves_in_order(mail_server):
    mail_server.stop()
    early = [promised(str(number)) for number in range(3)]
    send_due()
    assert [state(m) for m in early] == [{"waiting", "held"}] * 3
    assert [now(m).attempts for m in early] == [1, 0, 0]

    mail_server.start()
    promised("3")
    send_due()

    assert mail_server.postbox.subjects() == ["0", "1", "2", "3"]


def test_mail_for_a_server_that_is_down_for_a_day_is_neither_lost_nor_sent_twice(mail_server):
    mail_server.stop()
    for number in range(5):
        promised(str(number))
    for _ in range(24):
        send_due()
        pass_time(hours=1)

    mail_server.start()
    send_due()
    send_due()

    assert mail_server.postbox.subjects() == ["0", "1", "2", "3", "4"]
