"""Fields whose refusals say what to do. Ordinary Django fields work on our forms too."""

import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils import dates
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from . import widgets


class EmailField(forms.EmailField):
    """An email address, and what was wrong with it if it is none."""

    widget = widgets.EmailInput
    default_error_messages = {
        "no_at": _("Enter an email address like name@example.com. Yours has no @"),
        "space": _("Enter an email address like name@example.com. Yours has a space in it"),
        "invalid": _("Enter an email address like name@example.com."),
    }

    def run_validators(self, value):
        if value and "@" not in value:
            raise ValidationError(self.error_messages["no_at"], code="no_at")
        if value and len(value.split()) > 1:
            raise ValidationError(self.error_messages["space"], code="space")
        super().run_validators(value)


class DateField(forms.Field):
    """A date in three boxes. Each refusal names the part to put right, and that box alone turns red."""

    widget = widgets.DateInput
    default_error_messages = {
        "day": _("Enter the day of the month, like 27"),
        "month": _("Enter the month, like 3 or March"),
        "year": _("Enter the year in four digits, like 2026"),
        "no_such_day": _("Enter a date that exists. That month has no day %(day)s"),
    }

    def to_python(self, value):
        if not value or isinstance(value, datetime.date):
            return value or None
        day, month, year = (str(part or "").strip() for part in value)
        if not (day or month or year):
            return None
        whole = {"day": _number(day), "month": _month(month), "year": _number(year)}
        self._refuse_parts(whole)
        try:
            return datetime.date(whole["year"], whole["month"], whole["day"])
        except ValueError as error:
            raise self._refusal("no_such_day", day=whole["day"]) from error

    def _refuse_parts(self, whole):
        limits = {"day": range(1, 32), "month": range(1, 13), "year": range(1000, 10000)}
        wrong = [part for part, limit in limits.items() if whole[part] not in limit]
        if wrong:
            raise ValidationError([self._refusal(part) for part in wrong])

    def _refusal(self, code, **params):
        return ValidationError(self.error_messages[code], code=code, params=params)

    def has_changed(self, initial, data):
        try:
            return self.to_python(data) != initial
        except ValidationError:
            return True


def _number(text):
    """Any script's digits are a number; more than four are a slip."""
    return int(text) if text.isdecimal() and len(text) <= 4 else None


def _month(text):
    """A month by number or by name, in the reader's language or English; "Nov" is enough."""
    if text.isdecimal():
        return _number(text)
    for language in (get_language(), "en"):
        with override(language):
            names = {number: str(name).casefold() for number, name in dates.MONTHS.items()}
        found = [number for number, name in names.items() if name.startswith(text.casefold().rstrip("."))]
        if len(text) > 2 and len(found) == 1:
            return found[0]
    return None
