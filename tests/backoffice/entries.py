"""Entries of the log, as tests read them."""

from casework.audit.models import Entry
from casework.wall.scope import ALL, scoped


def entries_with(verb, **facts):
    with scoped(ALL):
        return list(Entry.objects.filter(verb=verb, **facts).order_by("pk"))
