"""Writing a row into the outbox, or withholding it: a practice office reaches no one."""

from django.apps import apps
from django.utils import timezone

from casework.wall.scope import ALL, office_scope, scoped

from .models import OutboxMessage


def queue(row: OutboxMessage) -> OutboxMessage:
    """Save a new message. One of a practice office is withheld at once, without its text and recipients."""
    office = row.office_id
    if office is not None and _is_practice(office):
        row.withheld_at, row.raw, row.recipients = timezone.now(), b"", []
    # The user may not see the row: an act of a constituent causes mail that belongs to an office, and some mail
    # is queued after a transaction, when no scope is open.
    with scoped(ALL if office is None else office_scope(office)):
        row.save(force_insert=True)
    return row


def _is_practice(office: int) -> bool:
    # Looked up by name, because this app is below that of offices.
    return apps.get_model("offices", "Office").practices.filter(pk=office).exists()
