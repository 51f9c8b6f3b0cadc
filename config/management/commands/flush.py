from django.core.management.commands import flush
from django.db import DEFAULT_DB_ALIAS

from casework.audit import anchor, guards


class Command(flush.Command):
    """Django's flush. What keeps the audit log from being deleted is lifted for that moment."""

    def handle(self, **options):
        if options["database"] != DEFAULT_DB_ALIAS:
            super().handle(**options)
            return
        with guards.lifted():
            super().handle(**options)
        anchor.set_aside()
