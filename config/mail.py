"""Where mail leaves, from MAIL_URL."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

PORTS = {"smtp": 25, "smtps": 465, "smtp+tls": 587}
SECONDS_TO_ANSWER = 30


def mailer(url: str, *, folder: Path) -> dict:
    """A mailer for settings.MAILERS: files in `folder` without a URL, else the mail server it names."""
    if not url:
        return {"BACKEND": "casework.outbox.backends.EmlBackend", "OPTIONS": {"path": str(folder)}}
    try:
        parts = urlsplit(url)
        port = parts.port or PORTS[parts.scheme]
    except (ValueError, KeyError):
        parts = None
    if parts is None or not parts.hostname:
        # The URL may hold a password, so it is not repeated.
        raise ImproperlyConfigured(
            "MAIL_URL must look like smtp://host:25, smtps://user:password@host:465 or "
            "smtp+tls://user:password@host:587. Leave it empty to write mail to files."
        )
    return {
        "BACKEND": "casework.outbox.backends.SmtpBackend",
        "OPTIONS": {
            "host": parts.hostname,
            "port": port,
            "username": unquote(parts.username or ""),
            "password": unquote(parts.password or ""),
            "use_ssl": parts.scheme == "smtps",
            "use_tls": parts.scheme == "smtp+tls",
            "timeout": SECONDS_TO_ANSWER,
        },
    }
