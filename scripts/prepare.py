"""Preparation of database, static files and demo, started by `scripts.run` in the project's environment.

One process does all three, because starting Django takes longer than most of them.
"""

import logging
import os
import sys
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from scripts.build import digest
from scripts.console import ROOT, Bar, Refusal, Steps, guarded


class Counted:
    """Stream that counts a command's lines for a progress bar and discards them."""

    def __init__(self, *beginnings: str, total: int):
        self.beginnings = beginnings
        self.total = total
        self.seen = 0
        self.bar = Bar()

    def write(self, text: str) -> int:
        self.seen += text.lstrip().startswith(self.beginnings)
        self.bar.show(self.seen, self.total)
        return len(text)

    def flush(self) -> None:
        """Do nothing: no output is buffered."""

    def isatty(self) -> bool:
        return False


def migrate() -> None:
    """Apply all migrations and create the cache table. Fast if nothing is new."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        call_command("migrate", interactive=False, stdout=Counted("Applying", total=len(plan)))
    call_command("createcachetable", verbosity=0)


def static_digest() -> str:
    """Return the inputs of collectstatic by name, size and time, which is faster than reading them."""
    listed = [digest(ROOT / "requirements.txt"), digest(*sorted((ROOT / "config" / "settings").glob("*.py")))]
    for finder in get_finders():
        for name, storage in finder.list([]):
            if Path(storage.path(name)).is_relative_to(ROOT / ".venv"):
                continue
            facts = Path(storage.path(name)).stat()
            listed.append(f"{name} {facts.st_size} {facts.st_mtime_ns}")
    return "\n".join(sorted(listed))


def collect_static() -> None:
    if settings.DEBUG:
        return
    mark = Path(settings.STATIC_ROOT) / ".built-from"
    wanted = static_digest()
    if mark.exists() and mark.read_text() == wanted:
        return
    total = sum(1 for finder in get_finders() for _ in finder.list([]))
    stream = Counted("Copying", "Post-processed", total=2 * total)
    call_command("collectstatic", interactive=False, clear=True, verbosity=2, stdout=stream)
    stream.bar.show(1, 1)
    mark.write_text(wanted)


def demo(sign_ins: Path) -> None:
    """Load the demo, and write its sign-ins to a file that is shown when the service is ready."""
    from demo.management.commands.demo import Command

    logging.getLogger("wagtail").setLevel(logging.WARNING)  # it logs a line for every page
    call_command("demo", quiet=True)
    with sign_ins.open("w") as stream:
        Command(stdout=stream, no_color=True).tell()


def refuse_unsafe_settings() -> None:
    from ops.checks import wrong_settings

    if wrong := wrong_settings():
        raise Refusal(" ".join(wrong))


def main() -> int:
    sign_ins = Path(sys.argv[1])
    steps = Steps(total=int(sys.argv[3]), done=int(sys.argv[2]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        django.setup()
        refuse_unsafe_settings()
        steps.next("database")
        migrate()
        steps.next("static files")
        collect_static()
        steps.next("demo")
        demo(sign_ins)
    except (ImproperlyConfigured, CommandError, DatabaseError) as error:
        raise Refusal(str(error).strip().splitlines()[0]) from error
    return 0


if __name__ == "__main__":
    guarded(main)
