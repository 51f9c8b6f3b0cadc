"""allauth's pages for second factors and passwords, with what this service adds."""

from allauth.account.views import LoginView, PasswordChangeView
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.views import AuthenticateView, IndexView, ReauthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, ReauthenticateWebAuthnView, RemoveWebAuthnView
from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView

from accounts.events import factor_added, factor_removed
from accounts.mail import tell_of_change
from accounts.models import AppCodeUse, User
from accounts.services import rename
from accounts.sign_in.forms import NameForm

from .second_factor import end_enrolment, note_use, passkey_mark


class RefusedWithStatus:
    """Answers a refused form with 422, so that scripts and caches do not take it for a success."""

    def form_invalid(self, form):
        response = super().form_invalid(form)
        if response.status_code == 200:
            response.status_code = 422
        return response


class StaffSignIn(RefusedWithStatus, LoginView):
    pass


class SecondFactor(RefusedWithStatus, AuthenticateView):
    def get_context_data(self, **kwargs):
        # Enough to know oneself by, and not the whole address for whoever looks over a shoulder.
        name = self.stage.login.user.email.partition("@")[0]
        return super().get_context_data(**kwargs) | {"signing_in_as": f"{name}@…"}


class ProveAgain(RefusedWithStatus, ReauthenticateView):
    pass


class ProveAgainByPasskey(ReauthenticateWebAuthnView):
    def form_invalid(self, form):
        for sentence in form.errors.get("credential", []):
            messages.error(self.request, sentence)
        return redirect(self.request.get_full_path())


class ChangeName(RefusedWithStatus, FormView):
    form_class = NameForm
    template_name = "accounts/name.html"
    success_url = reverse_lazy("mfa_index")

    def get_initial(self):
        return {"name": self.request.user.name}

    def form_valid(self, form):
        rename(user=self.request.user, name=form.cleaned_data["name"])
        messages.success(self.request, _("Your name is changed. Colleagues see the new one."))
        return super().form_valid(form)


class ChangePassword(RefusedWithStatus, PasswordChangeView):
    @transaction.atomic
    def form_valid(self, form):
        response = super().form_valid(form)
        tell_of_change(user=self.request.user, what=_("Your password was changed."))
        return response


class AddsFactor(RefusedWithStatus):
    """Counts a new factor as used, and tells its owner by mail."""

    kind = ""
    what = ""

    @transaction.atomic
    def form_valid(self, form):
        response = super().form_valid(form)
        added = Authenticator.objects.filter(user=self.request.user, type=self.kind).latest("pk")
        self.after(added)
        note_use(self.request, added)
        end_enrolment(self.request)
        # Rights have grown: a session key somebody else may know must not grow with them.
        self.request.session.cycle_key()
        factor_added.send(sender=User, user=self.request.user, kind=self.kind)
        tell_of_change(user=self.request.user, what=self.what)
        return response

    def after(self, added):
        pass


class ActivateApp(AddsFactor, ActivateTOTPView):
    kind = Authenticator.Type.TOTP
    what = _("An authenticator app was set up.")

    def after(self, added):
        AppCodeUse.objects.update_or_create(
            authenticator=added, defaults={"last_counter": self.request.activated_at}
        )


class Factors(IndexView):
    """The list of a person's factors. Passkeys have opaque ids."""

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        for passkey in context["authenticators"].get(Authenticator.Type.WEBAUTHN, []):
            passkey.mark = passkey_mark(passkey.instance)
        return context


class AddPasskey(AddsFactor, AddWebAuthnView):
    kind = Authenticator.Type.WEBAUTHN
    what = _("A passkey was set up.")


class NewRecoveryCodes(AddsFactor, GenerateRecoveryCodesView):
    kind = Authenticator.Type.RECOVERY_CODES
    what = _("New recovery codes were made. The old ones no longer work.")


class RemovesFactor(RefusedWithStatus):
    """Removes a factor only while another one is left, and tells its owner by mail."""

    kind = ""
    what = ""

    @transaction.atomic
    def post(self, request, *args, **kwargs):
        # Two pages that each remove one of the last two must not both succeed.
        User.objects.select_for_update(no_key=True).get(pk=request.user.pk)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form):
        response = super().form_valid(form)
        factor_removed.send(sender=User, user=self.request.user, kind=self.kind)
        tell_of_change(user=self.request.user, what=self.what)
        return response


class RemoveApp(RemovesFactor, DeactivateTOTPView):
    kind = Authenticator.Type.TOTP
    what = _("An authenticator app was removed.")


class RemovePasskey(RemovesFactor, RemoveWebAuthnView):
    kind = Authenticator.Type.WEBAUTHN
    what = _("A passkey was removed.")
    success_url = reverse_lazy("mfa_index")

    def get_object(self, queryset=None):
        for passkey in self.get_queryset():
            if passkey_mark(passkey) == self.kwargs["passkey"]:
                return passkey
        raise Http404

    def form_valid(self, form):
        # allauth asks this for apps, not for passkeys.
        if not get_adapter().can_delete_authenticator(self.object):
            form.add_error(None, get_adapter().validation_error("cannot_delete_authenticator"))
            return self.form_invalid(form)
        return super().form_valid(form)
