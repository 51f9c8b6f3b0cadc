"""The public texts of the code as a template of catalogues, by Django's makemessages and Debian's gettext."""

import contextlib
import io
import shutil
import subprocess
import tempfile
from pathlib import Path

import django
import polib
from django.conf import settings
from django.core.management import call_command

from scripts.console import ROOT, Refusal
from scripts.translations.scope import public_files

PROGRAMS = ("xgettext", "msgmerge", "msgattrib")


def missing_programs() -> list[str]:
    """Return the programs of the package gettext that this machine lacks."""
    return [name for name in PROGRAMS if not shutil.which(name)]


@contextlib.contextmanager
def template():
    """Give the path of a template of all public texts, which is deleted afterwards.

    Django writes beside what it reads, so it reads copies.
    """
    with tempfile.TemporaryDirectory() as folder:
        copies, found = Path(folder, "copies"), Path(folder, "locale")
        found.mkdir()
        for name in public_files():
            target = copies / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, target)
        yield _made(copies, found)


def _made(copies: Path, found: Path) -> Path:
    if not settings.configured:
        settings.configure(USE_I18N=True, LOCALE_PATHS=[str(found)])
        django.setup()
    said = io.StringIO()
    with contextlib.chdir(copies):
        options = {"add_location": "file", "keep_pot": True, "extensions": ["html", "txt", "py"]}
        call_command("makemessages", locale=["en"], stdout=said, stderr=said, no_wrap=True, **options)
    pot = found / "django.pot"
    if not pot.exists():
        raise Refusal(f"No texts were found: {said.getvalue().strip()}")
    return pot


def merge(pot: Path, catalogue: Path) -> None:
    """Bring a catalogue up to date: new texts are empty, changed ones doubtful, unused ones removed."""
    options = ["--quiet", "--update", "--backup=none", "--previous", "--no-wrap", "--add-location=file"]
    subprocess.run(["msgmerge", *options, catalogue, pot], check=True)
    subprocess.run(
        ["msgattrib", "--no-obsolete", "--no-wrap", "--add-location=file", "-o", catalogue, catalogue],
        check=True,
    )


def texts_of(pot: Path) -> list[polib.POEntry]:
    """Return the texts of a template."""
    return [entry for entry in polib.pofile(str(pot)) if not entry.obsolete]
