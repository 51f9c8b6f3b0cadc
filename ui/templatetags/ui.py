"""Template tags and filters, registered as builtins so that no template loads them."""

import datetime
from functools import lru_cache, wraps

from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, trans_real

from body import english

register = template.Library()
register.filter(english.english)
register.filter(english.plain)
register.simple_tag(english.english_attributes)

PREFIX_SHOWN = "ui.error_prefix"
TAG_KINDS = {"plain", "our-turn", "their-turn", "third", "closed", "risk"}


@register.filter
def day(value):
    """Return "Wednesday 18 November", with the year if it is not the current one."""
    return _dated(value, _day)


@register.filter
def short_day(value):
    """Return "Thu 26 Nov", for tables."""
    return _dated(value, _short_day)


@register.filter
def plain_day(value):
    """Return "18 November", without the weekday."""
    return _dated(value, _plain_day)


@register.filter
def full_day(value):
    """Return "18 November 2026". The year is always shown, as people read notices and permissions years later."""
    return _dated(value, _plain_day, always_year=True)


@register.filter
def stamp(value):
    """Return an ISO date or a date and time without microseconds, which HTML does not allow; "" for no value."""
    if isinstance(value, datetime.datetime):
        return value.isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, datetime.date) else ""


@register.filter
def moment(value):
    """Return "18 November, 3:40pm"."""
    return _with_time(value) if isinstance(value, datetime.datetime) else plain_day(value)


@register.filter
def full_moment(value):
    """Return "18 November 2026, 3:40pm", as `full_day`."""
    return _with_time(value, always_year=True) if isinstance(value, datetime.datetime) else full_day(value)


@register.filter
def clock(value):
    """Return "3:40pm", or "15:40" in a language of 24 hours."""
    return _clock(_minute(_local(value)))


@register.filter
def filesize_words(size):
    """Return "340 KB" or "1.2 MB" with a non-breaking space."""
    if size is None:
        return ""
    if size < 1_000_000:
        words = _("%(size)s KB") % {"size": max(1, round(size / 1000))}
    else:
        words = _("%(size)s MB") % {"size": number_format(size / 1_000_000, 1)}
    return words.replace(" ", "\N{NO-BREAK SPACE}")  # xgettext does not read it inside the message


@register.filter
def paragraphs(text):
    """Return typed text as escaped paragraphs, each with its own text direction, and marked English as English."""
    escaped = escape(text or "").replace("\r\n", "\n").replace("\r", "\n")
    blocks = [block.strip("\n").replace("\n", "<br>") for block in escaped.split("\n\n") if block.strip()]
    marked = isinstance(text, english.EnglishText)
    before, after = ('<p><bdi lang="en" dir="ltr">', "</bdi></p>") if marked else ('<p dir="auto">', "</p>")
    return mark_safe("\n".join(f"{before}{block}{after}" for block in blocks))  # noqa: S308


@register.filter
def attributes(attrs):
    """Return the HTML attributes of a widget. Django's own template renders a node for each part of each."""
    written = ((name, _value(value)) for name, value in attrs.items() if value is not False)
    return format_html_join("", " {}{}", written)


def _value(value):
    return "" if value is True else format_html('="{}"', value)


@register.simple_tag
def tag(words, kind="plain"):
    """Return a bordered label. Its text and shape carry the meaning, not only its colour."""
    if kind not in TAG_KINDS:
        raise template.TemplateSyntaxError(
            f"Unknown kind of tag: {kind}. Known: {', '.join(sorted(TAG_KINDS))}."
        )
    return format_html('<span class="ui-tag ui-tag--{}">{}</span>', kind, words)


@register.simple_tag
def message(who, when, text, *, id="", office=False, mine=False, role="", how="", files=(), on_paper=False):
    """Return one message. `office` and `mine` say whose it is, `role` and `how` stand beside the time.

    `files` are dicts as in `ui/file_chip.html`. Jinja2 renders it, because a case has many (ADR 48).
    """
    context = {
        "id": id,
        "office": office,
        "mine": mine,
        "who": who,
        "when": when,
        "role": role,
        "how": how,
        "text": text,
        "files": render_to_string("ui/files.html", {"files": files, "on_paper": on_paper}) if files else "",
        "stamp": stamp,
        "moment": moment,
        "paragraphs": paragraphs,
    }
    return mark_safe(render_to_string("ui/message.jinja", context, using="jinja2"))  # noqa: S308  the template escapes


