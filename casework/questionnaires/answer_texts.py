"""Answers as they are shown, in the words of their question."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import TextChoices
from django.utils.dateformat import format as date_format
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from body.current import current_body
from casework.offices.models import Member
from casework.places.models import Borough

from .definition import CHOICES, Question, words
from .journey import chosen
from .models import Submission


class Place(TextChoices):
    """Ways to say where one lives."""

    POSTCODE = "postcode", _("I will give my postcode")
    BOROUGH = "borough", _("I will choose my borough")
    NO_FIXED_ADDRESS = "none", _("I have no fixed address")
    OUTSIDE = (
        "outside",
        format_lazy(_("I live outside {place}"), place=lazy(lambda: current_body().place, str)()),
    )


@dataclass(frozen=True)
class Told:
    """The answers of a submission as they are shown: in which language, and their borough if it is loaded."""

    submission: Submission
    language: str = "en"
    borough: Borough | None = None


def answer_text(question: Question, given: dict[str, Any], told: Told) -> str:
    """Return the answer to a question as text, "" if there is none."""
    value = given.get(question["name"]) or ""
    kind = question["type"]
    if kind in CHOICES:
        labels = [
            words(c["label"], told.language) for c in question["choices"] if chosen(value, [c["value"]])
        ]
        return ", ".join(labels)
    if kind == "place":
        return _place_text(question["name"], given, told.borough)
    if kind == "borough":
        return _borough_name(value, told.borough)
    if kind == "member":
        return Member.objects.filter(slug=value).values_list("name", flat=True).first() or ""
    if kind == "secret":
        return gettext("Chosen, and not shown") if value else ""
    if kind == "date":
        return date_format(date.fromisoformat(value), "j F Y") if value else ""
    if kind == "declaration":
        return gettext("Confirmed") if value else ""
    if kind == "files":
        return ", ".join(f.name for f in told.submission.files.all() if f.question == question["name"])
    return str(value)


def _place_text(name: str, given: dict[str, Any], known: Borough | None) -> str:
    postcode, borough = given.get(f"{name}_postcode", ""), given.get(f"{name}_borough", "")
    match given.get(name):
        case Place.POSTCODE:
            return f"{postcode} ({_borough_name(borough, known)})"
        case Place.BOROUGH:
            return _borough_name(borough, known)
        case Place.NO_FIXED_ADDRESS:
            return gettext("No fixed address")
        case Place.OUTSIDE:
            outside = gettext("Outside %(place)s") % {"place": current_body().place}
            return f"{outside} ({postcode})" if postcode else outside
    return ""


def _borough_name(code: str, known: Borough | None) -> str:
    if known is not None and known.code == code:
        return known.name
    return Borough.objects.filter(code=code).values_list("name", flat=True).first() or ""
