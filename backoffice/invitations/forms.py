"""Forms of the invitation pages."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.addresses import plain_address
from accounts.sign_in.forms import NewPasswordForm, name_field
from ui.fields import EmailField
from ui.forms import Form


class NewAccountForm(NewPasswordForm):
    """The name and password of a new account."""

    name = name_field()
    field_order = ["name", "password", "again"]


class ElsewhereForm(Form):
    """Another address for the invitation."""

    email = EmailField(
        label=_("Work email address"),
        help_text=_("We’ll send the invitation there. The office sees this address."),
        error_messages={"required": _("Enter a work email address like name@example.com")},
    )

    def clean_email(self):
        return plain_address(self.cleaned_data["email"])


class GiveUpForm(Form):
    """Confirms that a resident wants to use their address for work from now on."""

    sure = forms.BooleanField(
        label=_("Close my resident account"),
        error_messages={"required": _("Tick the box to close your resident account")},
    )
