"""Words and marks of the desk. Formatting only."""

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html

from backoffice.dates import days_late, words_for_next_date
from backoffice.words import masked, turn_kind, turn_tag
from ui.templatetags.ui import short_day, tag

register = template.Library()
register.filter("masked", masked)
register.filter("turn_kind", turn_kind)
register.filter("turn_tag", turn_tag)


@register.filter
def turn_mark(case):
    """Whose turn it is, as a tag."""
    return tag(turn_tag(case), turn_kind(case))


@register.filter
def since(moment):
    """The day of a moment, for tables: 18 Nov."""
    day = timezone.localdate(moment)
    return format_html('<time datetime="{}">{}</time>', day.isoformat(), date_format(day, "j M"))


@register.filter
def next_date(day):
    """A next date as lists show it: Today, Tomorrow, 2 days late, Thu 26 Nov."""
    return words_for_next_date(day, short_day(day)) if day else ""


@register.filter
def is_late(day):
    return days_late(day) > 0
