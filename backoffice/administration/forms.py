"""Forms to invite people."""

from django import forms
from django.utils.translation import gettext_lazy as _

from backoffice.team.forms import InviteForm
from casework.offices.access.models import ADMINISTRATOR, EDITOR, SERVICE_ROLES
from casework.offices.models import Office
from ui.widgets import Radios, Select


class FirstManagerForm(InviteForm):
    """The first manager of an office that has none. Later ones are invited by managers."""

    office = forms.ModelChoiceField(
        label=_("Office"),
        queryset=Office.objects.none(),
        to_field_name="slug",
        empty_label=None,
        widget=Select,
        error_messages={
            "invalid_choice": _(
                "Choose an office that has no manager yet, and where no one is invited to be one"
            )
        },
    )

    def __init__(self, *args, offices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = offices


class ServiceInviteForm(InviteForm):
    """An editor or an administrator to invite."""

    role = forms.ChoiceField(
        label=_("Role"),
        choices=SERVICE_ROLES,
        widget=Radios(
            choice_hints={
                EDITOR: _("Writes the public site. Sees no case."),
                ADMINISTRATOR: _(
                    "Lets in managers, editors and administrators. Sees no case without an office."
                ),
            },
        ),
        error_messages={"required": _("Choose a role")},
    )
