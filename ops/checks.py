"""Startup checks that refuse missing or unsafe settings by name.

An installation whose BASE_URL names another machine than this one is in production: it is reached over a network.
"""

import os
import stat
from collections.abc import Iterator
from ipaddress import ip_network
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import Error, Tags, register
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from .backups.archive import public_keys
from .roles import role_faults

THIS_MACHINE = {"localhost", "127.0.0.1", "::1"}
DIFFERENT_CHARACTERS = 20
SHORTEST_TOKEN = 24
RESERVED = ("CACHE_URL", "FILES_URL", "NOW")


def in_production() -> bool:
    return urlsplit(settings.BASE_URL).hostname not in THIS_MACHINE


def wrong_anywhere() -> Iterator[str]:
    for proxy in settings.TRUSTED_PROXIES:
        try:
            network = ip_network(proxy, strict=False)
        except ValueError:
            yield f"TRUSTED_PROXIES: {proxy!r} is no IP address or network."
        else:
            if network.prefixlen == 0:
                yield "TRUSTED_PROXIES trusts every address. Name your proxy's own."
    if not settings.AUDIT_ANCHOR.is_absolute() or settings.AUDIT_ANCHOR.is_dir():
        yield "AUDIT_ANCHOR must be the whole path of a file, such as /srv/anchor/casework."
    if settings.LOG_FORMAT not in {"text", "json"}:
        yield f"LOG_FORMAT must be text or json, not {settings.LOG_FORMAT!r}."
    if settings.HEALTH_TOKEN and len(settings.HEALTH_TOKEN) < SHORTEST_TOKEN:
        yield f"HEALTH_TOKEN is too easy to guess. Set it to at least {SHORTEST_TOKEN} random characters."
    yield from wrong_backups()
    for name in RESERVED:
        if os.environ.get(name, "").strip():
            yield f"{name} is set, but this version does not act on it. Remove it: no one should rely on it."


def wrong_backups() -> Iterator[str]:
    try:
        public_keys(settings.BACKUP_KEY)
    except ValueError as error:
        yield f"BACKUP_KEY: {error}"
    if settings.BACKUP_KEEP < 1:
        yield "BACKUP_KEEP must be 1 or more."


def wrong_connections() -> Iterator[str]:
    """Yield the connections to other machines that are not encrypted, or do not verify the server."""
    mail = urlsplit(settings.MAIL_URL)
    if mail.scheme == "smtp" and mail.hostname not in THIS_MACHINE:
        yield "MAIL_URL sends mail in clear. Use smtps:// or smtp+tls://, or a mail server on this machine."
    scanner = urlsplit(settings.CLAMD_URL)
    if scanner.scheme == "tcp" and scanner.hostname not in THIS_MACHINE:
        yield "CLAMD_URL sends files in clear. Use a scanner on this machine, or the near end of an encrypted tunnel."
    database = settings.DATABASES["default"]
    host = str(database.get("HOST", ""))
    elsewhere = host and host not in THIS_MACHINE and not host.startswith("/")
    if elsewhere and database.get("OPTIONS", {}).get("sslmode") != "verify-full":
        yield "DATABASE_URL reaches another machine. Add ?sslmode=verify-full, and sslrootcert if it has its own."


def wrong_in_production() -> Iterator[str]:
    if settings.DEBUG:
        yield "DEBUG must be off: its error pages show settings and data."
    if not settings.BASE_URL.startswith("https://"):
        yield "BASE_URL must begin with https://, or sign-in cookies can be read on the way."
    if len(set(settings.SECRET_KEY)) < DIFFERENT_CHARACTERS:
        yield "SECRET_KEY is too easy to guess. Set it to at least 50 random characters."
    key_file = settings.DATA_DIR / "secret-key"
    if key_file.exists() and stat.S_IMODE(key_file.stat().st_mode) & 0o077:
        yield "SECRET_KEY: others on this machine can read DATA_DIR/secret-key. Run chmod 600 on it."
    if settings.DATABASES["default"]["ENGINE"] != "django.db.backends.postgresql":
        yield "DATABASE_URL must name a PostgreSQL database: SQLite has no row-level security between the offices."
    if not settings.TRUSTED_PROXIES:
        yield (
            "TRUSTED_PROXIES is missing. A proxy that takes in slow requests, such as nginx, must be in front of the "
            "web server: without one a few slow clients hold everyone up. Set it to the addresses of your proxy."
        )
    if not settings.MAIL_URL:
        yield "MAIL_URL is missing, so mail would only be written to files. Set it to your mail server."
    yield from wrong_connections()


def wrong_settings() -> list[str]:
    return [*wrong_anywhere(), *(wrong_in_production() if in_production() else ())]


@register(Tags.security)
def settings_are_safe(**_):
    return [Error(text, id="config.E001") for text in wrong_settings()]


def refuse_unsafe() -> None:
    """Raise ImproperlyConfigured for unsafe settings or database roles, before the web server or worker starts."""
    faults = wrong_settings()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            faults += [f"DATABASE_URL: {fault}" for fault in role_faults(cursor)]
    if faults:
        raise ImproperlyConfigured("\n".join(faults))
