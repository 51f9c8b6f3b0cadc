"""Makes an installation the service of one elected body."""

import logging
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management import BaseCommand, CommandError

from ops.set_up import pilot
from ops.set_up.applying import apply
from ops.set_up.asking import ask_plan
from ops.set_up.checking import problems_of
from ops.set_up.plan import Plan
from ops.set_up.reading import read_folder


class Command(BaseCommand):
    help = (
        "Sets up the body: its names, areas, groups, offices, Members, first administrator, pages and form. "
        "From a folder of CSV files, or by asking. Safe to repeat."
    )

    def add_arguments(self, parser):
        parser.add_argument("--from", dest="folder", type=Path, help="the folder with the CSV files")
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would change, and change nothing"
        )

    def handle(self, *, folder, dry_run, **options):
        logging.getLogger("wagtail").setLevel(logging.WARNING)  # a line for every page it makes
        plan = self.read(folder) if folder else self.ask()
        try:
            changes = apply(plan, dry_run=dry_run)
        except ValidationError as error:
            raise CommandError(f"Nothing was changed. {' '.join(error.messages)}") from error
        for change in changes:
            self.stdout.write(change)
        if not changes:
            self.stdout.write("Everything is there already. Nothing was changed.")
        elif dry_run:
            self.stdout.write(f"{len(changes)} changes. This was a dry run: nothing was changed.")
        else:
            self.stdout.write(f"{len(changes)} changes.")
        if not dry_run:
            self.stdout.write("\n".join([f"{pilot.TITLE} ({pilot.PAGE}):", *pilot.STEPS]))

    def read(self, folder: Path) -> Plan:
        plan, problems = read_folder(folder)
        problems += problems_of(plan) if not problems else []
        if problems:
            raise CommandError("\n".join(["Nothing was changed. Correct this first:", *map(str, problems)]))
        return plan

    def ask(self) -> Plan:
        self.stdout.write("Press Enter to keep what stands in brackets.")
        try:
            plan = ask_plan(lambda question, known: input(f"{question} [{known}]: ").strip() or known)
        except EOFError as error:
            raise CommandError("Nothing was changed. Answer at a terminal, or use --from FOLDER.") from error
        if problems := problems_of(plan):
            raise CommandError("\n".join(["Nothing was changed.", *(problem.text for problem in problems)]))
        return plan
