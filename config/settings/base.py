"""What the service consists of and where it keeps things. Accounts are in `security`, figures in `limits`."""

from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from jinja2 import StrictUndefined

from config import catalogues, mail
from config import environment as env
from config import texts as sms

BASE_DIR = Path(__file__).resolve().parents[2]
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
    # Off where a pooler hands each transaction another connection and does not know prepared statements.
    PREPARED = env.flag("DATABASE_PREPARED", default=True)
    DATABASES = {"default": env.database(DATABASE_URL, setting="DATABASE_URL", prepared=PREPARED)}
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
DATABASE_ROUTERS = ["ops.databases.CacheRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache_entries",
        # Beyond this many entries a third is dropped, limits and one-time marks among them: keep it out of reach.
        "OPTIONS": {"MAX_ENTRIES": 1_000_000},
    }
}

# Hears at once when an administrator opens an office without approval: somebody who runs nothing here.
EMERGENCY_ADDRESS = env.text("EMERGENCY_ADDRESS")

# One line a seal of the audit log, outside the database: copy it to another machine, and no one machine's owner can
# restore an old log unseen.
AUDIT_ANCHOR = Path(env.text("AUDIT_ANCHOR", str(DATA_DIR / "audit-anchor")))

# --- Applications ------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "ops",  # first: its `migrate` and `createcachetable` run as the owner of the database
    "config",
    "demo",
    "body",
    "accounts",
    "ui",
    "casework.audit",
    "casework.search",
    "casework.places",
    "casework.outbox",
    "casework.offices",
    "casework.files",
    "casework.questionnaires",
    "casework.constituents",
    "casework.replies",
    "casework.cases",
    "portal",
    "backoffice",
    "cms",
    "wagtail.contrib.redirects",
    "wagtail.sites",
    "wagtail.snippets",
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
    "django.middleware.clickjacking.XFrameOptionsMiddleware",  # for browsers that do not know frame-ancestors
    "config.middleware.editors_policy",
    "whitenoise.middleware.WhiteNoiseMiddleware",  # below the headers: files have them, too
    "cms.middleware.cache_pages",  # above sessions: what it shows is for people who have none
    "django.contrib.sessions.middleware.SessionMiddleware",
    "cms.catalogues.corrections.corrected",  # above the choice of a language: it replaces the texts of one
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "config.middleware.Trail",
    "config.middleware.refusals",
    "config.middleware.emergency_pages",
    "backoffice.practice.middleware.practice",  # below refusals: those are entered in the log of the real offices
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
    },
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",  # rows of long lists: docs/adr/0043
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {"undefined": StrictUndefined, "trim_blocks": True},
    },
]

# --- Language, time ----------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
FORMAT_MODULE_PATH = ["config.formats"]
KNOWN_LANGUAGES = [
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
LANGUAGE_NAMES = {  # what staff read: Django's own list has no Gujarati
    "en": "English",
    "ar": "Arabic",
    "bn": "Bengali",
    "es": "Spanish",
    "gu": "Gujarati",
    "it": "Italian",
    "pa": "Panjabi",
    "pl": "Polish",
    "pt": "Portuguese",
    "ro": "Romanian",
    "tr": "Turkish",
    "ur": "Urdu",
}
LANGUAGES_BIDI = ["ar", "ur"]  # Django's own list does not know each of our languages
LOCALE_PATHS = [BASE_DIR / "locale"]
# The languages that an administrator can turn on. Until then their addresses redirect (`body.languages`).
LANGUAGES = catalogues.ready(KNOWN_LANGUAGES, folder=LOCALE_PATHS[0])
BANK_HOLIDAYS = "england-and-wales"  # whose holidays are no working days (`casework/working_days.py`)
TIME_ZONE = env.text("TIME_ZONE", "Europe/London")
USE_TZ = True
PHONE_REGION = env.text("PHONE_REGION", "GB")  # where a phone number without a country code is
# Pages are translated beside the English (docs/adr/0045). Off, so that their addresses keep the language of the page
# that links to them.
WAGTAIL_I18N_ENABLED = False

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
CLAMD_URL = env.scanner(
    "CLAMD_URL"
)  # the virus scanner; without one, files pass unscanned and `check` says so
FILE_UPLOAD_HANDLERS = ["uploads.handler.LimitedUploads"]
FILE_UPLOAD_TEMP_DIR = DATA_DIR / "spool"
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o750

# --- Back-ups: one encrypted file each ----------------------------------------------------------------
BACKUP_DIR = Path(env.text("BACKUP_DIR", str(DATA_DIR / "backups")))
BACKUP_KEY = env.listed("BACKUP_KEY")  # public keys; the secret ones are kept elsewhere
BACKUP_KEEP = env.number("BACKUP_KEEP", 14)

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
# Mail goes out under this address, with the name of the service where it has none of its own.
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("MAIL_FROM", f"no-reply@{urlsplit(BASE_URL).hostname}")

# --- The body itself is data: `manage.py set_up` writes it, editors keep it (`body.models`) ---------------
DESK_NAME = _("Casework")
# Seconds for which a process may go on showing a name or phone number that an editor has changed.
BODY_LOOKED_UP_EVERY = 2

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
