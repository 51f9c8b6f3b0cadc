"""After a restore: nothing that may have happened since the back-up happens again by itself.

The back-up was made some time before it was needed. Meanwhile the service sent mail, and did what fell due. So what is
due is done now, and all mail that waits is set aside as "delivery uncertain": it may have gone out and it may not.
Only people can tell, so they decide: `manage.py held_mail`.
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
from casework.scope import ALL, scoped

HELD, DROPPED = "held since a restore", "dropped after a restore"


def settle(*, made_at: datetime) -> int:
    """Returns how many messages are held."""
    # Only here: the worker's module looks back at what stands above it.
    from config.management.commands.worker import JOBS, attempt

    cache.clear()
    end_links()
    for name, _seconds, job in JOBS:
        if job is not send_due:
            while attempt(name, job, lambda: False):
                """Until nothing is left to do."""
    number = hold_mail(made_at=made_at)
    note_restore(made_at=made_at)
    while seal_due():
        """Until every entry has its seal."""
    return number


def end_links() -> None:
    """Links that work once: one that was used since the back-up would work again."""
    now = timezone.now()
    with scoped(ALL):
        for model in apps.get_models():
            names = {field.name for field in model._meta.local_concrete_fields}
            if {"token_hash", "expires_at", "used_at"} <= names:
                model._base_manager.filter(used_at=None, expires_at__gt=now).update(expires_at=now)


def hold_mail(*, made_at: datetime) -> int:
    """The text of a secret message (a code, a link) goes, as it does with every message whose end is uncertain."""
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


def note_restore(*, made_at: datetime) -> None:
    """An entry in every office's log: its managers must know that their office was put back."""
    with scoped(ALL):
        offices = [None, *Office.objects.order_by("pk").values_list("pk", flat=True)]
    for office in offices:
        record(Verb.RESTORED, by=None, office=office, made_at=made_at.isoformat())


def held() -> OutboxQuerySet:
    """Inside scope ALL."""
    return OutboxMessage.objects.uncertain().filter(last_error=HELD)


def held_by_purpose() -> list[dict[str, Any]]:
    """How many are held of each purpose, since when, and how many cannot be sent any more."""
    gone = Count("pk", filter=Q(raw=b""))
    with scoped(ALL):
        found = held().values("purpose").annotate(number=Count("pk"), since=Min("created_at"), gone=gone)
        return list(found.order_by("purpose"))


def release(*, purpose: str, by: Any) -> int:
    """Send what is held after all. What was a secret stays where it is: nobody can send it."""
    number = 0
    with scoped(ALL):
        waiting = list(_of(purpose).exclude(raw=b"").order_by("pk"))
    for message in waiting:
        try:
            with scoped(ALL):
                send_again(message=message, by=by)
        except CannotSendAgain:  # somebody of its office was faster
            continue
        number += 1
    return number


def drop(*, purpose: str) -> int:
    """Leave them unsent. On their cases they stay "delivery uncertain", where the office can send each again."""
    with scoped(ALL):
        return _of(purpose).update(last_error=DROPPED)


def _of(purpose: str) -> OutboxQuerySet:
    return held().filter(purpose=purpose) if purpose else held()


def empty_of_people() -> bool:
    """Nobody has used this database: it may be written over. Also true of one without tables."""
    return User._meta.db_table not in connection.introspection.table_names() or not (
        User.objects.exists() or Office.objects.exists()
    )
