"""What is filled in to ask for emergency access and to refuse it."""

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from casework.cases.references import EXAMPLE, read_reference
from casework.offices.models import MOST_HOURS, Office
from ui.forms import Form
from ui.widgets import Checkbox, ReferenceInput, Select, Textarea

FEWEST_WORDS = 4


HOURS = (1, 2, 4, 8, MOST_HOURS)


def reason_field(label, hint):
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=200,
        widget=Textarea(rows=3),
        error_messages={"required": _("Say why in at least a sentence")},
    )


def a_sentence(text):
    if len(text.split()) < FEWEST_WORDS:
        raise forms.ValidationError(_("Say why in at least a sentence. This is too short"))
    return text


class EmergencyForm(Form):
    """An administrator's ask to read the cases of one office."""

    office = forms.ModelChoiceField(
        label=_("Office"),
        queryset=Office.objects.all(),
        to_field_name="slug",
        empty_label=_("Choose an office"),
        widget=Select,
        error_messages={"required": _("Choose an office")},
    )
    reason = reason_field(
        _("Why do you need to read cases?"),
        _("The office reads this sentence and it stays in the log. Name no person."),
    )
    reference = forms.CharField(
        label=_("Case reference, if you know it (optional)"),
        help_text=format_lazy(_("Like {reference}."), reference=EXAMPLE),
        max_length=20,
        required=False,
        widget=ReferenceInput(autocomplete="off"),
    )
    hours = forms.TypedChoiceField(
        label=_("For how long?"), coerce=int, choices=[(hours, "") for hours in HOURS], widget=Select
    )
    life_at_risk = forms.BooleanField(
        label=_("Someone’s life or safety is at risk now"),
        help_text=_(
            "Opens at once, without a manager. Someone who did not ask must read the list of what you saw."
        ),
        required=False,
        widget=Checkbox,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        words = [(hours, ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}) for hours in HOURS]
        self.fields["hours"].choices = words

    def clean_reason(self):
        return a_sentence(self.cleaned_data["reason"])

    def clean_reference(self):
        typed = self.cleaned_data["reference"]
        reference = read_reference(typed) if typed else ""
        if reference is None:
            raise forms.ValidationError(
                format_lazy(
                    _("Enter a whole reference like {reference}, or leave the box empty"), reference=EXAMPLE
                )
            )
        return reference


class DeclineForm(Form):
    because = reason_field(_("Why not?"), _("The administrator reads this sentence and it stays in the log."))

    def clean_because(self):
        return a_sentence(self.cleaned_data["because"])
