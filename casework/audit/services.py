"""Writing to the audit log, in the transaction of the act."""

import secrets
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from casework.wall.scope import ALL, scoped

from .encoding import commitment
from .models import Entry, Unsealed
from .verbs import Verb


@dataclass(frozen=True)
class Origin:
    """Origin of an act: the route or command, and keyed hashes of the session and the network.

    No entry stores the network. It groups what comes from one network while that is being looked at.
    """

    route: str = ""
    session: str = ""
    network: str = ""


NOWHERE = Origin()
origin: ContextVar[Origin] = ContextVar("origin", default=NOWHERE)


def session_mark(key: str | None) -> str:
    """Return a keyed hash that links all entries of one session without storing the session's key."""
    return salted_hmac("casework.audit.session", key, algorithm="sha256").hexdigest()[:16] if key else ""


def network_mark(network: str) -> str:
    """A mark by which what came from one network on one day can be grouped without its address being stored."""
    named = f"{timezone.localdate()} {network}"
    return (
        salted_hmac("casework.audit.network", named, algorithm="sha256").hexdigest()[:16] if network else ""
    )


def session_mark_in(office: int | None, mark: str) -> str:
    """Return the session's mark for one office's export: it cannot be matched with another office's export."""
    named = f"{office} {mark}"
    return (
        salted_hmac("casework.audit.session-in-office", named, algorithm="sha256").hexdigest()[:16]
        if mark
        else ""
    )


def record(
    verb: Verb,
    *,
    by: Any,
    office: int | None = None,
    subject: str = "",
    reason: str = "",
    **detail: str | int | bool | None,
) -> None:
    """Append one entry. `by` is a user or None, `office` its key; `detail` holds codes and references only.

    It runs in the caller's transaction, so a rolled-back act leaves no entry. Text that a person typed goes into
    `reason` only: nothing else can be erased later.
    """
    where = origin.get()
    salt = secrets.token_hex(16) if reason else ""
    entry = Entry(
        verb=verb,
        office_id=office,
        actor_id=getattr(by, "pk", None),
        subject=subject,
        reason=reason,
        salt=salt,
        commitment=commitment(salt=salt, reason=reason) if reason else "",
        detail=detail,
        route=where.route,
        session=where.session,
    )
    # Without a savepoint a failed entry rolls the act back as well, even if a caller catches the error.
    with transaction.atomic(savepoint=False):
        _append(entry)


def _append(entry: Entry) -> None:
    """Write an entry with the promise of its seal: in one statement on PostgreSQL, which needs the scope for both."""
    if connection.vendor != "postgresql":
        entry.save(force_insert=True)
        Unsealed.objects.create(entry=entry)
        return
    fields = [field for field in Entry._meta.concrete_fields if not field.primary_key]
    values = [field.get_db_prep_save(getattr(entry, field.attname), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(f"select audit_append({', '.join(['%s'] * len(values))})", values)


def erase_reason(*, entry: Entry, by: Any) -> None:
    """Blank the reason of an entry. The entry and its seal stay, and the erasure is logged too."""
    with scoped(ALL), transaction.atomic(savepoint=False):
        record(Verb.REASON_ERASED, by=by, office=entry.office_id, subject=entry.uuid.hex)
        Entry.objects.filter(pk=entry.pk).update(reason="", salt="")
