"""Formatting filters and tags of the back office."""

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from backoffice.dates import days_late, words_for_deadline, words_for_next_date
from backoffice.words import masked, turn_kind, turn_tag
from casework.cases.models import Deadline
from casework.replies.fields import MARK
from ui.templatetags.ui import in_catalogue, paragraphs, short_day, tag

register = template.Library()
register.filter("masked", masked)


@register.filter
def turn_mark(case):
    """Whose turn it is, as a tag."""
    return _turn_mark(case.turn)


@in_catalogue
def _turn_mark(turn):
    return tag(turn_tag(turn), turn_kind(turn))


@register.filter
def with_marks(pieces):
    """Return a text with the words marked that a search found, from pieces of `casework.search.marks`."""
    marked = ((format_html("<mark>{}</mark>", each.text) if each.is_found else each.text,) for each in pieces)
    return format_html_join("", "{}", marked)


@register.filter
def since(moment):
    """Return the day of a moment for tables, such as 18 Nov."""
    return _since(timezone.localdate(moment))


@in_catalogue
def _since(day):
    return format_html('<time datetime="{}">{}</time>', day.isoformat(), date_format(day, "j M"))


@register.filter
def next_date(day):
    """Return a next date as lists show it: Today, Tomorrow, 2 days late, Thu 26 Nov."""
    return words_for_next_date(day, short_day(day)) if day else ""


@register.filter
def deadline_when(by):
    """Return when a deadline is from today, such as in 3 working days."""
    return words_for_deadline(by)


@register.filter
def soonest_deadline(case):
    """Return the soonest deadline of a case on one line. A screen reader also hears how far away it is."""
    return _soonest_deadline(case.deadline_kind, case.deadline_by, timezone.localdate())


@in_catalogue
def _soonest_deadline(kind, by, today):
    if days_late(by) > 0:
        when = format_html(', <span class="ui-late">{}</span>', _("late"))
    else:
        when = format_html('<span class="govuk-visually-hidden">, {}</span>', words_for_deadline(by))
    return format_html(
        '{} <time datetime="{}">{}</time>{}',
        Deadline.Kind(kind).label,
        by.isoformat(),
        short_day(by),
        when,
    )


@register.filter
def is_late(day):
    return days_late(day) > 0


@register.filter
def as_sent(checked):
    """Return the text of a checked reply in paragraphs, with each field that has no value marked."""

    def marked(field):
        name = field[1].strip().casefold()
        words = _("%(field)s: empty") % {"field": name}
        return f'<mark class="missing">[{escape(words)}]</mark>' if name in checked.missing else field[0]

    return mark_safe(MARK.sub(marked, str(paragraphs(checked.text))))  # noqa: S308  paragraphs has escaped the text
