"""Signals of questionnaires, so that other apps can react without questionnaires importing them."""

from django.dispatch import Signal

published = Signal()  # version: the new current version of a form
