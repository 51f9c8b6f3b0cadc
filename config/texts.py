"""Where text messages leave, from SMS_URL."""

from ipaddress import ip_address
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

SHAPE = (
    "SMS_URL must look like twilio://account:token@api.twilio.com?from=%2B447700900000, or file:// to write texts "
    "to files. Leave it empty to send none."
)


def texts(url: str, *, folder: Path) -> dict | None:
    """The sender of texts as `{BACKEND, OPTIONS}`; None without a URL: then nobody is offered any."""
    if not url:
        return None
    if url == "file://":
        return {"BACKEND": "casework.outbox.texts.FileTexts", "OPTIONS": {"path": str(folder)}}
    try:
        parts = urlsplit(url)
        number = parse_qs(parts.query).get("from", [""])[0]
        port = parts.port
    except ValueError as error:
        raise ImproperlyConfigured(SHAPE) from error
    here = parts.scheme == "twilio+http" and _is_here(parts.hostname or "")
    if not (parts.scheme == "twilio" or here) or not (
        parts.hostname and parts.username and parts.password and number
    ):
        raise ImproperlyConfigured(SHAPE)  # the URL holds a token, so it is not repeated
    return {
        "BACKEND": "casework.outbox.texts.TwilioTexts",
        "OPTIONS": {
            "host": parts.hostname,
            "port": port,
            "account": unquote(parts.username),
            "token": unquote(parts.password),
            "number": number,
            "tls": not here,
        },
    }


def _is_here(host: str) -> bool:
    """In clear only to this machine itself."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
