"""Fields of questions whose stored answer differs from what is typed."""

from django import forms
from django.utils.translation import gettext as _

from accounts.addresses import plain_address
from casework.questionnaires.safe_word import SHORTEST, is_common, is_sealed, plain, seal
from ui.fields import DateField, EmailField
from ui.widgets import DateInput, TextInput

LONGEST = 60
LONGEST_NUMBER = 12


class AddressField(EmailField):
    """An email address, normalised in the same way as for sign-in and outgoing mail."""

    def clean(self, value):
        value = super().clean(value)
        return plain_address(value) if value else value


class SecretInput(TextInput):
    """A text input that shows what is typed and never renders a stored value."""

    def __init__(self):
        super().__init__({"spellcheck": "false", "autocapitalize": "none"}, width=20, autocomplete="off")

    def format_value(self, value):
        return ""


class SecretField(forms.CharField):
    """A secret that is sealed before it is stored. A value that is already sealed passes."""

    widget = SecretInput

    def clean(self, value):
        value = super().clean(value)
        if not value or is_sealed(value):
            return value
        if len(value) > LONGEST:
            raise forms.ValidationError(_("Choose a shorter word, of at most 60 letters"))
        if len(plain(value)) < SHORTEST:
            raise forms.ValidationError(_("Choose a word of five letters or more. Spaces do not count"))
        if is_common(value):
            raise forms.ValidationError(
                _("Choose a word that others would not guess. This one is used a lot")
            )
        return seal(value)


class AnswerDateInput(DateInput):
    """Three boxes that also show a stored answer: a date as text, or the three parts as they were typed."""

    def value_from_datadict(self, data, files, name):
        stored = data.getlist(name) if hasattr(data, "getlist") else []
        if len(stored) == len(self.parts):
            return stored
        if stored:
            return [part.lstrip("0") for part in reversed(stored[0].split("-"))] if stored[0] else [""] * 3
        return super().value_from_datadict(data, files, name)


class AnswerDateField(DateField):
    widget = AnswerDateInput


class NumberInput(TextInput):
    plain = True


class NumberField(forms.CharField):
    """A whole number, perhaps with commas or spaces. The error names the smallest or largest that fits."""

    def __init__(self, *, min=None, max=None, **options):
        super().__init__(widget=NumberInput(width=5, inputmode="numeric"), **options)
        self.smallest, self.largest = min, max

    def clean(self, value):
        value = super().clean(value).replace(",", "").replace(" ", "")
        if not value:
            return value
        digits = value.removeprefix("-")
        if not digits.isdecimal() or len(digits) > LONGEST_NUMBER:
            raise forms.ValidationError(_("Enter a whole number in digits, like 3"))
        number = int(value)
        if self.smallest is not None and number < self.smallest:
            raise forms.ValidationError(_("Enter %(number)s or more") % {"number": self.smallest})
        if self.largest is not None and number > self.largest:
            raise forms.ValidationError(_("Enter %(number)s or less") % {"number": self.largest})
        return str(number)
