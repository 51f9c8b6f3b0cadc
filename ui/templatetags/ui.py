"""Tags and filters of every template (a builtin, so no template loads it)."""

import datetime

from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

register = template.Library()

PREFIX_SAID = "ui.error_prefix"
TAG_KINDS = {"plain", "our-turn", "their-turn", "third", "closed", "risk"}


@register.filter
def day(value):
    """Wednesday 18 November; with the year if it is not this one."""
    return _dated(value, pgettext("a date with its weekday", "l j F"))


@register.filter
def short_day(value):
    """Thu 26 Nov, for tables."""
    return _dated(value, pgettext("a short date for tables", "D j M"))


@register.filter
def plain_day(value):
    """18 November, without the weekday."""
    return _dated(value, pgettext("a date without its weekday", "j F"))


@register.filter
def stamp(value):
    """For machines: 2026-11-18T15:40:00+00:00, or the day alone; nothing for nothing. HTML knows no microseconds."""
    if isinstance(value, datetime.datetime):
        return value.isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, datetime.date) else ""


@register.filter
def moment(value):
    """18 November, 3:40pm."""
    if not isinstance(value, datetime.datetime):
        return plain_day(value)
    local = _local(value)
    return pgettext("a date and a time", "%(day)s, %(time)s") % {
        "day": plain_day(local),
        "time": clock(local),
    }


@register.filter
def clock(value):
    """3:40pm."""
    local = _local(value)
    half = pgettext("before noon", "am") if local.hour < 12 else pgettext("after noon", "pm")
    return f"{date_format(local, 'g:i')}{half}"


@register.filter
def filesize_words(size):
    """340 KB or 1.2 MB, with a space that never breaks."""
    if size is None:
        return ""
    if size < 1_000_000:
        return _("%(size)s\N{NO-BREAK SPACE}KB") % {"size": max(1, round(size / 1000))}
    return _("%(size)s\N{NO-BREAK SPACE}MB") % {"size": number_format(size / 1_000_000, 1)}


@register.filter(needs_autoescape=True)
def paragraphs(text, autoescape=True):
    """What somebody typed, as paragraphs. Each finds its own direction, so one cannot turn another round."""
    blocks = str(text or "").replace("\r\n", "\n").replace("\r", "\n").split("\n\n")
    lines = (
        [conditional_escape(line) for line in block.strip("\n").split("\n")]
        for block in blocks
        if block.strip()
    )
    return format_html_join("\n", '<p dir="auto">{}</p>', ((mark_safe("<br>".join(each)),) for each in lines))  # noqa: S308


@register.simple_tag
def tag(words, kind="plain"):
    """A word with a border. Shape and word carry the meaning, colour only helps."""
    if kind not in TAG_KINDS:
        raise template.TemplateSyntaxError(
            f"Unknown kind of tag: {kind}. Known: {', '.join(sorted(TAG_KINDS))}."
        )
    return format_html('<span class="ui-tag ui-tag--{}">{}</span>', kind, words)


@register.simple_tag
def error_summary(*forms):
    """The box that names every error of one or several forms, each with a link to its field."""
    errors = [error for form in forms if form for error in _errors_of(form)]
    return render_to_string("ui/error_summary.html", {"errors": errors}) if errors else ""


@register.simple_tag(takes_context=True)
def error_prefix(context, *forms):
    """ "Error: " for the page's title after a refused form, so that it is the first thing heard.

    The frame looks at `form` by itself; a page with other forms names them in its own title. It is said once.
    """
    forms = forms or (context.get("form"),)
    said = context.render_context.get(PREFIX_SAID)
    if said or not any(getattr(form, "errors", None) for form in forms):
        return ""
    context.render_context[PREFIX_SAID] = True
    return _("Error: ")


@register.inclusion_tag("ui/nav_link.html", takes_context=True)
def nav_link(context, url, words):
    """One entry of a navigation; nothing at all while its page does not exist."""
    path = getattr(context.get("request"), "path", "")
    return {
        "url": url,
        "words": words,
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


def _dated(value, pattern):
    if not value:
        return ""
    local = _local(value)
    return date_format(local, pattern if local.year == timezone.localdate().year else f"{pattern} Y")
