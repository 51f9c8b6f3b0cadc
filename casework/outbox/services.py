"""Promising mail. The row is written in the caller's transaction: mail leaves exactly if the act stands."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.db import transaction
from django.db.models import Min
from django.db.models.functions import Coalesce
from django.template import Context, engines
from django.utils import timezone

from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.scope import ALL, office_scope, scoped

from .composing import row_for
from .models import OutboxMessage, when_to_give_up


class CannotSendAgain(Exception):
    """Already sent, still on its way, not in sight, or its text was a secret and is gone."""


def render_mail(template: str, context: Mapping[str, Any]) -> tuple[str, str]:
    """The text and the HTML of a mail, from `mail/<template>.txt` and `mail/<template>.html`.

    Both are in the language that is active. The text is not escaped, so that "O'Neill" stays "O'Neill".
    """
    facts = {"site_name": f"{settings.SITE_NAME_LEAD} {settings.SITE_NAME}", **context}
    get_template = engines["django"].engine.get_template
    text = get_template(f"mail/{template}.txt").render(Context(facts, autoescape=False))
    html = get_template(f"mail/{template}.html").render(Context(facts))
    return text.strip() + "\n", html.strip() + "\n"


def post(
    *,
    to: Sequence[str],
    subject: str,
    text: str,
    purpose: str,
    html: str | None = None,
    office: int | None = None,
    from_email: str | None = None,
    reply_to: Sequence[str] = (),
    headers: Mapping[str, str] | None = None,
    secret: bool = False,
) -> OutboxMessage:
    """Promise a mail. `office` is the key of the office it belongs to; `secret` text is removed once sent.

    Mail is marked as written by a machine. What a person wrote says so: `headers={"Auto-Submitted": "no"}`.
    Raises ValueError for an address or a header that could carry a second header.
    """
    message = EmailMultiAlternatives(
        str(subject), text, from_email, list(to), reply_to=list(reply_to), headers=dict(headers or {})
    )
    if html:
        message.attach_alternative(html, "text/html")
    return promise(message=message, office=office, purpose=purpose, secret=secret)


def tell(
    to: Iterable[str],
    *,
    subject: str,
    template: str,
    facts: Mapping[str, Any],
    purpose: str,
    office: int | None = None,
) -> None:
    """Promise a mail made from `template` (see `render_mail`) to each of these addresses; nobody sees the others."""
    text, html = render_mail(template, facts)
    for address in to:
        post(to=[address], subject=subject, text=text, html=html, office=office, purpose=purpose)


def promise(*, message: EmailMessage, office: int | None, purpose: str, secret: bool) -> OutboxMessage:
    """Put a message of Django's into the outbox."""
    row = row_for(message, office=office, purpose=purpose, secret=secret)
    # The one who acts may not see the row: a constituent's act writes mail that belongs to an office, and
    # some mail is written after a transaction, when no scope is open.
    with scoped(ALL if office is None else office_scope(office)):
        row.save(force_insert=True)
    return row


@transaction.atomic
def send_again(*, message: OutboxMessage, by: Any) -> None:
    """Send a failed or uncertain message once more, with its old Message-ID, because a person decided to.

    For one message at a time: whether a mail arrived twice is for somebody to judge, not for a loop.
    """
    now = timezone.now()
    ended = OutboxMessage.objects.failed() | OutboxMessage.objects.uncertain()
    taken = (
        ended.filter(pk=message.pk)
        .exclude(raw=b"")
        .update(
            due_at=now,
            give_up_at=when_to_give_up(),
            attempts=0,
            handed_over_at=None,
            uncertain_at=None,
            failed_at=None,
            lease_until=None,
            last_error="",
        )
    )
    if not taken:
        raise CannotSendAgain("This message cannot be sent again.")
    record(Verb.MAIL_SENT_AGAIN, by=by, office=message.office_id, subject=str(message.uuid))


def oldest_due_age() -> timedelta | None:
    """How long the longest-waiting message has been due; None when nothing waits. For health checks."""
    now = timezone.now()
    with scoped(ALL):
        waiting = OutboxMessage.objects.due() | OutboxMessage.objects.held()
        since = waiting.aggregate(since=Min(Coalesce("held_at", "due_at")))["since"]
    return None if since is None else max(now - since, timedelta())
