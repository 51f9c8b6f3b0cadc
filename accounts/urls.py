"""URLs about signing in. allauth has more; those not listed here do not exist, such as sign-up and password reset."""

from allauth.account import views as allauth_views
from allauth.mfa.recovery_codes.views import view_recovery_codes
from django.urls import path

from .decorators import for_adding_factors, recently_authenticated, staff_only, with_factor
from .factors import views as factors
from .sessions import unsent_text_views
from .sign_in import views as sign_in

urlpatterns = [
    path("login/", factors.StaffSignIn.as_view(), name="account_login"),
    path("login/code/", sign_in.ask_for_code, name="account_request_login_code"),
    path("login/code/confirm/", sign_in.enter_code, name="account_confirm_login_code"),
    path("login/code/known/<str:token>/", sign_in.know_browser, name="accounts_known"),
    path("login/code/again/", sign_in.code_again, name="accounts_code_again"),
    path("logout/", allauth_views.logout, name="account_logout"),
    path("inactive/", allauth_views.account_inactive, name="account_inactive"),
    path("recovery/", sign_in.recovery, name="accounts_recovery"),
    path("recovery/<str:token>/", sign_in.open_recovery, name="accounts_open_recovery"),
    path("name/", with_factor(factors.ChangeName.as_view()), name="accounts_name"),
    path("no-second-factor/", sign_in.no_factor, name="accounts_no_factor"),
    path("stay/", sign_in.stay, name="accounts_stay"),
    path("unsent/<uuid:uuid>/", unsent_text_views.unsent_text_page, name="accounts_unsent_text"),
    path(
        "password/change/",
        with_factor(recently_authenticated(factors.ChangePassword.as_view())),
        name="account_change_password",
    ),
    path("2fa/", with_factor(factors.Factors.as_view()), name="mfa_index"),
    path("2fa/authenticate/", factors.SecondFactor.as_view(), name="mfa_authenticate"),
    path("2fa/reauthenticate/", staff_only(factors.ProveAgain.as_view()), name="mfa_reauthenticate"),
    path(
        "2fa/reauthenticate/passkey/",
        staff_only(factors.ProveAgainByPasskey.as_view()),
        name="mfa_reauthenticate_webauthn",
    ),
    path("2fa/app/add/", for_adding_factors(factors.ActivateApp.as_view()), name="mfa_activate_totp"),
    path("2fa/app/remove/", with_factor(factors.RemoveApp.as_view()), name="mfa_deactivate_totp"),
    path("2fa/passkey/add/", for_adding_factors(factors.AddPasskey.as_view()), name="mfa_add_webauthn"),
    path(
        "2fa/passkey/<slug:passkey>/remove/",
        with_factor(factors.RemovePasskey.as_view()),
        name="mfa_remove_webauthn",
    ),
    path("2fa/recovery-codes/", with_factor(view_recovery_codes), name="mfa_view_recovery_codes"),
    path(
        "2fa/recovery-codes/new/",
        with_factor(factors.NewRecoveryCodes.as_view()),
        name="mfa_generate_recovery_codes",
    ),
]
