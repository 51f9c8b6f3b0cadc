from django.core.management.commands import flush
from django.db import DEFAULT_DB_ALIAS

from casework.audit import anchor, guards


class Command(flush.Command):
    """Django's flush, with the guards of the audit log lifted."""

    def handle(self, **options):
        if options["database"] != DEFAULT_DB_ALIAS:
            super().handle(**options)
            return
        with guards.lifted():
            super().handle(**options)
        anchor.set_aside()
