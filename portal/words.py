"""What several pages for constituents say in the same words."""

from django.utils.translation import gettext as _

from casework.files.models import Scan


def scan_words(file):
    """What is known about viruses in a file, beside its name; nothing if there is nothing to know or do."""
    if file.scan == Scan.QUARANTINED:
        return _("held: it may have a virus")
    return _("being checked") if file.scan == Scan.WAITING else ""
