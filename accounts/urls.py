"""Every page about signing in. allauth brings more; what is not listed here does not exist: no sign-up, no reset."""

from allauth.account import views as allauth_views
from allauth.mfa.recovery_codes.views import view_recovery_codes
from django.urls import path

from . import factor_views, kept_views, views
from .decorators import for_adding_factors, recently_authenticated, staff_only, with_factor

urlpatterns = [
    path("login/", factor_views.StaffSignIn.as_view(), name="account_login"),
    path("login/code/", views.ask_for_code, name="account_request_login_code"),
    path("login/code/confirm/", views.enter_code, name="account_confirm_login_code"),
    path("login/code/known/<str:token>/", views.know_browser, name="accounts_known"),
    path("login/code/again/", views.code_again, name="accounts_code_again"),
    path("logout/", allauth_views.logout, name="account_logout"),
    path("inactive/", allauth_views.account_inactive, name="account_inactive"),
    path("invitation/", views.invitation, name="accounts_invitation"),
    path("invitation/<str:token>/", views.open_link, name="accounts_open_invitation"),
    path("no-second-factor/", views.no_factor, name="accounts_no_factor"),
    path("stay/", views.stay, name="accounts_stay"),
    path("kept/<uuid:uuid>/", kept_views.kept_form, name="accounts_kept"),
    path(
        "password/change/",
        with_factor(recently_authenticated(factor_views.ChangePassword.as_view())),
        name="account_change_password",
    ),
    path("2fa/", with_factor(factor_views.Factors.as_view()), name="mfa_index"),
    path("2fa/authenticate/", factor_views.SecondFactor.as_view(), name="mfa_authenticate"),
    path("2fa/reauthenticate/", staff_only(factor_views.ProveAgain.as_view()), name="mfa_reauthenticate"),
    path(
        "2fa/reauthenticate/passkey/",
        staff_only(factor_views.ProveAgainByPasskey.as_view()),
        name="mfa_reauthenticate_webauthn",
    ),
    path("2fa/app/add/", for_adding_factors(factor_views.ActivateApp.as_view()), name="mfa_activate_totp"),
    path("2fa/app/remove/", with_factor(factor_views.RemoveApp.as_view()), name="mfa_deactivate_totp"),
    path("2fa/passkey/add/", for_adding_factors(factor_views.AddPasskey.as_view()), name="mfa_add_webauthn"),
    path(
        "2fa/passkey/<slug:passkey>/remove/",
        with_factor(factor_views.RemovePasskey.as_view()),
        name="mfa_remove_webauthn",
    ),
    path("2fa/recovery-codes/", with_factor(view_recovery_codes), name="mfa_view_recovery_codes"),
    path(
        "2fa/recovery-codes/new/",
        with_factor(factor_views.NewRecoveryCodes.as_view()),
        name="mfa_generate_recovery_codes",
    ),
]