@register.simple_tag
def error_summary(*forms):
    """Return the list of all errors of the forms, each linked to its field."""
    errors = [error for form in forms if form for error in _errors_of(form)]
    return render_to_string("ui/error_summary.html", {"errors": errors}) if errors else ""


@register.simple_tag(takes_context=True)
def error_prefix(context, *forms):
    """Return "Error: " once, for the title of a page whose form has errors.

    The frame checks `form`; a page with other forms passes them in its own title block.
    """
    forms = forms or (context.get("form"),)
    shown = context.render_context.get(PREFIX_SHOWN)
    if shown or not any(getattr(form, "errors", None) for form in forms):
        return ""
    context.render_context[PREFIX_SHOWN] = True
    return _("Error: ")


@register.simple_tag(takes_context=True)
def nav_link(context, url, words, key=""):
    """Return one entry of a navigation, "" without a URL. `key` follows it at the desk."""
    if not url:
        return ""
    path = getattr(context.get("request"), "path", "")
    here = "page" if path == url else "true" if path.startswith(str(url)) else ""
    named = attributes({"data-key": key or False, "aria-current": here or False})
    return format_html('<li><a href="{}"{}>{}</a></li>', url, named, words)


def _errors_of(form):
    for words in form.non_field_errors():
        yield {"text": words, "target": ""}
    for name in form.fields:
        field = form[name]
        target = "" if field.is_hidden else getattr(field, "first_id", field.id_for_label)
        for words in field.errors:
            yield {"text": words, "target": target}


def _local(value):
    return (
        timezone.localtime(value)
        if isinstance(value, datetime.datetime) and timezone.is_aware(value)
        else value
    )


def _dated(value, in_words, *, always_year=False):
    if not value:
        return ""
    local = _local(value)
    day = local.date() if isinstance(local, datetime.datetime) else local
    return in_words(day, always_year or _needs_year(day))


def _with_time(value, *, always_year=False):
    local = _local(value)
    return _moment(_minute(local), always_year or _needs_year(local))


def _minute(local):
    """Return a local time without its zone, which would make two zones with the same moment look the same."""
    return local.replace(second=0, microsecond=0, tzinfo=None)


def _needs_year(day):
    return day.year != timezone.localdate().year


def in_catalogue(in_words):
    """Remember what a function says with each catalogue: pages show the same days and times again and again.

    A language has another catalogue once its texts are corrected.
    """
    remembered = lru_cache(maxsize=2_000)(lambda _catalogue, *facts: in_words(*facts))

    @wraps(in_words)
    def looked_up(*facts):
        return remembered(trans_real.catalog(), *facts)

    return looked_up


@in_catalogue
def _day(day, with_year):
    if with_year:
        return date_format(day, pgettext("a date with its weekday and year", "l j F Y"))
    return date_format(day, pgettext("a date with its weekday", "l j F"))


@in_catalogue
def _short_day(day, with_year):
    if with_year:
        return date_format(day, pgettext("a short date for tables, with its year", "D j M Y"))
    return date_format(day, pgettext("a short date for tables", "D j M"))


@in_catalogue
def _plain_day(day, with_year):
    if with_year:
        return date_format(day, pgettext("a date with its year", "j F Y"))
    return date_format(day, pgettext("a date without its weekday", "j F"))


@in_catalogue
def _moment(minute, with_year):
    facts = {"day": _plain_day(minute.date(), with_year), "time": _clock(minute)}
    return pgettext("a date and a time", "%(day)s, %(time)s") % facts


@in_catalogue
def _clock(minute):
    pattern = pgettext("a time of day: g:i, or H:i for 24 hours", "g:i")
    half = pgettext("before noon", "am") if minute.hour < 12 else pgettext("after noon", "pm")
    words = date_format(minute, pattern)
    return words + half if "g" in pattern else words
