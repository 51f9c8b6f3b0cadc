"""What managers fill in to let people in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.addresses import plain_address
from backoffice.emergency.forms import a_sentence, reason_field
from casework.cases.permissions import WORKING_ROLES
from casework.cases.services.queue.handover import cases_to_hand_over
from casework.offices.models import Membership, Office
from ui.fields import EmailField
from ui.forms import Form
from ui.widgets import EmailInput, Radios, Select, TextInput


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
        widget=EmailInput(autocomplete="off"),
        error_messages={"required": _("Enter a work email address like name@example.com")},
    )
    name = forms.CharField(
        label=_("Name"),
        help_text=_("For the greeting of the email. They choose the name that others see."),
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


class HandOverForm(Form):
    """Who takes over the open cases of a person whose work ends. Asks nothing if there are none."""

    NO_ONE = "no-one"

    owner = forms.ChoiceField(
        label=_("Who takes over their open cases?"),
        widget=Radios,
        error_messages={"required": _("Choose who takes over their open cases")},
    )

    def __init__(self, *args, membership, **kwargs):
        super().__init__(*args, **kwargs)
        if not cases_to_hand_over(membership).exists():
            del self.fields["owner"]
            return
        others = Membership.objects.active().filter(office=membership.office_id, role__in=WORKING_ROLES)
        others = others.exclude(user=membership.user_id).select_related("user").order_by("user__name", "pk")
        self.people = {str(each.uuid): each.user for each in others}
        self.fields["owner"].choices = [
            *((key, str(user)) for key, user in self.people.items()),
            (self.NO_ONE, _("No one for now: they wait in the queue")),
        ]

    def person(self):
        return self.people.get(self.cleaned_data["owner"]) if "owner" in self.fields else None


class LockForm(Form):
    reason = reason_field(
        _("Why do you lock this account?"), _("The sentence stays in the log. Name no constituent.")
    )

    def clean_reason(self):
        return a_sentence(self.cleaned_data["reason"])
