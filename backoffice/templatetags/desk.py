"""Words and marks of the desk. Formatting only."""

from django import template

from backoffice.dates import days_late, words_for_next_date
from backoffice.words import masked, turn_kind, turn_tag
from ui.templatetags.ui import short_day

register = template.Library()
register.filter("masked", masked)
register.filter("turn_kind", turn_kind)
register.filter("turn_tag", turn_tag)


@register.filter
def next_date(day):
    """A next date as lists show it: Today, Tomorrow, 2 days late, Thu 26 Nov."""
    return words_for_next_date(day, short_day(day)) if day else ""


@register.filter
def is_late(day):
    return days_late(day) > 0
