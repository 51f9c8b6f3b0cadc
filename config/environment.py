"""Reads the settings that an installation may change from the environment, and says which one is wrong."""

import os
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
}


PREPARED_AFTER = 3  # times that a connection has sent a statement
CONNECT_SECONDS = "5"  # after which a machine that does not answer counts as away


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def flag(name: str, default: bool = False) -> bool:
    value = text(name).lower()
    if value in {"", "1", "true", "yes", "on", "0", "false", "no", "off"}:
        return default if value == "" else value in {"1", "true", "yes", "on"}
    raise ImproperlyConfigured(f"{name} must be 1 or 0, not {value!r}.")


def number(name: str, default: int) -> int:
    value = text(name, str(default))
    if not value.isdecimal():
        raise ImproperlyConfigured(f"{name} must be a number, not {value!r}.")
    return int(value)


def address(name: str, default: str) -> str:
    """Where people reach the service: `https://host`, without a path."""
    value = text(name, default).rstrip("/")
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path:
        raise ImproperlyConfigured(f"{name} must look like https://casework.example, not {value!r}.")
    return value


def scanner(name: str) -> str:
    """Where ClamAV's daemon listens: `tcp://host:port`, or a socket as `unix:///path` or `/path`."""
    value = text(name)
    try:
        parts = urlsplit(value)
        tcp = parts.scheme == "tcp" and parts.hostname and parts.port and not parts.path.strip("/")
    except ValueError:
        tcp = False
    socket = not tcp and parts.scheme in {"", "unix"} and not parts.netloc and parts.path.startswith("/")
    if value and not (tcp or socket):
        raise ImproperlyConfigured(
            f"{name} must look like tcp://127.0.0.1:3310 or unix:///run/clamav/clamd.ctl, not {value!r}."
        )
    return value


def listed(name: str) -> list[str]:
    return [part.strip() for part in text(name).split(",") if part.strip()]


def sqlite(path: Path) -> dict:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": SQLITE_OPTIONS,
        "TEST": {"NAME": str(path.with_name(f"test-{path.name}"))},
    }


def database(url: str, *, setting: str, prepared: bool = False) -> dict:
    """Django's database settings for `postgresql://user:password@host:port/name` or `sqlite:///path`.

    `prepared` lets the server keep the plans of statements that a connection sends again and again.

    A socket folder is given as `?host=/folder`. Anything else raises and names the setting.
    """
    refused = ImproperlyConfigured(f"{setting} must look like postgresql://user:password@host:5432/name.")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise refused from None
    if parts.scheme == "sqlite":
        return sqlite(Path(parts.path.removeprefix("/") if parts.path.startswith("//") else parts.path))
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise refused
    options = {"connect_timeout": CONNECT_SECONDS} | dict(parse_qsl(parts.query))
    # Compiling a query costs more than any of ours gains: ours are many and short.
    options["options"] = f"-c jit=off {options.get('options', '')}".strip()
    if prepared:
        options |= {"server_side_binding": True, "prepare_threshold": PREPARED_AFTER}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.strip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": str(options.pop("port", port or "")),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": True,
        "OPTIONS": options,
    }
