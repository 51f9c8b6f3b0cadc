"""Looks at an installation the way somebody would who is called at night: each finding says what to do.

No personal data, no figure of one office: what is printed may go into a ticket.
"""

import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from pathlib import Path

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.cache import cache
from django.core.mail import mailers
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from accounts.vault import KeyMissing, unseal
from casework.audit import anchor
from casework.audit.models import Entry
from casework.audit.sealing import oldest_unsealed_age
from casework.cases.files import oldest_unscanned_age
from casework.outbox.services import oldest_due_age
from casework.scope import ALL, scoped
from config import state
from config.backups import folder, settling
from config.checks import in_production, wrong_settings
from config.roles import UNGRANTED, role_faults


class Level(StrEnum):
    OK = "ok"
    WARNING = "warning"
    FAULT = "fault"


@dataclass(frozen=True)
class Finding:
    level: Level
    text: str


Findings = Iterator[Finding]
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def ok(text: str = "") -> Finding:
    return Finding(Level.OK, text)


def warning(text: str) -> Finding:
    return Finding(Level.WARNING, text)


def fault(text: str) -> Finding:
    return Finding(Level.FAULT, text)


def aged(age: timedelta | None, *, warn: timedelta, worst: timedelta, what: str, advice: str) -> Finding:
    """A finding by how old something is; None is young."""
    if age is None or age <= warn:
        return ok()
    level = Level.FAULT if age > worst else Level.WARNING
    return Finding(level, f"{what} for {told(age)}. {advice}")


def told(age: timedelta) -> str:
    for unit, name in ((DAY, "days"), (HOUR, "hours"), (MINUTE, "minutes")):
        if age >= 2 * unit:
            return f"{age // unit} {name}"
    return f"{age.total_seconds():.0f} seconds"


def look_at_settings() -> Findings:
    yield from map(fault, wrong_settings())


def look_at_database() -> Findings:
    with connection.cursor() as cursor:
        cursor.execute("select 1")
        if connection.vendor != "postgresql":
            yield ok("SQLite: one machine, a trial or a small office")
            return
        yield from (fault(f"{text}. Run manage.py prepare_database.") for text in role_faults(cursor))
        cursor.execute(UNGRANTED, [connection.settings_dict["USER"]])
        for (table,) in cursor.fetchall():
            yield fault(f"The service cannot use the table {table}. Run manage.py prepare_database.")
        cursor.execute(
            "select relname from pg_class c join pg_attribute a on a.attrelid = c.oid"
            " where relnamespace = 'public'::regnamespace and relkind = 'r' and attname = 'office_id'"
            " and not attisdropped and not (relrowsecurity and relforcerowsecurity) order by 1"
        )
        open_tables = {name for (name,) in cursor.fetchall()} - NOT_WALLED
        for table in sorted(open_tables):
            yield fault(
                f"{table} is not behind the wall. Somebody switched row-level security off: find out who."
            )


# Who works where, which the wall itself asks, and the notices, which everybody reads.
NOT_WALLED = {"offices_membership", "offices_noticeversion", "offices_officemember"}


def look_at_migrations() -> Findings:
    executor = MigrationExecutor(connection)
    if plan := executor.migration_plan(executor.loader.graph.leaf_nodes()):
        yield fault(f"{len(plan)} migrations are not applied. Make a back-up, then run manage.py migrate.")


def look_at_cache() -> Findings:
    try:
        cache.set("doctor", "here", 10)
        if cache.get("doctor") != "here":
            yield fault("The cache forgets. Look at its table, cache_entries.")
    except DatabaseError:
        yield fault("There is no cache table. Run manage.py createcachetable.")


def look_at_disk() -> Findings:
    free, kept = state.free_bytes(), settings.FILES_KEEP_FREE
    text = f"{free // 1024**2} MB are free. Make room: below {kept // 1024**2} MB people cannot send files."
    if free < 10 * kept:
        yield fault(text) if free < kept else warning(text)


def look_at_mail_server() -> Findings:
    if not settings.MAIL_URL:
        yield warning("Mail is written to files, nobody gets any. Set MAIL_URL.")
        return
    mailer = mailers["out"]
    mailer.timeout = 10
    try:
        mailer.open()
        mailer.close()
    except Exception as error:
        yield fault(
            f"The mail server does not let us in ({type(error).__name__}). Look at MAIL_URL and the server."
        )


def look_at_scanner() -> Findings:
    how = state.scanner()
    if how == "off":
        yield warning("Files are not scanned for viruses. Set CLAMD_URL.")
    elif how == "silent":
        yield fault("The virus scanner does not answer, so files are held. Look at clamd and CLAMD_URL.")
    yield aged(
        oldest_unscanned_age(), warn=10 * MINUTE, worst=HOUR, what="A file has waited for the virus scanner",
        advice="Look at what the worker's log says of the scanner.",
    )  # fmt: skip


def look_at_worker() -> Findings:
    beat = state.worker_beat()
    if beat is None:
        yield fault("No worker has run for a week. Start manage.py worker.")
    else:
        yield aged(
            beat,
            warn=MINUTE,
            worst=MINUTE,
            what="No worker has been heard of",
            advice="Start manage.py worker.",
        )


