"""Every setting of the service. What an installation may change comes from the environment (see README)."""

from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from config import environment as env
from config import mail
from config import texts as sms

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env.text("DATA_DIR", str(BASE_DIR / "var"))).resolve()
DEBUG = env.flag("DEBUG")
PORT = env.number("PORT", 8000)
BASE_URL = env.address("BASE_URL", f"http://localhost:{PORT}")
HTTPS = BASE_URL.startswith("https://")

# --- Secrets -----------------------------------------------------------------------------------------
SECRET_KEY = env.text("SECRET_KEY")
if not SECRET_KEY and (DATA_DIR / "secret-key").exists():
    SECRET_KEY = (DATA_DIR / "secret-key").read_text().strip()
if len(SECRET_KEY) < 50:
    raise ImproperlyConfigured(
        "SECRET_KEY is missing or shorter than 50 characters. Set it to a long random text; "
        "`make run` writes one into DATA_DIR/secret-key by itself."
    )
# Keys of before: what they signed or sealed can still be read, while SECRET_KEY is being replaced.
SECRET_KEY_FALLBACKS = env.listed("SECRET_KEY_FALLBACKS")

# --- Databases: the web and worker connect as a role that owns nothing --------------------------------
DATABASE_URL = env.text("DATABASE_URL")
DATABASE_OWNER_URL = env.text("DATABASE_OWNER_URL")
if DATABASE_URL and not DATABASE_URL.startswith("sqlite"):
    DATABASES = {"default": env.database(DATABASE_URL, setting="DATABASE_URL")}
    # The cache must survive a request that is rolled back, so it has a connection of its own.
    DATABASES["cache"] = {**DATABASES["default"], "ATOMIC_REQUESTS": False, "TEST": {"MIRROR": "default"}}
    DATABASE_OWNER = (
        env.database(DATABASE_OWNER_URL, setting="DATABASE_OWNER_URL") if DATABASE_OWNER_URL else None
    )
    APP_ROLE = DATABASES["default"]["USER"]  # kept apart: `as_owner` swaps the credentials in DATABASES
else:
    DATABASES = {
        "default": env.database(DATABASE_URL, setting="DATABASE_URL")
        if DATABASE_URL
        else env.sqlite(DATA_DIR / "casework.sqlite3"),
        "cache": env.sqlite(DATA_DIR / "cache.sqlite3"),
    }
    DATABASE_OWNER = None
DATABASE_ROUTERS = ["config.databases.CacheRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache_entries",
        # Beyond this many entries a third is dropped, limits and one-time marks among them: keep it out of reach.
        "OPTIONS": {"MAX_ENTRIES": 1_000_000},
    }
}

# One line a seal of the audit log, outside the database: copy it to another machine, and no one machine's owner can
# put back an old log unseen.
AUDIT_ANCHOR = Path(env.text("AUDIT_ANCHOR", str(DATA_DIR / "audit-anchor")))

# --- Applications ------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "config",  # first: its `migrate` and `createcachetable` run as the owner of the database
    "accounts",
    "ui",
    "casework.audit",
    "casework.places",
    "casework.outbox",
    "casework.offices",
    "casework.files",
    "casework.questionnaires",
    "casework.constituents",
    "casework.cases",
    "portal",
    "backoffice",
    "cms",
    "wagtail.contrib.redirects",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "formtools",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
]

MIDDLEWARE = [
    "config.middleware.numbered",
    "django.middleware.security.SecurityMiddleware",
    "config.middleware.steady",
    "config.middleware.headers",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "config.middleware.editors_policy",
    "whitenoise.middleware.WhiteNoiseMiddleware",  # below the headers: files have them, too
    "cms.middleware.keep_pages",  # above sessions: what it shows is for people who have none
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "config.middleware.Trail",
    "config.middleware.refusals",
    "config.middleware.emergency_pages",
    "config.middleware.ScopeMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "portal.leave.ending.SharedDevice",
    "accounts.middleware.SessionLimits",
    "accounts.middleware.Gate",
    "cms.middleware.Redirects",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["ui.templatetags.ui"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "ui.context.frame",
                "backoffice.context.desk",
                "cms.context.frame",
            ],
        },
    }
]

# --- Language, time ----------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", "English"),
    ("ar", "العربية"),
    ("bn", "বাংলা"),
    ("es", "Español"),
    ("gu", "ગુજરાતી"),
    ("it", "Italiano"),
    ("pa", "ਪੰਜਾਬੀ"),
    ("pl", "Polski"),
    ("pt", "Português"),
    ("ro", "Română"),
    ("tr", "Türkçe"),
    ("ur", "اردو"),
]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/London"
USE_TZ = True
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAIL_I18N_ENABLED = True

