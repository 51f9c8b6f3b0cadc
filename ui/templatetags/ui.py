"""Template tags and filters, registered as builtins so that no template loads them."""

import datetime
from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

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
    with_year = pgettext("a date with its weekday and year", "l j F Y")
    return _dated(value, pgettext("a date with its weekday", "l j F"), with_year)


@register.filter
def short_day(value):
    """Return "Thu 26 Nov", for tables."""
    with_year = pgettext("a short date for tables, with its year", "D j M Y")
    return _dated(value, pgettext("a short date for tables", "D j M"), with_year)


@register.filter
def plain_day(value):
    """Return "18 November", without the weekday."""
    with_year = pgettext("a date with its year", "j F Y")
    return _dated(value, pgettext("a date without its weekday", "j F"), with_year)


@register.filter
def full_day(value):
    """Return "18 November 2026". The year is always shown, as people read notices and permissions years later."""
    with_year = pgettext("a date with its year", "j F Y")
    return _dated(value, with_year, with_year)


@register.filter
def stamp(value):
    """Return an ISO date or a date and time without microseconds, which HTML does not allow; "" for no value."""
    if isinstance(value, datetime.datetime):
        return value.isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, datetime.date) else ""


@register.filter
def moment(value):
    """Return "18 November, 3:40pm"."""
    return _with_time(value, plain_day)


@register.filter
def full_moment(value):
    """Return "18 November 2026, 3:40pm", as `full_day`."""
    return _with_time(value, full_day)


def _with_time(value, in_words):
    if not isinstance(value, datetime.datetime):
        return in_words(value)
    local = _local(value)
    facts = {"day": in_words(local), "time": clock(local)}
    return pgettext("a date and a time", "%(day)s, %(time)s") % facts


@register.filter
def clock(value):
    """Return "3:40pm", or "15:40" in a language of 24 hours."""
    local = _local(value)
    pattern = pgettext("a time of day: g:i, or H:i for 24 hours", "g:i")
    half = pgettext("before noon", "am") if local.hour < 12 else pgettext("after noon", "pm")
    words = written(local.time().replace(second=0, microsecond=0), pattern, get_language())
    return words + half if "g" in pattern else words


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


@register.filter(needs_autoescape=True)
def paragraphs(text, autoescape=True):
    """Return typed text as escaped paragraphs, each with its own text direction, and marked English as English."""
    blocks = str(text or "").replace("\r\n", "\n").replace("\r", "\n").split("\n\n")
    lines = (
        [conditional_escape(line) for line in block.strip("\n").split("\n")]
        for block in blocks
        if block.strip()
    )
    marked = isinstance(text, english.EnglishText)
    paragraph = '<p><bdi lang="en" dir="ltr">{}</bdi></p>' if marked else '<p dir="auto">{}</p>'
    return format_html_join("\n", paragraph, ((mark_safe("<br>".join(each)),) for each in lines))  # noqa: S308


@register.simple_tag
def tag(words, kind="plain"):
    """Return a bordered label. Its text and shape carry the meaning, not only its colour."""
    if kind not in TAG_KINDS:
        raise template.TemplateSyntaxError(
            f"Unknown kind of tag: {kind}. Known: {', '.join(sorted(TAG_KINDS))}."
        )
    return format_html('<span class="ui-tag ui-tag--{}">{}</span>', kind, words)


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


@register.inclusion_tag("ui/nav_link.html", takes_context=True)
def nav_link(context, url, words, key=""):
    """Return the context of one navigation link. Nothing is rendered without a URL. `key` follows it at the desk."""
    path = getattr(context.get("request"), "path", "")
    return {
        "url": url,
        "words": words,
        "key": key,
        "is_page": path == url,
        "is_section": url and path.startswith(str(url)),
    }


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


def _dated(value, pattern, with_year):
    if not value:
        return ""
    local = _local(value)
    day = local.date() if isinstance(local, datetime.datetime) else local
    is_this_year = day.year == timezone.localdate().year
    return written(day, pattern if is_this_year else with_year, get_language())


@lru_cache(maxsize=2_000)
def written(value, pattern, language):
    """A day or a time in words: pages show the same ones again and again."""
    return date_format(value, pattern)
