"""Steps after a restore, so that nothing done since the back-up is done twice.

After the back-up was made, the service went on to send mail and run due jobs. So due jobs run now, and all waiting mail
is marked as "delivery uncertain": it may or may not have been sent. People decide with `manage.py held_mail`.
"""

from datetime import datetime
from typing import Any

from django.apps import apps
from django.core.cache import cache
from django.db import connection
from django.db.models import Count, Min, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import User
from casework.audit.sealing import seal_due
from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.offices.models import Office
from casework.outbox.delivery import send_due
from casework.outbox.models import UNSETTLED, OutboxMessage, OutboxQuerySet
from casework.outbox.services import CannotSendAgain, send_again
from casework.wall.scope import ALL, scoped

HELD, DROPPED = "held since a restore", "dropped after a restore"


def finish_restore(*, made_at: datetime) -> int:
    """Run due jobs, hold waiting mail and log the restore. Return how many messages are held."""
    # Imported here, because the worker's module imports this package.
    from ops.management.commands.worker import JOBS, attempt

    cache.clear()
    expire_links()
    for name, _seconds, job in JOBS:
        if job is not send_due:
            while attempt(name, job, lambda: False):
                """Repeat until no work is left."""
    number = mark_waiting_mail_uncertain(made_at=made_at)
    log_restore(made_at=made_at)
    while seal_due():
        """Repeat until every entry is sealed."""
    return number


def expire_links() -> None:
    """Expire all unused one-time links: one that was used after the back-up would work again."""
    now = timezone.now()
    with scoped(ALL):
        for model in apps.get_models():
            names = {field.name for field in model._meta.local_concrete_fields}
            if {"token_hash", "expires_at", "used_at"} <= names:
                model._base_manager.filter(used_at=None, expires_at__gt=now).update(expires_at=now)


def mark_waiting_mail_uncertain(*, made_at: datetime) -> int:
    """Mark waiting mail as uncertain and delete the text of secret messages. Return how many are held."""
    facts: dict[str, Any] = {
        "uncertain_at": timezone.now(),
        "handed_over_at": Coalesce("handed_over_at", made_at),
        "held_at": None,
        "lease_until": None,
        "last_error": HELD,
    }
    with scoped(ALL):
        waiting = OutboxMessage.objects.filter(UNSETTLED)
        number = waiting.filter(secret=True).update(raw=b"", **facts)
        return number + waiting.filter(secret=False).update(**facts)


def log_restore(*, made_at: datetime) -> None:
    """Log the restore in every office, so that its managers know."""
    with scoped(ALL):
        offices = [None, *Office.objects.order_by("pk").values_list("pk", flat=True)]
    for office in offices:
        record(Verb.RESTORED, by=None, office=office, made_at=made_at.isoformat())


def held() -> OutboxQuerySet:
    """Return the held messages. The caller opens scope ALL."""
    return OutboxMessage.objects.uncertain().filter(last_error=HELD)


def held_by_purpose() -> list[dict[str, Any]]:
    """Return per purpose how many are held, since when, and how many cannot be sent."""
    gone = Count("pk", filter=Q(raw=b""))
    with scoped(ALL):
        found = held().values("purpose").annotate(number=Count("pk"), since=Min("created_at"), gone=gone)
        return list(found.order_by("purpose"))


def release(*, purpose: str, by: Any) -> int:
    """Queue held messages again, except secret ones, whose text is deleted. Return how many."""
    number = 0
    with scoped(ALL):
        waiting = list(_of(purpose).exclude(raw=b"").order_by("pk"))
    for message in waiting:
        try:
            with scoped(ALL):
                send_again(message=message, by=by)
        except CannotSendAgain:  # somebody of its office has already sent it
            continue
        number += 1
    return number


def drop(*, purpose: str) -> int:
    """Leave held messages unsent. They stay "delivery uncertain", and their office can still send each again."""
    with scoped(ALL):
        return _of(purpose).update(last_error=DROPPED)


def _of(purpose: str) -> OutboxQuerySet:
    return held().filter(purpose=purpose) if purpose else held()


def has_no_people() -> bool:
    """Return whether the database holds no person and no office, or has no tables: then it may be overwritten."""
    return User._meta.db_table not in connection.introspection.table_names() or not (
        User.objects.exists() or Office.objects.exists()
    )