# --- Static files ------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = DATA_DIR / "media"  # Wagtail's images and documents only; case files live in FILES_ROOT
MEDIA_URL = "/media/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG

# --- Files that people send: kept in FILES_ROOT, received within limits while they stream ------------
FILES_ROOT = DATA_DIR / "files"
FILES_MAX_SIZE = 10 * 1024 * 1024  # one file
FILES_MAX_NUMBER = 10  # in one request
FILES_MAX_REQUEST = 50 * 1024 * 1024  # all files of one request; the connection is cut a megabyte later
FILES_KEEP_FREE = 200 * 1024 * 1024  # the disk is never filled further than this
CLAMD_URL = env.scanner(
    "CLAMD_URL"
)  # the virus scanner; without one, files pass unscanned and `check` says so
FILE_UPLOAD_HANDLERS = ["casework.files.upload.LimitedUploads"]
FILE_UPLOAD_TEMP_DIR = DATA_DIR / "spool"
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o750
DATA_UPLOAD_MAX_NUMBER_FILES = 100  # 25 photos in one form get a kind answer, ten thousand files a short one

# --- Back-ups: one encrypted file each ----------------------------------------------------------------
BACKUP_DIR = Path(env.text("BACKUP_DIR", str(DATA_DIR / "backups")))
BACKUP_KEY = env.listed("BACKUP_KEY")  # public keys; the secret ones are kept elsewhere
BACKUP_KEEP = env.number("BACKUP_KEEP", 14)

# --- Accounts ----------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.PasswordBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = LOGOUT_REDIRECT_URL = "/"  # accounts.adapter sends each person to their own pages
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
    {"NAME": "accounts.passwords.OwnWordsValidator"},
]
# Secrets of second factors are encrypted with the first of these and read with any; without one, with a key
# made from SECRET_KEY.
FIELD_KEYS = env.listed("FIELD_KEYS")
# Seconds: answers that would tell by their time wait for the next step (`config.middleware.steady`).
STEADY_STEP = 0.5
SESSION_IDLE_SECONDS = 30 * 60
SESSION_MOST_SECONDS = 12 * 60 * 60
SHARED_IDLE_SECONDS = 15 * 60  # on a device that other people use
QUICK_EXIT_URL = "https://www.bbc.co.uk/weather"

ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
# Nobody signs up; without a password here allauth would take the password box out of the staff's sign-in.
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
# Constituents prove their address with each code, staff by their invitation: nothing is left for allauth to ask.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGIN_TIMEOUT = 15 * 60
ACCOUNT_REAUTHENTICATION_TIMEOUT = 10 * 60
ACCOUNT_FORMS = {"login": "accounts.forms.StaffSignInForm", "change_password": "accounts.forms.PasswordForm"}
# Counted in the shared cache by `accounts.limits`, which says what each is. "key" is an account, or an account and a
# network together; "ip" is a network. Nothing locks for good, and browsers that are known have tries of their own.
ACCOUNT_RATE_LIMITS = {
    "password_from_here": "30/10m/ip,5/5m/key",
    "password": "10/5m/key,200/1d/key",
    "password_known": "5/5m/key,100/1d/key",
    "password_all_known": "200/1d/key",
    "factor_from_here": "30/10m/ip,5/5m/key",
    "factor": "10/5m/key,20/1d/key",  # three codes in a million fit at any moment
    "factor_known": "5/5m/key,50/1d/key",
    "factor_all_known": "100/1d/key",
    "code_from_here": "60/10m/ip,5/10m/key,15/1d/key",
    "code": "10/10m/key,40/1d/key",  # each is a mail to somebody who may not have asked
    "code_known": "5/10m/key,40/1d/key",
    "code_all_known": "40/1d/key",
    # Links to unsent answers: each is a mail to an address that nobody has proved yet.
    "link_from_here": "60/10m/ip,3/10m/key,6/1d/key",
    "link": "5/10m/key,10/1d/key",
    "link_known": "3/10m/key,10/1d/key",
    "link_all_known": "10/1d/key",
    "word_by": "10/1h/key,30/1d/key",  # guesses at the word of a safe-contact case
    "word_for": "20/1h/key,60/1d/key",
    "try_login_code": "60/10m/ip,5/1h/key",
    "accept_invitation": "60/10m/ip",
    # Strangers who write to a Member: a library or a school is one network.
    "permission_code": "30/1h/ip,5/1h/key",  # each is a mail to whom somebody writes for
    "begin_submission": "200/1h/ip",
    "keep_file": "300/1h/ip",
    "keep_form": "30/1h/user",
    "ask_to_claim": "10/1d/user",  # each may be a mail to the address on a case
    "claim": "20/1h/user",
    "text_code": "5/1d/user",  # each is a text to somebody who may not have asked
    "stop_alerts": "60/1h/ip",
    "change_password": "5/m/user",
    # allauth's own counts of the same: they let one right try forgive all wrong ones of its network.
    "login": "",
    "login_failed": "",
    "reauthenticate": "",
}
MFA_ADAPTER = "accounts.adapter.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "accounts.factor_forms.SecondFactorForm",
    "reauthenticate": "accounts.factor_forms.ProveAgainForm",
    "activate_totp": "accounts.factor_forms.ActivateAppForm",
    "add_webauthn": "accounts.factor_forms.AddPasskeyForm",
    "authenticate_webauthn": "accounts.factor_forms.UsePasskeyForm",
    "reauthenticate_webauthn": "accounts.factor_forms.ProveAgainByPasskeyForm",
}
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODES_SHOW_ONCE = True

