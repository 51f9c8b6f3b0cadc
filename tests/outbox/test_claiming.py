"""Who sends a message, when, how often, and what may never be."""

import threading
import time
from collections import Counter
from datetime import timedelta

import pytest
from django.core.mail import mailers
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.models import User
from casework.audit.models import Entry
from casework.outbox.delivery import claim, deliver, note_abandoned, pause_after, send_due
from casework.outbox.models import OutboxMessage
from casework.outbox.services import CannotSendAgain, oldest_due_age, send_again
from casework.scope import ALL, office_scope, scoped
from tests.outbox.conftest import now, pass_time, promised, state

BEN = User(pk=12, email="ben@staff.example")


def in_threads(number, work):
    """Run `work` in so many threads at once; what went wrong in one goes wrong here."""
    trouble = []

    def run():
        try:
            work()
        except Exception as error:
            trouble.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert trouble == []


@pytest.mark.django_db(transaction=True)
def test_four_workers_at_once_claim_every_message_once():
    messages = [promised() for _ in range(40)]
    claimed = []

    def work():
        while (message := claim()) is not None:
            claimed.append(message.pk)

    in_threads(4, work)

    assert Counter(claimed) == Counter(m.pk for m in messages)


@pytest.mark.django_db(transaction=True)
def test_four_workers_at_once_send_every_mail_once(postbox):
    messages = [promised(str(number)) for number in range(40)]

    in_threads(4, lambda: send_due() and send_due())

    assert Counter(postbox.subjects()) == Counter(map(str, range(40)))
    assert all(state(m) == {"sent"} for m in messages)


@pytest.mark.django_db
def test_a_claim_that_ran_out_is_somebody_elses():
    promised()
    slow = claim()
    assert claim() is None

    pass_time(minutes=2)
    quick = claim()
    slow.lease_until -= timedelta(minutes=2)
    deliver(slow, mailers["out"])

    assert state(quick) == {"waiting"}
    deliver(quick, mailers["out"])
    assert (state(quick), now(quick).attempts) == ({"sent"}, 1)


@pytest.mark.django_db
def test_a_slow_answer_still_counts_after_the_message_was_thought_abandoned():
    promised()
    message = claim()

    class Slow:
        def send_messages(self, messages):
            pass_time(hours=1)
            with scoped(ALL):
                message.handed_over_at = OutboxMessage.objects.get(pk=message.pk).handed_over_at
            note_abandoned()
            assert state(message) == {"uncertain"}

    deliver(message, Slow())

    assert state(message) == {"sent"}


@pytest.mark.django_db
def test_a_message_due_later_waits_for_its_time(postbox):
    message = promised()
    with scoped(ALL):
        OutboxMessage.objects.update(due_at=timezone.now() + timedelta(hours=1))
    send_due()
    assert state(message) == {"waiting"}

    pass_time(hours=1)
    send_due()

    assert state(message) == {"sent"}


def test_pauses_double_up_to_an_hour():
    minutes = [pause_after(attempt).total_seconds() / 60 for attempt in (1, 2, 3, 4, 5, 6, 7, 8, 10_000)]

    assert minutes == [1, 2, 4, 8, 16, 32, 60, 60, 60]


@pytest.mark.django_db
def test_a_message_is_given_up_after_five_days_and_shown_as_failed(postbox):
    postbox.answers = {"DATA": "451 later"}
    message = promised()
    for _ in range(5):
        send_due()
        pass_time(days=1)
        assert state(message) == {"waiting", "due"}
    send_due()

    assert state(message) == {"failed"}


@pytest.mark.django_db
def test_one_message_that_is_told_to_come_later_does_not_keep_the_next(postbox):
    postbox.answers = {"busy@london.example": "450 busy"}
    promised("Busy", to=["busy@london.example"])
    promised("Next")

    send_due()

    assert postbox.subjects() == ["Next"]


@pytest.mark.django_db
def test_a_mailer_that_fails_in_a_way_nobody_foresaw_leaves_the_outcome_open():
    promised()
    message = claim()

    class Odd:
        def send_messages(self, messages):
            raise RuntimeError("ada@london.example")

    deliver(message, Odd())

    assert state(message) == {"uncertain"}
    assert now(message).last_error == "RuntimeError"


