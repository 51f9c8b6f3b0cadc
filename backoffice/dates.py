"""Dates in words, as the back office shows them."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework.working_days import is_working_day, working_days_after, working_days_since
from ui.templatetags.ui import day

AHEAD = (1, 5, 10, 20)  # working days that people choose for a next date


def a_working_day_ago():
    """Return the moment one working day before now."""
    moment = timezone.now() - timedelta(days=1)
    while not is_working_day(timezone.localdate(moment)):
        moment -= timedelta(days=1)
    return moment


def days_late(due):
    """Return how many working days ago a next date was; 0 if it is still to come, not set, or none has passed since."""
    return working_days_since(due, timezone.localdate()) if due else 0


def words_for_next_date(due, written):
    """Return `Today`, `Tomorrow`, `2 working days late`, or the date as `written`."""
    if late := days_late(due):
        words = ngettext("%(days)d working day late", "%(days)d working days late", late)
        return words % {"days": late}
    return {0: _("Today"), 1: _("Tomorrow")}.get((due - timezone.localdate()).days, written)


def words_for_deadline(by):
    """Return when a deadline is from today: `today`, `in 3 working days` or `2 working days late`."""
    today = timezone.localdate()
    if by == today:
        return _("today")
    if by > today:
        ahead = working_days_since(today, by)
        return ngettext("in %(days)d working day", "in %(days)d working days", ahead) % {"days": ahead}
    late = days_late(by)
    words = ngettext("%(days)d working day late", "%(days)d working days late", late) % {"days": late}
    return words if late else _("late")


def deadline_words(deadline):
    """Return a deadline in words, such as "Answer by Friday 4 December, in 3 working days"."""
    facts = {
        "what": deadline.get_kind_display(),
        "day": day(deadline.by),
        "when": words_for_deadline(deadline.by),
    }
    return _("%(what)s %(day)s, %(when)s") % facts


def days_ahead():
    """Return (number, words) of the days that can be chosen, such as (5, "In 5 working days, Friday 4 December")."""
    today = timezone.localdate()
    return [(number, _in_working_days(number, working_days_after(today, number))) for number in AHEAD]


def _in_working_days(number, chosen):
    words = ngettext("In %(number)d working day, %(day)s", "In %(number)d working days, %(day)s", number)
    return words % {"number": number, "day": day(chosen)}
