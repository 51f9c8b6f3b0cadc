"""Sentences that several pages for constituents share."""

from django.utils.translation import gettext as _

from casework.files.models import Scan


def scan_words(file):
    """Return the state of the virus scan of a file, or "" if there is nothing to say."""
    if file.scan == Scan.QUARANTINED:
        return _("held: it may have a virus")
    return _("being checked") if file.scan == Scan.WAITING else ""
