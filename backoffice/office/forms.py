"""What managers and administrators fill in to let people in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.offices.models import Membership, Office
from ui.fields import EmailField
from ui.forms import Form
from ui.widgets import Radios, Select, TextInput


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
        return self.cleaned_data["email"].strip().lower()


class TeamInviteForm(InviteForm):
    office = forms.ModelChoiceField(
        label=_("Office"),
        queryset=Office.objects.none(),
        to_field_name="slug",
        empty_label=None,
        widget=Select,
    )
    role = forms.ChoiceField(
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
        error_messages={"invalid_choice": _("Choose an office that has no manager yet")},
    )

    def __init__(self, *args, offices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = offices
