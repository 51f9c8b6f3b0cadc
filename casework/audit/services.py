"""Appending to the audit log, in the transaction of the act."""

import secrets
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.crypto import salted_hmac

from casework.scope import ALL, scoped

from .canon import commitment
from .models import Entry, Unsealed
from .verbs import Verb


@dataclass(frozen=True)
class Origin:
    """Where an act came from: the route's name (or command) and a keyed mark of the session."""

    route: str = ""
    session: str = ""


NOWHERE = Origin()
origin: ContextVar[Origin] = ContextVar("origin", default=NOWHERE)


def session_mark(key: str | None) -> str:
    """A mark by which all entries of one session can be found without the session's key being stored."""
    return salted_hmac("casework.audit.session", key, algorithm="sha256").hexdigest()[:16] if key else ""


def session_mark_in(office: int | None, mark: str) -> str:
    """The mark of a session as one office may take it away: beside another's log it tells of nobody in both."""
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

    Runs in the caller's transaction: an act that is rolled back leaves no entry. What a person typed goes into
    `reason` and nowhere else: it alone can be erased later.
    """
    where = origin.get()
    salt = secrets.token_hex(16) if reason else ""
    with scoped(ALL, savepoint=False), transaction.atomic(savepoint=False):
        entry = Entry.objects.create(
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
        Unsealed.objects.create(entry=entry)


def erase_reason(*, entry: Entry, by: Any) -> None:
    """Blank what was typed as the entry's reason. The entry and its seal stay, and the erasure is an entry too."""
    with scoped(ALL), transaction.atomic(savepoint=False):
        record(Verb.REASON_ERASED, by=by, office=entry.office_id, subject=entry.uuid.hex)
        Entry.objects.filter(pk=entry.pk).update(reason="", salt="")
