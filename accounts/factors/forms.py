"""allauth's forms for second factors, with our wording and codes that work only once."""

from struct import error as StructError

from allauth.account.adapter import get_adapter as account_adapter
from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, AuthenticateWebAuthnForm, ReauthenticateWebAuthnForm
from cryptography.exceptions import InvalidSignature
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.limits import attempts
from ui.forms import FormMixin
from ui.widgets import CodeInput, TextInput

from .app_codes import counters_of, take


class AppCode(FormMixin):
    """A field for a code from the app or a recovery code."""

    hint = _("6 digits. It changes every 30 seconds.")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        field.label = _("Code from your authenticator app")
        field.help_text = self.hint
        field.widget = CodeInput()
        field.error_messages["required"] = _("Enter the 6 digits that your app shows")


class Counted:
    """Counts tries at a second factor. A right one is given back."""

    def count(self, check):
        """Return what `check` returns unless there were too many tries. A ValidationError counts as a wrong try."""
        user = self.user
        tried = attempts.try_account(context.request, "factor", email=user.email, account=f"user {user.pk}")
        if not tried:
            raise account_adapter().validation_error("too_many_login_attempts")
        checked = check()
        tried.rollback()
        return checked


class TakenOnce(Counted):
    """Refuses a code that was used before, even while it is still valid."""

    def clean_code(self):
        return self.count(self._take)

    def _take(self):
        code = super().clean_code()
        if not take(self.authenticator, code):
            self._emit_authentication_failed(self.authenticator)
            raise get_adapter().validation_error("incorrect_code")
        return code


class SecondFactorForm(AppCode, TakenOnce, AuthenticateForm):
    pass


class ProveAgainForm(AppCode, TakenOnce, ReauthenticateForm):
    pass


class ActivateAppForm(AppCode, ActivateTOTPForm):
    hint = _("6 digits, as your app shows them now.")

    def clean_code(self):
        code = super().clean_code()
        # The code that set the app up is used up by it: the view stores the half minute it belongs to.
        context.request.activated_at = max(counters_of(self.secret, code), default=0)
        return code


# What reading somebody's made-up answer of a passkey can run into.
UNREADABLE = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
    StructError,
)
UNREADABLE += (InvalidSignature, RecursionError)


class PasskeyAnswer:
    """The answer of a passkey, which may be any text: it is refused if it cannot be read or does not fit."""

    def clean_credential(self):
        return self._or_refuse(getattr(super(), "clean_credential", lambda: self.cleaned_data["credential"]))

    def clean(self):
        return self._or_refuse(super().clean)

    def _or_refuse(self, check):
        try:
            return check()
        except UNREADABLE as error:
            sentence = _("Try your passkey again. We couldn’t check it")
            raise ValidationError(sentence, code="incorrect_code") from error


class KnownPasskey(PasskeyAnswer, Counted):
    """Logs a refused answer like a wrong code."""

    def clean_credential(self):
        return self.count(self._check)

    def _check(self):
        try:
            return super().clean_credential()
        except ValidationError:
            authentication_failed.send(
                sender=Authenticator,
                request=context.request,
                user=self.user,
                authenticator=None,
                reauthentication=self.reauthenticated,
            )
            raise


class UsePasskeyForm(KnownPasskey, AuthenticateWebAuthnForm):
    pass


class ProveAgainByPasskeyForm(KnownPasskey, ReauthenticateWebAuthnForm):
    pass


class AddPasskeyForm(FormMixin, PasskeyAnswer, AddWebAuthnForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"] = forms.CharField(
            label=_("A name for it"),
            help_text=_("So that you can tell it apart, such as “work laptop”."),
            required=False,
            max_length=60,
            widget=TextInput(width=20),
        )
