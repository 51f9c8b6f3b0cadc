"""Checks of an installation for an operator: each finding says what to do.

Findings hold no personal data and no figure of a single office, so that they can be pasted into a ticket.
"""

import os
import stat
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from urllib.request import urlopen

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.cache import cache
from django.core.mail import mailers
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from accounts.models import Installation
from accounts.vault import KeyMissing, unseal
from casework.audit import anchor
from casework.audit.models import Entry
from casework.audit.sealing import oldest_unsealed_age
from casework.cases.tasks.file import oldest_unscanned_age
from casework.offices.services import administrators
from casework.offices.visibility import unwalled_tables
from casework.outbox.services import oldest_due_age
from casework.search import store
from casework.wall.scope import ALL, scoped

from . import measures
from .backups import folder, held_mail
from .checks import in_production, wrong_settings
from .findings import DAY, HOUR, MINUTE, Finding, Findings, Level, age_finding, fault, formatted, ok, warning
from .roles import UNGRANTED, role_faults
from .set_up import missing, pilot


def check_settings() -> Findings:
    yield from map(fault, wrong_settings())


def check_database() -> Findings:
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
        open_tables = {name for (name,) in cursor.fetchall()} - unwalled_tables()
        for table in sorted(open_tables):
            yield fault(
                f"{table} is not behind the wall. Someone switched row-level security off: find out who."
            )


def check_migrations() -> Findings:
    executor = MigrationExecutor(connection)
    if plan := executor.migration_plan(executor.loader.graph.leaf_nodes()):
        yield fault(f"{len(plan)} migrations are not applied. Make a back-up, then run manage.py migrate.")


def check_set_up() -> Findings:
    yield from map(fault, missing.lacking())
    yield from map(warning, missing.waiting())


def check_pilot() -> Findings:
    if not Installation.objects.filter(is_demo=True).exists():
        yield warning(f"{pilot.TITLE}: {pilot.PAGE}.")


def check_cache() -> Findings:
    try:
        cache.set("doctor", "here", 10)
        if cache.get("doctor") != "here":
            yield fault("The cache forgets. Look at its table, cache_entries.")
    except DatabaseError:
        yield fault("There is no cache table. Run manage.py createcachetable.")


def check_disk() -> Findings:
    free, kept = measures.free_bytes(), settings.FILES_KEEP_FREE
    text = f"{free // 1024**2} MB are free. Free some space: below {kept // 1024**2} MB people cannot send files."
    if free < 10 * kept:
        yield fault(text) if free < kept else warning(text)


def check_mail_server() -> Findings:
    if not settings.MAIL_URL:
        yield warning("Mail is written to files, no one gets any. Set MAIL_URL.")
        return
    mailer = mailers["out"]
    mailer.timeout = 10
    try:
        mailer.open()
        mailer.close()
    except Exception as error:
        kind = type(error).__name__
        yield fault(f"The mail server does not let us in ({kind}). Look at MAIL_URL and the server.")


def check_proxy() -> Findings:
    """Ask for a page as people do. The proxy puts its own name, or none, in place of the web server's."""
    if not in_production():
        return
    advice = "Put a proxy in front that takes in slow requests (deploy/nginx.conf): a few hold everyone up."
    try:
        with urlopen(f"{settings.BASE_URL}/health/live", timeout=10) as answer:  # noqa: S310  our own address
            if "gunicorn" in answer.headers.get("Server", ""):
                yield fault(f"The web server is reached directly. {advice}")
    except OSError as error:
        reason = f"The service could not be reached at BASE_URL from this machine ({type(error).__name__})"
        yield warning(f"{reason}, so we cannot see whether a proxy is in front. {advice}")


def check_scanner() -> Findings:
    how = measures.scanner()
    if how == "off":
        yield warning("Files are not scanned for viruses. Set CLAMD_URL.")
    elif how == "silent":
        yield fault("The virus scanner does not answer, so files are held. Look at clamd and CLAMD_URL.")
    yield age_finding(
        oldest_unscanned_age(), warn=10 * MINUTE, worst=HOUR, what="A file has waited for the virus scanner",
        advice="Look at what the worker's log says of the scanner.",
    )  # fmt: skip


def check_worker() -> Findings:
    beat = measures.worker_beat()
    if beat is None:
        yield fault("No worker has run for a week. Start manage.py worker.")
    else:
        yield age_finding(
            beat,
            warn=MINUTE,
            worst=MINUTE,
            what="No worker has been heard of",
            advice="Start manage.py worker.",
        )


def check_unsent_mail() -> Findings:
    yield age_finding(
        oldest_due_age(), warn=15 * MINUTE, worst=HOUR, what="Mail has waited",
        advice="Look at the worker and the mail server.",
    )  # fmt: skip
    if held_mail.held_by_purpose():
        yield warning("Mail is held since a restore. Decide: manage.py held_mail.")