# --- Mail: the outbox is the default; the worker hands over through "out" -----------------------------
MAIL_URL = env.text("MAIL_URL")
MAIL_DIR = DATA_DIR / "mail"
MAILERS = {
    "default": {"BACKEND": "casework.outbox.backends.OutboxBackend"},
    "out": mail.mailer(MAIL_URL, folder=MAIL_DIR),
}
SMS_URL = env.text("SMS_URL")
TEXTS = sms.texts(SMS_URL, folder=DATA_DIR / "texts")
PHONE_COUNTRY_CODE = "44"
# Mobile numbers of this country alone: no stranger's form dials dear ones elsewhere.
TEXT_PREFIX, TEXT_LENGTH = "+447", 13
DEFAULT_FROM_EMAIL = "Contact your London Assembly Members <no-reply@assembly.example>"
SERVER_EMAIL = "no-reply@assembly.example"

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
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
TRUSTED_PROXIES = env.listed("TRUSTED_PROXIES")
if TRUSTED_PROXIES not in ([], ["none"]):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024  # a megabyte typed into one field still gets a kind answer
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
CSRF_FAILURE_VIEW = "accounts.kept_views.csrf_failure"

SILENCED_SYSTEM_CHECKS = [
    "security.W002",  # the policy's frame-ancestors says it, route by route
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

# --- Wagtail: no screens for passwords or addresses, no update check, no third-party pictures ---------
WAGTAIL_SITE_NAME = "Contact your London Assembly Members"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_USER_TIME_ZONES = ["Europe/London"]
WAGTAILADMIN_LOGIN_URL = "/accounts/login/"
# Seconds for which a process may go on showing what an editor has replaced (`cms.keeping`).
EDITION_LOOKED_UP_EVERY = 2

# --- Words that name the body; another body sets its own ----------------------------------------------
SITE_NAME_LEAD = _("Contact your")
SITE_NAME = _("London Assembly Members")
DESK_NAME = _("Casework")
SITE_CONTACT = _(
    "Phone 020 7946 0100, Monday to Friday, 9am to 5pm, or write to London Assembly Members, City Hall."
)
SITE_NEUTRAL_LINE = _(
    "One service for all 25 Members of the London Assembly. No political group runs it, and every Member is shown in "
    "the same way."
)
REFERENCE_PREFIX = "LA"
PLACES_FILE = BASE_DIR / "casework/places/data/london.json"
PLACE_NAME = _("London")
WHOLE_PLACE_SEAT = _("London-wide")

# --- For whoever watches the service -------------------------------------------------------------------
HEALTH_TOKEN = env.text("HEALTH_TOKEN")  # who sends it is told by /health/ready how the service is
LOG_FORMAT = env.text("LOG_FORMAT", "text")
LOG_REQUESTS = env.flag("LOG_REQUESTS")

# --- Logs carry no personal data: no addresses, no query strings --------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "text": {"()": "config.logs.Line", "format": "{asctime} {levelname} {name} {message}", "style": "{"},
        "json": {"()": "config.logs.JsonLine"},
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "json" if LOG_FORMAT == "json" else "text"}
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django.request": {"level": "ERROR"},
        "django.security": {"level": "ERROR"},
        "django_tasks": {"level": "WARNING"},  # Wagtail's: a line for each page that is saved
    },
}
