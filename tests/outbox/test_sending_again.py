"""Sending a failed or uncertain message again."""

import pytest

from accounts.models import User
from casework.audit.models import Entry
from casework.outbox.delivery import send_due
from casework.outbox.services import CannotSendAgain, send_again
from casework.wall.scope import ALL, office_scope, scoped
from tests.outbox.conftest import pass_time, queue_mail, state

BEN = User(pk=12, email="ben@staff.example")


@pytest.mark.django_db
def test_uncertain_message_sent_again_keeps_its_message_id(postbox):
    postbox.hang_up_at = "DATA"
    message = queue_mail(office=7)
    send_due()
    postbox.hang_up_at = None

    with scoped(office_scope(7)):
        send_again(message=message, by=BEN)
    send_due()

    assert state(message) == {"sent"}
    assert {m["Message-ID"] for m in postbox.messages()} == {message.message_id}
    with scoped(ALL):
        entry = Entry.objects.get(verb="mail.sent-again")
    assert (entry.office_id, entry.actor_id, entry.subject) == (7, BEN.pk, str(message.uuid))


@pytest.mark.django_db
def test_failed_message_sent_again_is_retried_for_five_more_days(postbox):
    postbox.answers = {"DATA": "554 no"}
    message = queue_mail()
    send_due()
    pass_time(days=6)
    postbox.answers = {"DATA": "451 later"}

    with scoped(ALL):
        send_again(message=message, by=BEN)
    send_due()

    assert state(message) == {"waiting"}


@pytest.mark.django_db
def test_sent_or_waiting_message_cannot_be_sent_again():
    sent = queue_mail()
    send_due()
    waiting = queue_mail()

    for message in (sent, waiting):
        with pytest.raises(CannotSendAgain), scoped(ALL):
            send_again(message=message, by=BEN)


@pytest.mark.django_db
def test_secret_message_with_deleted_text_cannot_be_sent_again(postbox):
    postbox.answers = {"DATA": "554 no"}
    message = queue_mail(secret=True)
    send_due()

    with pytest.raises(CannotSendAgain), scoped(ALL):
        send_again(message=message, by=BEN)


@pytest.mark.django_db
@pytest.mark.postgresql
def test_office_cannot_send_mail_of_another_office_again(postbox):
    postbox.answers = {"DATA": "554 no"}
    message = queue_mail(office=7)
    send_due()

    with pytest.raises(CannotSendAgain), scoped(office_scope(8)):
        send_again(message=message, by=BEN)

    assert state(message) == {"failed"}
