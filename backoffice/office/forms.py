"""What managers and administrators fill in to let people in."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.addresses import plain_address
from casework.cases.references import read_reference
from casework.offices.models import MOST_HOURS, Membership, Office
from ui.fields import EmailField
from ui.forms import Form
from ui.widgets import Checkbox, Radios, Select, Textarea, TextInput

FEWEST_WORDS = 4
HOURS = (1, 2, 4, 8, MOST_HOURS)


def role_field():
    return forms.ChoiceField(
        label=_("Role"),
        choices=Membership.Role.choices,
        widget=Radios(
            choice_hints={
                Membership.Role.CASEWORKER.value: _("Works on cases."),
                Membership.Role.MANAGER.value: _("Works on cases and says who belongs to the team."),
                Membership.Role.MEMBER.value: _("An elected Member who works on cases."),
                Membership.Role.READ_ONLY.value: _("Reads cases and changes nothing."),
            },
        ),
        error_messages={"required": _("Choose a role")},
    )


class RoleForm(Form):
    role = role_field()


class InviteForm(Form):
    """A person to invite, by their work address."""

    email = EmailField(
        label=_("Work email address"),
        help_text=_("The invitation goes there."),
        error_messages={"required": _("Enter a work email address like name@example.com")},
    )
    name = forms.CharField(
        label=_("Name"),
        max_length=150,
        widget=TextInput(autocomplete="off"),
        error_messages={"required": _("Enter the person’s name")},
    )

    def clean_email(self):
        return plain_address(self.cleaned_data["email"])


class TeamInviteForm(InviteForm):
    office = forms.ModelChoiceField(
        label=_("Office"),
        queryset=Office.objects.none(),
        to_field_name="slug",
        empty_label=None,
        widget=Select,
    )
    role = role_field()

    def __init__(self, *args, offices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = offices
        self.fields["office"].initial = offices.first()


class FirstManagerForm(InviteForm):
    """The first manager of an office that has none. From then on managers invite."""

    office = forms.ModelChoiceField(
        label=_("Office"),
        queryset=Office.objects.none(),
        to_field_name="slug",
        empty_label=None,
        widget=Select,
        error_messages={
            "invalid_choice": _(
                "Choose an office that has no manager yet, and where nobody is invited to be one"
            )
        },
    )

    def __init__(self, *args, offices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = offices


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
        help_text=_("Like LA-7K3M-92QF."),
        max_length=20,
        required=False,
        widget=TextInput(width=20, autocomplete="off"),
    )
    hours = forms.TypedChoiceField(
        label=_("For how long?"), coerce=int, choices=[(hours, "") for hours in HOURS], widget=Select
    )
    life_at_risk = forms.BooleanField(
        label=_("Somebody’s life or safety is at risk now"),
        help_text=_(
            "Opens at once, without a manager. A manager of the office must read the list of what you saw."
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
                _("Enter a whole reference like LA-7K3M-92QF, or leave the box empty")
            )
        return reference


class DeclineForm(Form):
    because = reason_field(_("Why not?"), _("The administrator reads this sentence and it stays in the log."))

    def clean_because(self):
        return a_sentence(self.cleaned_data["because"])
