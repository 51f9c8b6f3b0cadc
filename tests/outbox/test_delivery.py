"""Delivery: leases, retries, states, and the constraints on them."""

import threading
import time
from collections import Counter
from datetime import timedelta

import pytest
from django.core.mail import mailers
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from casework.outbox.delivery import deliver, lease_next, note_abandoned, pause_after, send_due
from casework.outbox.models import OutboxMessage
from casework.outbox.services import oldest_due_age
from casework.wall.scope import ALL, scoped
from tests.outbox.conftest import pass_time, queue_mail, reloaded, state


def in_threads(number, work):
    """Run `work` in `number` threads at once; fail if any of them raised."""
    errors = []

    def run():
        try:
            work()
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []


@pytest.mark.django_db(transaction=True)
def test_four_concurrent_workers_lease_each_message_once():
    messages = [queue_mail() for _ in range(40)]
    leased = []

    def work():
        while (message := lease_next()) is not None:
            leased.append(message.pk)

    in_threads(4, work)

    assert Counter(leased) == Counter(m.pk for m in messages)


@pytest.mark.django_db(transaction=True)
def test_four_concurrent_workers_send_each_mail_once(postbox):
    messages = [queue_mail(str(number)) for number in range(40)]

    in_threads(4, lambda: send_due() and send_due())

    assert Counter(postbox.subjects()) == Counter(map(str, range(40)))
    assert all(state(m) == {"sent"} for m in messages)


@pytest.mark.django_db
def test_message_with_expired_lease_is_leased_by_another_worker():
    queue_mail()
    slow = lease_next()
    assert lease_next() is None

    pass_time(minutes=2)
    quick = lease_next()
    slow.lease_until -= timedelta(minutes=2)
    deliver(slow, mailers["out"])

    assert state(quick) == {"waiting"}
    deliver(quick, mailers["out"])
    assert (state(quick), reloaded(quick).attempts) == ({"sent"}, 1)


@pytest.mark.django_db
def test_late_success_of_an_abandoned_message_marks_it_sent():
    queue_mail()
    message = lease_next()

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
def test_message_due_later_is_not_sent_before_its_time(postbox):
    message = queue_mail()
    with scoped(ALL):
        OutboxMessage.objects.update(due_at=timezone.now() + timedelta(hours=1))
    send_due()
    assert state(message) == {"waiting"}

    pass_time(hours=1)
    send_due()

    assert state(message) == {"sent"}


def test_pause_doubles_with_each_attempt_up_to_an_hour():
    minutes = [pause_after(attempt).total_seconds() / 60 for attempt in (1, 2, 3, 4, 5, 6, 7, 8, 10_000)]

    assert minutes == [1, 2, 4, 8, 16, 32, 60, 60, 60]


@pytest.mark.django_db
def test_message_refused_temporarily_for_five_days_fails(postbox):
    postbox.answers = {"DATA": "451 later"}
    message = queue_mail()
    for _ in range(5):
        send_due()
        pass_time(days=1)
        assert state(message) == {"waiting", "due"}
    send_due()

    assert state(message) == {"failed"}


@pytest.mark.django_db
def test_temporarily_refused_message_does_not_delay_the_next(postbox):
    postbox.answers = {"busy@london.example": "450 busy"}
    queue_mail("Busy", to=["busy@london.example"])
    queue_mail("Next")

    send_due()

    assert postbox.subjects() == ["Next"]


@pytest.mark.django_db
def test_unexpected_mailer_error_marks_message_uncertain():
    queue_mail()
    message = lease_next()

    class Odd:
        def send_messages(self, messages):
            raise RuntimeError("ada@london.example")

    deliver(message, Odd())

    assert state(message) == {"uncertain"}
    assert reloaded(message).last_error == "RuntimeError"


@pytest.mark.django_db
def test_oldest_due_age_grows_while_mail_is_not_sent(mail_server):
    assert oldest_due_age() is None
    queue_mail()
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
def test_database_refuses_inconsistent_message_states(name, facts):
    message = queue_mail()

    with pytest.raises(IntegrityError, match=name), transaction.atomic(), scoped(ALL):
        OutboxMessage.objects.filter(pk=message.pk).update(**facts)


def lose_the_database():
    """Lose the connection on PostgreSQL; on SQLite, lock the file for longer than a writer waits."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("select pg_backend_pid()")
            [ours] = cursor.fetchone()
        in_threads(1, lambda: connection.cursor().execute("select pg_terminate_backend(%s)", [ours]))
        return
    connection.cursor().execute("pragma busy_timeout = 50")
    locked = threading.Event()

    def keep_locked():
        with transaction.atomic():
            locked.set()
            time.sleep(0.5)
        connection.close()

    threading.Thread(target=keep_locked).start()
    locked.wait()


@pytest.mark.django_db(transaction=True)
def test_known_result_is_recorded_after_a_short_loss_of_the_database():
    queue_mail()
    message = lease_next()

    class Unlucky:
        def send_messages(self, messages):
            lose_the_database()

    deliver(message, Unlucky())

    assert state(message) == {"sent"}
