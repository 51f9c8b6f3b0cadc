"""Command that restores a back-up."""

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.db import DatabaseError, connection
from django.utils import timezone

from casework.audit import anchor
from casework.audit.verifying import Verification
from casework.files import store
from ops import heartbeat
from ops.backups import archive, checking, create, held_mail, restore, schema

DEAD_AFTER = 60  # seconds without a heartbeat


class Command(BaseCommand):
    help = (
        "Puts a back-up into an empty installation, on SQLite or PostgreSQL, whatever it was made on. Checks every "
        "byte first. Mail that waited is held until someone releases or drops it (held_mail)."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--key", type=Path, required=True, help="the file with the secret key")
        parser.add_argument(
            "--replace", action="store_true", help="throw away all that this installation holds"
        )
        parser.add_argument("--check", action="store_true", help="only check that the back-up is whole")

    def handle(self, *, file, key, replace, check, **options):
        try:
            keys = archive.secret_keys(key)
            content = checking.check(file, keys)
        except (OSError, ValueError) as error:
            raise CommandError(getattr(error, "strerror", None) or str(error)) from error
        except archive.Broken as error:
            raise CommandError(f"This back-up cannot be used. {error}") from error
        made_at = datetime.fromisoformat(content.about["made_at"])
        self.stdout.write(f"whole: made {made_at:%d %B %Y %H:%M} UTC on {content.about['database']}")
        if check:
            return
        self.refuse(content, replace)
        try:
            restore.restore(file, keys, content, tell=self.stdout.write)
        except (DatabaseError, restore.NotEqual, archive.Broken, OSError) as error:
            raise CommandError(
                f"Not restored, run it again: {type(error).__name__}: {first_line(error)}"
            ) from error
        held = held_mail.finish_restore(made_at=made_at)
        self.verify_log()
        self.tell(content, made_at, held)

    def refuse(self, content, replace: bool) -> None:
        if connection.vendor == "postgresql" and settings.DATABASE_OWNER is None:
            raise CommandError("Set DATABASE_OWNER_URL: a restore works as the owner of the database.")
        try:
            schema.refuse_unknown(content.migrations)
        except schema.TooNew as error:
            raise CommandError(
                f"A newer version of this program made the back-up: {error}. Install that."
            ) from None
        if not replace and not installation_is_empty():
            raise CommandError(
                "This installation is in use. Nothing was changed. --replace throws away what it holds."
            )
        if worker_lives():
            raise CommandError(
                "A worker is running. Stop it and the web server, wait a minute, and try again."
            )

    def verify_log(self) -> None:
        faults = []
        reading = Verification(lambda fault: faults.append(str(fault)))
        reading.run()
        if faults:
            raise CommandError("The log is not what it was:\n" + "\n".join(faults[:20]))
        self.stdout.write(f"log: {len(reading.chains)} chains, no fault")

    def tell(self, content, made_at: datetime, held: int) -> None:
        say = self.stdout.write
        for what in ("missing", "damaged"):
            if keys := content.manifest[what]:
                say(f"{len(keys)} files were {what} when the back-up was made: {', '.join(keys[:5])}")
        if not set(create.key_marks()) & set(content.about["keys"]):
            say(
                "SECRET_KEY and FIELD_KEYS are not those of the back-up: second factors cannot be read. "
                "Set the old ones."
            )
        lost = timezone.now() - made_at
        say(
            f"Restored. What happened in the {lost.days} days and {lost.seconds // 3600} hours since the back-up is "
            "not in it: cases, replies, new passwords, and people who were removed. Look through who has access first."
        )
        say("Everyone must sign in again. Links that were sent before no longer work.")
        if held:
            say(
                f"{held} messages are held, because they may have been sent already. Decide: manage.py held_mail"
            )


def first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0]


def installation_is_empty() -> bool:
    has_anchor = anchor.path().exists() and anchor.path().stat().st_size
    return held_mail.has_no_people() and not has_anchor and next(store.keys(), None) is None


def worker_lives() -> bool:
    try:
        beat = heartbeat.last_beat()
    except DatabaseError:  # no cache table: the service has never run here
        return False
    return beat is not None and beat.age.total_seconds() < DEAD_AFTER