def check_administrators() -> Findings:
    if administrators().count() < 2 and not settings.EMERGENCY_ADDRESS:
        yield warning(
            "One administrator alone can open no office in an emergency. Invite a second, or set EMERGENCY_ADDRESS."
        )


def check_log() -> Findings:
    yield age_finding(
        oldest_unsealed_age(), warn=MINUTE, worst=10 * MINUTE, what="An entry of the log has waited for its seal",
        advice="Look at the worker and at AUDIT_ANCHOR.",
    )  # fmt: skip
    place = anchor.path()
    if place.exists() and not os.access(place, os.W_OK):
        yield fault("The anchor of the log cannot be written. Look at the owner of AUDIT_ANCHOR.")
    if in_production() and measures.nearest(place).stat().st_dev == Path(settings.DATA_DIR).stat().st_dev:
        yield warning("AUDIT_ANCHOR is on the same disk as the data. Copy it to another machine.")


def check_backups() -> Findings:
    if not settings.BACKUP_KEY:
        text = "No back-ups are made. Set BACKUP_KEY (manage.py backup --new-key FILE) and a timer."
        yield fault(text) if in_production() else warning(text)
        return
    newest, oldest = folder.newest_age(), folder.oldest_age()
    if newest is None:
        yield fault("There is no back-up. Run manage.py backup.")
    else:
        advice = "Run manage.py backup and look at its timer."
        yield age_finding(
            newest, warn=26 * HOUR, worst=2 * DAY, what="The newest back-up has been there", advice=advice
        )
    if oldest and oldest > timedelta(days=folder.MOST_DAYS):
        yield fault(
            f"A back-up is older than {folder.MOST_DAYS} days. It holds what was erased since: delete it."
        )


def check_clock() -> Findings:
    now = timezone.now()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("select clock_timestamp()")
            apart = abs(cursor.fetchone()[0] - timezone.now())
        if apart > timedelta(seconds=5):
            yield fault(
                f"This machine and the database's are {formatted(apart)} apart. Let both follow a time server."
            )
    with scoped(ALL):
        newest = Entry.objects.order_by("-pk").values_list("at", flat=True).first()
    if newest and newest > now + MINUTE:
        yield fault(
            "The log's newest entry is of the future: the clock was wrong, or is. Look at the time server."
        )


def check_static_files() -> Findings:
    if settings.DEBUG:
        return
    advice = "Run manage.py collectstatic."
    named = getattr(staticfiles_storage, "hashed_files", None)
    if named is None:
        return
    missing = [name for name in named.values() if not staticfiles_storage.exists(name)]
    if not named:
        yield fault(f"No static files: pages have no style. {advice}")
    elif missing:
        yield fault(f"{len(missing)} static files are missing. {advice}")


def check_modes() -> Findings:
    """Yield files and folders that other users of this machine can read."""
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
            yield fault(f"Everyone on this machine can look into {path}. Run chmod {mode} on it.")


def check_keys() -> Findings:
    sealed = Authenticator.objects.filter(type=Authenticator.Type.TOTP).order_by("-pk")
    for data in sealed.values_list("data", flat=True)[:100]:
        try:
            unseal(data["secret"])
        except KeyMissing:
            yield fault(
                "Second factors cannot be read. Put the older key back into FIELD_KEYS or SECRET_KEY_FALLBACKS."
            )
            return


def check_search() -> Findings:
    yield from (fault(f"{text}. Run manage.py reindex --empty.") for text in store.faults())


CHECKS: dict[str, Callable[[], Findings]] = {
    "settings": check_settings,
    "database": check_database,
    "migrations": check_migrations,
    "cache": check_cache,
    "set-up": check_set_up,
    "pilot": check_pilot,
    "keys": check_keys,
    "disk": check_disk,
    "file modes": check_modes,
    "static files": check_static_files,
    "clock": check_clock,
    "proxy": check_proxy,
    "scanner": check_scanner,
    "worker": check_worker,
    "mail server": check_mail_server,
    "unsent mail": check_unsent_mail,
    "administrators": check_administrators,
    "search": check_search,
    "audit log": check_log,
    "back-ups": check_backups,
}


def run_checks() -> Iterator[tuple[str, Finding]]:
    """Run every check and yield its name with each problem, or with one finding if there is none."""
    for name, check in CHECKS.items():
        try:
            found = list(check())
        except Exception as error:  # later checks still run; the message may hold a password
            found = [fault(f"Could not look ({type(error).__name__}). Mend what stands above first.")]
        problems = [each for each in found if each.level is not Level.OK]
        for each in problems or found[:1] or [ok()]:
            yield name, each