def look_at_unsent_mail() -> Findings:
    yield aged(
        oldest_due_age(), warn=15 * MINUTE, worst=HOUR, what="Mail has waited",
        advice="Look at the worker and the mail server.",
    )  # fmt: skip
    if settling.held_by_purpose():
        yield warning("Mail is held since a restore. Decide: manage.py held_mail.")


def look_at_log() -> Findings:
    yield aged(
        oldest_unsealed_age(), warn=MINUTE, worst=10 * MINUTE, what="An entry of the log has waited for its seal",
        advice="Look at the worker and at AUDIT_ANCHOR.",
    )  # fmt: skip
    place = anchor.path()
    if place.exists() and not os.access(place, os.W_OK):
        yield fault("The anchor of the log cannot be written. Look at the owner of AUDIT_ANCHOR.")
    if in_production() and state.nearest(place).stat().st_dev == Path(settings.DATA_DIR).stat().st_dev:
        yield warning("AUDIT_ANCHOR is on the same disk as the data. Copy it to another machine.")


def look_at_backups() -> Findings:
    if not settings.BACKUP_KEY:
        text = "No back-ups are made. Set BACKUP_KEY (manage.py backup --new-key FILE) and a timer."
        yield fault(text) if in_production() else warning(text)
        return
    newest, oldest = folder.newest_age(), folder.oldest_age()
    if newest is None:
        yield fault("There is no back-up. Run manage.py backup.")
    else:
        advice = "Run manage.py backup and look at its timer."
        yield aged(
            newest, warn=26 * HOUR, worst=2 * DAY, what="The newest back-up has been there", advice=advice
        )
    if oldest and oldest > timedelta(days=folder.MOST_DAYS):
        yield fault(
            f"A back-up is older than {folder.MOST_DAYS} days. It holds what was erased since: delete it."
        )


def look_at_clock() -> Findings:
    now = timezone.now()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("select clock_timestamp()")
            apart = abs(cursor.fetchone()[0] - timezone.now())
        if apart > timedelta(seconds=5):
            yield fault(
                f"This machine and the database's are {told(apart)} apart. Let both follow a time server."
            )
    with scoped(ALL):
        newest = Entry.objects.order_by("-pk").values_list("at", flat=True).first()
    if newest and newest > now + MINUTE:
        yield fault(
            "The log's newest entry is of the future: the clock was wrong, or is. Look at the time server."
        )


def look_at_static_files() -> Findings:
    if settings.DEBUG:
        return
    advice = "Run manage.py collectstatic."
    named = getattr(staticfiles_storage, "hashed_files", None)
    if named is None:
        return
    lacking = [name for name in named.values() if not staticfiles_storage.exists(name)]
    if not named:
        yield fault(f"No static files: pages have no style. {advice}")
    elif lacking:
        yield fault(f"{len(lacking)} static files are missing. {advice}")


def look_at_modes() -> Findings:
    """What others on this machine could read."""
    databases = [
        Path(str(each["NAME"])) for each in settings.DATABASES.values() if "sqlite" in each["ENGINE"]
    ]
    files = [settings.DATA_DIR / "secret-key", *databases, *folder.every()]
    folders = [
        settings.DATA_DIR,
        settings.FILES_ROOT,
        settings.FILE_UPLOAD_TEMP_DIR,
        settings.MAIL_DIR,
        settings.BACKUP_DIR,
    ]
    for path, mode in [*((each, "600") for each in files), *((each, "700") for each in folders)]:
        if Path(path).exists() and stat.S_IMODE(Path(path).stat().st_mode) & 0o007:
            yield fault(f"Everybody on this machine can look into {path}. Run chmod {mode} on it.")


def look_at_keys() -> Findings:
    sealed = Authenticator.objects.filter(type=Authenticator.Type.TOTP).order_by("-pk")
    for data in sealed.values_list("data", flat=True)[:100]:
        try:
            unseal(data["secret"])
        except KeyMissing:
            yield fault(
                "Second factors cannot be read. Put the older key back into FIELD_KEYS or SECRET_KEY_FALLBACKS."
            )
            return


LOOKS: dict[str, Callable[[], Findings]] = {
    "settings": look_at_settings,
    "database": look_at_database,
    "migrations": look_at_migrations,
    "cache": look_at_cache,
    "keys": look_at_keys,
    "disk": look_at_disk,
    "file modes": look_at_modes,
    "static files": look_at_static_files,
    "clock": look_at_clock,
    "scanner": look_at_scanner,
    "worker": look_at_worker,
    "mail server": look_at_mail_server,
    "unsent mail": look_at_unsent_mail,
    "audit log": look_at_log,
    "back-ups": look_at_backups,
}


def examine() -> Iterator[tuple[str, Finding]]:
    """Every look and what it found: one line if all is well."""
    for name, look in LOOKS.items():
        try:
            found = list(look())
        except (
            Exception
        ) as error:  # the next look may still tell something; an error's words may hold a password
            found = [fault(f"Could not look ({type(error).__name__}). Mend what stands above first.")]
        trouble = [each for each in found if each.level is not Level.OK]
        for each in trouble or found[:1] or [ok()]:
            yield name, each
