"""How the desk says a date: late is a word."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def days_late(day):
    """How many days ago a next date was; 0 if it is still to come or not set."""
    return max((timezone.localdate() - day).days, 0) if day else 0


def words_for_next_date(day, written):
    """`Today`, `Tomorrow`, `2 days late`, or the date as `written`."""
    days = (day - timezone.localdate()).days
    if days < 0:
        return ngettext("%(days)d day late", "%(days)d days late", -days) % {"days": -days}
    return {0: _("Today"), 1: _("Tomorrow")}.get(days, written)