@pytest.mark.django_db
def test_a_person_may_send_an_uncertain_message_again_under_its_old_id(postbox):
    postbox.hang_up_at = "DATA"
    message = promised(office=7)
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
def test_a_failed_message_may_be_sent_again_for_another_five_days(postbox):
    postbox.answers = {"DATA": "554 no"}
    message = promised()
    send_due()
    pass_time(days=6)
    postbox.answers = {"DATA": "451 later"}

    with scoped(ALL):
        send_again(message=message, by=BEN)
    send_due()

    assert state(message) == {"waiting"}


@pytest.mark.django_db
def test_what_was_sent_or_waits_cannot_be_sent_again():
    sent = promised()
    send_due()
    waiting = promised()

    for message in (sent, waiting):
        with pytest.raises(CannotSendAgain), scoped(ALL):
            send_again(message=message, by=BEN)


@pytest.mark.django_db
def test_a_secret_that_is_gone_cannot_be_sent_again(postbox):
    postbox.answers = {"DATA": "554 no"}
    message = promised(secret=True)
    send_due()

    with pytest.raises(CannotSendAgain), scoped(ALL):
        send_again(message=message, by=BEN)


@pytest.mark.django_db
@pytest.mark.postgresql
def test_another_office_cannot_send_our_mail_again(postbox):
    postbox.answers = {"DATA": "554 no"}
    message = promised(office=7)
    send_due()

    with pytest.raises(CannotSendAgain), scoped(office_scope(8)):
        send_again(message=message, by=BEN)

    assert state(message) == {"failed"}


@pytest.mark.django_db
def test_the_age_of_the_oldest_mail_shows_that_nobody_sends(mail_server):
    assert oldest_due_age() is None
    promised()
    pass_time(hours=1)
    assert timedelta(minutes=59) < oldest_due_age() < timedelta(minutes=61)

    mail_server.stop()
    send_due()
    pass_time(minutes=30)
    assert timedelta(minutes=29) < oldest_due_age()

    mail_server.start()
    send_due()
    assert oldest_due_age() is None


NOW = timezone.now()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "facts"),
    [
        ("outbox_has_one_end", {"handed_over_at": NOW, "sent_at": NOW, "uncertain_at": NOW}),
        ("outbox_handed_over_before_its_end", {"sent_at": NOW}),
        ("outbox_handed_over_before_its_end", {"uncertain_at": NOW}),
        ("outbox_refused_is_not_handed_over", {"failed_at": NOW, "handed_over_at": NOW}),
        ("outbox_handed_over_under_a_lease", {"handed_over_at": NOW}),
        ("outbox_settled_is_not_leased", {"failed_at": NOW, "lease_until": NOW}),
        ("outbox_held_is_not_handed_over", {"held_at": NOW, "handed_over_at": NOW, "lease_until": NOW}),
        ("outbox_secret_goes_once_settled", {"secret": True, "failed_at": NOW}),
    ],
)
def test_what_can_never_be_is_refused_by_the_database(name, facts):
    message = promised()

    with pytest.raises(IntegrityError, match=name), transaction.atomic(), scoped(ALL):
        OutboxMessage.objects.filter(pk=message.pk).update(**facts)


def lose_the_database():
    """PostgreSQL ends our connection; on SQLite somebody else holds the file for longer than we wait."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("select pg_backend_pid()")
            [ours] = cursor.fetchone()
        in_threads(1, lambda: connection.cursor().execute("select pg_terminate_backend(%s)", [ours]))
        return
    connection.cursor().execute("pragma busy_timeout = 50")
    held = threading.Event()

    def hold():
        with transaction.atomic():
            held.set()
            time.sleep(0.5)
        connection.close()

    threading.Thread(target=hold).start()
    held.wait()


@pytest.mark.django_db(transaction=True)
def test_a_known_answer_is_written_down_although_the_database_was_away_for_a_moment():
    promised()
    message = claim()

    class Unlucky:
        def send_messages(self, messages):
            lose_the_database()

    deliver(message, Unlucky())

    assert state(message) == {"sent"}
