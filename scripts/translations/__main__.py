"""`make translations`: bring the catalogues up to date with the public texts, and say what they lack.

With `--check` nothing is written, and a text that a language lacks or breaks is an error. `--new pl` begins one.
"""

import argparse
import os

import polib

from config.catalogues import FOLDER, catalogues, compile_all
from scripts.console import Refusal, guarded, say
from scripts.translations.extract import merge, missing_programs, template, texts_of
from scripts.translations.faults import PLURALS, Report, report

SHOWN = 15


def wanted() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make translations", allow_abbrev=False)
    parser.add_argument(
        "--check", action="store_true", help="write nothing, fail for what is missing or broken"
    )
    parser.add_argument("--new", choices=sorted(PLURALS), action="append", default=[], metavar="CODE")
    return parser.parse_args()


def begin(code: str) -> None:
    """Write an empty catalogue with the header of its language."""
    path = FOLDER / code / "LC_MESSAGES" / "django.po"
    if path.exists():
        raise Refusal(f"{code} has a catalogue already.")
    path.parent.mkdir(parents=True)
    forms, rule = PLURALS[code]
    empty = polib.POFile()
    empty.metadata = {
        "Language": code,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": f"nplurals={forms}; plural={rule};",
    }
    empty.save(str(path))


def tell(code: str, found: Report) -> None:
    """Print one line of figures for a language, and the beginning of each list."""
    say(
        f"{code}: {found.texts} texts, {len(found.missing)} missing, {len(found.stale)} stale, "
        f"{len(found.faults)} faults, {found.unread} not read by a native reader"
    )
    for what, lines in {"missing": found.missing, "stale": found.stale, "fault": found.faults}.items():
        for line in lines[:SHOWN]:
            say(f"  {what}: {line}")
        if len(lines) > SHOWN:
            say(f"  {what}: and {len(lines) - SHOWN} more")


def main() -> int:
    options = wanted()
    if not catalogues() and not options.new:
        say("No catalogue in locale/ yet. `make translations ARGS='--new pl'` begins one.")
        return 0
    if lacking := missing_programs():
        reason = f"{', '.join(lacking)} not found; install the package gettext"
        if not options.check or os.environ.get("CI") == "true":
            raise Refusal(f"{reason}.")
        say(f"Not checked: translations: {reason}.")
        return 0
    for code in options.new:
        begin(code)
    with template() as pot:
        texts = texts_of(pot)
        if not options.check:
            for path in catalogues().values():
                merge(pot, path)
    found = {code: report(code, polib.pofile(str(path)), texts) for code, path in catalogues().items()}
    for code, each in found.items():
        tell(code, each)
    if not options.check:
        compile_all()
        return 0
    return int(not all(each.is_whole for each in found.values()))


if __name__ == "__main__":
    guarded(main)
