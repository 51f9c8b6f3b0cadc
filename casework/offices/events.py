"""Signals about offices for other packages."""

from django.dispatch import Signal

office_added = Signal()  # office
languages_changed = Signal()
