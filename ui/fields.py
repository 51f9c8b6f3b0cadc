"""Form fields whose error messages say what to do. Django's own fields work on our forms too."""

import datetime
import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils import dates
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from . import widgets


class EmailField(forms.EmailField):
    """An email address, with a specific error message for a missing @ or a space."""

    widget = widgets.EmailInput
    default_error_messages = {
        "no_at": _("Enter an email address like name@example.com. Yours has no @"),
        "space": _("Enter an email address like name@example.com. Yours has a space in it"),
        "brackets": _("Enter an email address like name@example.com. We cannot write to one with [ and ]"),
        "invalid": _("Enter an email address like name@example.com."),
    }

    def run_validators(self, value):
        if value and "@" not in value:
            raise ValidationError(self.error_messages["no_at"], code="no_at")
        if value and len(value.split()) > 1:
            raise ValidationError(self.error_messages["space"], code="space")
        if value and value.partition("@")[2].startswith("["):
            raise ValidationError(self.error_messages["brackets"], code="brackets")
        super().run_validators(value)


class PhoneField(forms.CharField):
    """A phone number as people write it, perhaps with an extension."""

    widget = widgets.PhoneInput
    default_error_messages = {
        "digits": _("Enter a phone number with six digits or more, like 020 7946 0000"),
        "invalid": _("Enter a phone number like 020 7946 0000 or +44 20 7946 0000, and nothing else"),
    }
    shape = re.compile(
        r"\+?[\d\s()./+-]+?\s*(?:,?\s*(?:x|ext|extn|extension|#)[.:]?\s*\d{1,6})?", re.IGNORECASE
    )
    fewest_digits = 6

    def to_python(self, value):
        value = re.sub("^tel:", "", super().to_python(value), flags=re.IGNORECASE).strip()
        return value.strip(" .,;") or value

    def validate(self, value):
        super().validate(value)
        if value and not self.shape.fullmatch(value):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        number = re.split("[a-z#]", value, maxsplit=1, flags=re.IGNORECASE)[0]
        if value and sum(map(str.isdigit, number)) < self.fewest_digits:
            raise ValidationError(self.error_messages["digits"], code="digits")


class DateField(forms.Field):
    """A date in three text boxes. Each error names the part to correct, and only that box is marked."""

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
        parts = {"day": _number(day), "month": _month(month), "year": _number(year)}
        self._validate_parts(parts)
        try:
            return datetime.date(parts["year"], parts["month"], parts["day"])
        except ValueError as error:
            raise self._error("no_such_day", day=parts["day"]) from error

    def _validate_parts(self, parts):
        limits = {"day": range(1, 32), "month": range(1, 13), "year": range(1000, 10000)}
        invalid = [part for part, limit in limits.items() if parts[part] not in limit]
        if invalid:
            raise ValidationError([self._error(part) for part in invalid])

    def _error(self, code, **params):
        return ValidationError(self.error_messages[code], code=code, params=params)

    def has_changed(self, initial, data):
        try:
            return self.to_python(data) != initial
        except ValidationError:
            return True


def _number(text):
    """Return the number, written in digits of any script, or None for more than four digits."""
    return int(text) if text.isdecimal() and len(text) <= 4 else None


def _month(text):
    """Return the month of a number or name, in the active language or English, or None. "Nov" is accepted."""
    if text.isdecimal():
        return _number(text)
    for language in (get_language(), "en"):
        with override(language):
            names = [
                (number, str(name).casefold())
                for months in (dates.MONTHS, dates.MONTHS_ALT)  # the second as in "27 marca" in Polish
                for number, name in months.items()
            ]
        found = {number for number, name in names if name.startswith(text.casefold().rstrip("."))}
        if len(text) > 2 and len(found) == 1:
            return found.pop()
    return None
