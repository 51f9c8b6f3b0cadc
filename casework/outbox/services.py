"""Queueing mail. The row is written in the caller's transaction: mail is sent only if that commits."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.db import transaction
from django.db.models import Min
from django.db.models.functions import Coalesce
from django.template import Context, engines
from django.template.loader import render_to_string
from django.utils import timezone

from body.current import current_body
from body.languages import writing_in
from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.wall.scope import ALL, scoped

from .composing import row_for
from .models import OutboxMessage, when_to_give_up
from .queueing import queue


class CannotSendAgain(Exception):
    """The message is sent, still waiting, not visible, or its secret text is deleted."""


def render_mail(template: str, context: Mapping[str, Any]) -> tuple[str, str]:
    """Return the text and the HTML of a mail, from `mail/<template>.txt` and `mail/<template>.html`.

    Both are in the active language. The text is not escaped, so that "O'Neill" stays "O'Neill".
    """
    body = current_body()
    facts = {"site_name": body.service, "members": body.members, **context}
    get_template = engines["django"].engine.get_template
    text = get_template(f"mail/{template}.txt").render(Context(facts, autoescape=False))
    html = get_template(f"mail/{template}.html").render(Context(facts))
    return text.strip() + "\n", html.strip() + "\n"


def render_line(template: str, context: Mapping[str, Any]) -> str:
    """Return the one line of `mail/<template>.txt`, such as a link for a header."""
    return render_to_string(f"mail/{template}.txt", dict(context)).strip()


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
    about: str = "",
) -> OutboxMessage:
    """Queue a mail. `office` is the key of the office it belongs to; `secret` text is deleted once sent.

    `about` names what it is about, for a caller that notes the result (`OutboxQuerySet.to_be_noted`).

    Mail is marked as automatic. For mail that a person wrote pass `headers={"Auto-Submitted": "no"}`.
    Raise ValueError for an address or header that could add another header.
    """
    message = EmailMultiAlternatives(
        str(subject), text, from_email, list(to), reply_to=list(reply_to), headers=dict(headers or {})
    )
    if html:
        message.attach_alternative(html, "text/html")
    return enqueue(message=message, office=office, purpose=purpose, secret=secret, about=about)


def tell(
    to: Iterable[str],
    *,
    subject: str,
    template: str,
    facts: Mapping[str, Any],
    purpose: str,
    office: int | None = None,
    language: str = "",
) -> None:
    """Queue a mail made from `template` (see `render_mail`) to each address separately, in English unless told."""
    with writing_in(language):
        text, html = render_mail(template, facts)
    for address in to:
        post(to=[address], subject=subject, text=text, html=html, office=office, purpose=purpose)


def enqueue(
    *, message: EmailMessage, office: int | None, purpose: str, secret: bool, about: str = ""
) -> OutboxMessage:
    """Queue a Django message in the outbox."""
    row = row_for(message, office=office, purpose=purpose, secret=secret)
    row.about = about
    return queue(row)


@transaction.atomic
def send_again(*, message: OutboxMessage, by: Any, due_at: datetime | None = None) -> None:
    """Queue a failed or uncertain message again, with its Message-ID, because a person decided to.

    It takes one message: only a person can judge whether it would arrive twice. `due_at` is that of the attempt they
    decided about: if it was sent again since, they have not seen what came of that. Raise CannotSendAgain.
    """
    now = timezone.now()
    ended = OutboxMessage.objects.failed() | OutboxMessage.objects.uncertain()
    if due_at is not None:
        ended = ended.filter(due_at=due_at)
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
            noted_at=None,
        )
    )
    if not taken:
        raise CannotSendAgain("This message cannot be sent again.")
    record(Verb.MAIL_SENT_AGAIN, by=by, office=message.office_id, subject=str(message.uuid))


def oldest_due_age() -> timedelta | None:
    """Return how long the oldest waiting message has been due, or None, for health checks."""
    now = timezone.now()
    with scoped(ALL):
        waiting = OutboxMessage.objects.due() | OutboxMessage.objects.held()
        since = waiting.aggregate(since=Min(Coalesce("held_at", "due_at")))["since"]
    return None if since is None else max(now - since, timedelta())
