"""Forms of signing in."""

from allauth.account.adapter import get_adapter
from allauth.account.forms import ChangePasswordForm, LoginForm
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.addresses import NOT_AN_ADDRESS, plain_address
from ui.fields import EmailField
from ui.forms import Form, FormMixin
from ui.widgets import CodeInput, EmailInput, Sized, TextInput

from . import codes

PASSWORD_HINT = _("At least 12 characters. Three words that only you would put together work well.")


class PasswordInput(Sized, forms.PasswordInput):
    """A password field that allows pasting and password managers. What was typed is never sent back."""

    def __init__(self, *, autocomplete, width=30):
        super().__init__({"dir": "ltr", "spellcheck": "false"}, width=width, autocomplete=autocomplete)


class CodeRequestForm(Form):
    email = EmailField(
        label=_("Your email address"),
        help_text=_("Use the one you gave when you wrote to us. We will send a code there."),
        max_length=254,
        error_messages={"required": NOT_AN_ADDRESS, "invalid": NOT_AN_ADDRESS},
    )

    def clean_email(self):
        return plain_address(self.cleaned_data["email"])


class CodeForm(Form):
    """The emailed code. Spaces and dashes do not matter."""

    code = forms.CharField(
        label=_("Code from our email"),
        help_text=_("8 digits."),
        max_length=40,
        widget=CodeInput(),
        error_messages={"required": _("Enter the code from our email. It has 8 digits")},
    )

    def __init__(self, *args, request, emailed=codes.SIGN_IN, **kwargs):
        super().__init__(*args, **kwargs)
        self.request, self.emailed = request, emailed

    def clean_code(self):
        code = self.cleaned_data["code"]
        if not self.emailed.matches(self.request, code):
            raise ValidationError(_("Enter the code from our newest email. This one does not match"))
        return code


class StaffSignInForm(FormMixin, LoginForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Work email address")
        self.fields["login"].widget = EmailInput(autocomplete="username")
        self.fields["login"].error_messages |= {"required": NOT_AN_ADDRESS, "invalid": NOT_AN_ADDRESS}
        self.fields["password"].widget = PasswordInput(autocomplete="current-password")
        self.fields["password"].help_text = ""
        self.fields["password"].error_messages["required"] = _("Enter your password")

    def clean_login(self):
        return plain_address(super().clean_login())

    def _clean_with_password(self, credentials):
        cleaned = super()._clean_with_password(credentials)
        if not self.user.is_staff:
            raise get_adapter().validation_error("email_password_mismatch")
        return cleaned


def name_field():
    return forms.CharField(
        label=_("Your name"),
        help_text=_("Your colleagues see it, and people whose case you answer."),
        max_length=150,
        widget=TextInput(autocomplete="name"),
        error_messages={"required": _("Enter your name")},
    )


class NameForm(Form):
    name = name_field()


class NewPasswordForm(Form):
    """A new password, typed or pasted twice. `user` is the owner, as far as known."""

    password = forms.CharField(
        label=_("Choose a password"),
        help_text=PASSWORD_HINT,
        strip=False,
        max_length=500,
        widget=PasswordInput(autocomplete="new-password"),
        error_messages={"required": _("Choose a password with at least 12 characters")},
    )
    again = forms.CharField(
        label=_("The same password again"),
        strip=False,
        max_length=500,
        widget=PasswordInput(autocomplete="new-password"),
        error_messages={"required": _("Enter the same password again")},
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self):
        validate_password(self.cleaned_data["password"], self.user)
        return self.cleaned_data["password"]

    def clean_again(self):
        if "password" in self.cleaned_data and self.cleaned_data["again"] != self.cleaned_data["password"]:
            raise ValidationError(_("Enter the same password again. The two are different"))
        return self.cleaned_data["again"]


class PasswordForm(FormMixin, ChangePasswordForm):
    """A new password for a person who is signed in."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        words = {
            "oldpassword": (_("The password you use now"), "", "current-password"),
            "password1": (_("Choose a new password"), PASSWORD_HINT, "new-password"),
            "password2": (_("The new password again"), "", "new-password"),
        }
        for name, (label, hint, autocomplete) in words.items():
            field = self.fields[name]
            field.label, field.help_text = label, hint
            field.widget = PasswordInput(autocomplete=autocomplete)
