"""Command that creates one encrypted file with everything that the service holds, while it runs."""

import os
import time
from pathlib import Path

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.db import DatabaseError

from ops.backups import archive, create, folder


class Command(BaseCommand):
    help = (
        "Makes a back-up in BACKUP_DIR, encrypted to BACKUP_KEY, and deletes those beyond the newest BACKUP_KEEP or "
        f"older than {folder.MOST_DAYS} days. Safe while the service runs."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument(
            "--new-key",
            type=Path,
            metavar="FILE",
            help="make no back-up: write a new secret key to FILE and print the public key for BACKUP_KEY",
        )

    def handle(self, *, new_key, **options):
        if new_key:
            self.write_key(new_key)
            return
        if not settings.BACKUP_KEY:
            raise CommandError("Set BACKUP_KEY. `manage.py backup --new-key FILE` makes one.")
        began = time.monotonic()
        try:
            path, content = create.create(tell=self.stdout.write)
        except folder.Busy:
            raise CommandError("Another back-up is being made. Nothing was done.") from None
        except (create.NotEnoughSpace, ValueError) as error:
            raise CommandError(f"No back-up was made: {error}") from error
        except (OSError, DatabaseError) as error:
            reason = getattr(error, "strerror", None) or type(error).__name__
            raise CommandError(f"No back-up was made: {reason}.") from error
        size = path.stat().st_size // 1024
        self.stdout.write(f"made: {path} ({size} KB in {time.monotonic() - began:.0f} s)")
        self.refuse_missing_files(content)

    def refuse_missing_files(self, content: create.BackupContent):
        """Raise CommandError for missing or damaged files, although the back-up was created without them."""
        for what, keys in (
            ("are not on the disk", content.missing),
            ("are not what was stored", content.damaged),
        ):
            if keys:
                shown = ", ".join(keys[:5])
                raise CommandError(f"{len(keys)} files that cases name {what}: {shown}. Look at FILES_ROOT.")

    def write_key(self, path: Path):
        public, secret = archive.new_key()
        try:
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(f"# public key: {public}\n{secret}\n")
        except FileExistsError:
            raise CommandError(f"{path} is there already. Choose another name.") from None
        self.stdout.write(f"BACKUP_KEY={public}")
        self.stderr.write(
            f"The secret key is in {path}. Take it off this machine and keep it in two safe places: without it "
            "no back-up can be opened, and with it every back-up can."
        )
