"""Adapters: how allauth works in this service."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from accounts import vault
from accounts.factors.second_factor import FACTORS, has_factor, is_enrolling, proved_recently
from accounts.limits import attempts
from accounts.limits.client_address import client_address

from .homes import home_of, sign_in_page

WAIT = _("Wait 5 minutes, then try again. There were too many wrong tries")


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _(
            "Enter your email address and password again. Together they do not match what we have"
        ),
        "too_many_login_attempts": WAIT,
        "rate_limited": WAIT,
        "enter_current_password": _("Enter the password you use now. This is not it"),
    }

    def is_open_for_signup(self, request):
        return False

    def is_safe_url(self, url):
        """Allow only our own pages, whatever other hosts the settings name."""
        return url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def pre_authenticate(self, request, **credentials):
        """Count a try before the password is checked. `authenticate` gives a right one back."""
        tried = attempts.try_account(request, "password", email=credentials["email"])
        if not tried:
            raise self.validation_error("too_many_login_attempts")
        self._login_failed_rl_usage = tried

    def get_client_ip(self, request):
        return client_address(request)

    def get_login_redirect_url(self, request):
        return home_of(request.user)

    def get_logout_redirect_url(self, request):
        user = request.user
        return sign_in_page(user) if user.is_authenticated and user.is_staff else "/"

    def get_password_change_redirect_url(self, request):
        return reverse("mfa_index")

    def pre_login(self, request, user, **facts):
        """Refuse a session to staff without a second factor, so that a stolen password opens nothing."""
        response = super().pre_login(request, user, **facts)
        if response is None and user.is_staff and not has_factor(user):
            return redirect("accounts_no_factor")
        return response

    def is_reauthentication_required(self, *, app, **facts):
        return not (is_enrolling(self.request) or proved_recently(self.request))

    def get_reauthentication_methods(self, user):
        """Return how this person proves their identity again: staff by a factor, never by the password alone."""
        if not user.is_authenticated:
            return []
        if not user.is_staff:
            return [_way("code", _("Use an emailed code"), "accounts_code_again")]
        owned = set(Authenticator.objects.filter(user=user).values_list("type", flat=True))
        by_code = _way("mfa_reauthenticate", _("Use a code instead"), "mfa_reauthenticate")
        by_passkey = _way("mfa_reauthenticate:webauthn", _("Use your passkey"), "mfa_reauthenticate_webauthn")
        flows = [by_code] * bool(owned - {Authenticator.Type.WEBAUTHN})
        flows += [by_passkey] * (Authenticator.Type.WEBAUTHN in owned)
        return flows if Authenticator.Type.TOTP in owned else flows[::-1]

    def add_message(
        self, request, level, message_template=None, message_context=None, extra_tags="", **facts
    ):
        """Pass on refusals only; our pages say the rest themselves."""
        if facts.get("message"):
            super().add_message(request, level, message=facts["message"], extra_tags=extra_tags)

    def send_notification_mail(self, *args, **facts):
        """Send nothing: our views tell people of changes in the same transaction (`accounts.mail.tell_of_change`)."""


class FactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _(
            "Enter the code your app shows now. Codes change every 30 seconds and can be used once"
        ),
        "cannot_delete_authenticator": _(
            "Set up another authenticator app or passkey first. You need at least one to sign in"
        ),
    }

    def encrypt(self, text):
        return vault.seal(text)

    def decrypt(self, encrypted_text):
        return vault.unseal(encrypted_text)

    def can_delete_authenticator(self, authenticator):
        others = Authenticator.objects.filter(user=authenticator.user_id, type__in=FACTORS)
        return others.exclude(pk=authenticator.pk).exists()

    def get_totp_issuer(self):
        return str(settings.DESK_NAME)

    def get_public_key_credential_user_entity(self, user):
        """Identify a person by UUID: an integer key would reveal the number of accounts."""
        return super().get_public_key_credential_user_entity(user) | {"id": user.uuid.bytes}

    def generate_authenticator_name(self, user, type):
        keys = Authenticator.objects.filter(user=user, type=type).count()
        return _("Passkey %(number)d") % {"number": keys + 1}


def _way(key, words, page):
    return {"id": key, "description": words, "url": reverse(page)}
