"""Who may sign in and how, cookies, headers and content security policies."""

from django.utils.csp import CSP

from config import environment as env

from .base import BASE_URL, HTTPS

# --- Accounts ----------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.sign_in.backends.PasswordBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = LOGOUT_REDIRECT_URL = (
    "/"  # accounts.sign_in.adapter sends each person to their own pages
)
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": "accounts.sign_in.passwords.OwnWordsValidator"},
]
# Secrets of second factors are encrypted with the first of these and read with any; without one, with a key
# made from SECRET_KEY.
FIELD_KEYS = env.listed("FIELD_KEYS")
QUICK_EXIT_URL = "https://www.bbc.co.uk/weather"

ACCOUNT_ADAPTER = "accounts.sign_in.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
# Nobody signs up; without a password here allauth would take the password box out of the staff's sign-in.
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
# Constituents prove their address with each code, staff by their invitation: nothing is left for allauth to ask.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGIN_TIMEOUT = 15 * 60
ACCOUNT_REAUTHENTICATION_TIMEOUT = 10 * 60
ACCOUNT_FORMS = {
    "login": "accounts.sign_in.forms.StaffSignInForm",
    "change_password": "accounts.sign_in.forms.PasswordForm",
}
MFA_ADAPTER = "accounts.sign_in.adapter.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "accounts.factors.forms.SecondFactorForm",
    "reauthenticate": "accounts.factors.forms.ProveAgainForm",
    "activate_totp": "accounts.factors.forms.ActivateAppForm",
    "add_webauthn": "accounts.factors.forms.AddPasskeyForm",
    "authenticate_webauthn": "accounts.factors.forms.UsePasskeyForm",
    "reauthenticate_webauthn": "accounts.factors.forms.ProveAgainByPasskeyForm",
}
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODES_SHOW_ONCE = True

# --- Safety ------------------------------------------------------------------------------------------
ALLOWED_HOSTS = [BASE_URL.split("://")[1].split("/")[0].rsplit(":", 1)[0], "localhost", "127.0.0.1"]
CSRF_TRUSTED_ORIGINS = [BASE_URL]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60  # signed-in time is limited further by accounts.middleware.SessionLimits
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_NAME = "__Host-csrftoken" if HTTPS else "csrftoken"
CSRF_COOKIE_AGE = None  # it goes with the browser
MESSAGE_STORAGE = (
    "django.contrib.messages.storage.session.SessionStorage"  # else a third cookie, with names in it
)
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
TRUSTED_PROXIES = env.listed("TRUSTED_PROXIES")
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CSRF_FAILURE_VIEW = "backoffice.practice.other_tab.csrf_failure"

SILENCED_SYSTEM_CHECKS = [
    "security.W008",  # the reverse proxy redirects; the health addresses are asked in plain http
    "security.W021",  # the preload list is for the owner of the whole domain to join
]

SECURE_CSP = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
}
# Wagtail writes scripts into its own pages, and its text editor writes styles. No nonce: it would switch
# 'unsafe-inline' off. And it shows previews of our pages in a frame.
EDITOR_CSP = SECURE_CSP | {
    "script-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "style-src": [CSP.SELF, CSP.UNSAFE_INLINE],
}
PREVIEW_CSP = SECURE_CSP | {"frame-ancestors": [CSP.SELF]}
