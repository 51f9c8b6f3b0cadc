"""Catalogues of translations in `locale/`, and the compiled files that Django reads.

Only a complete catalogue is compiled, so that a language has a compiled file exactly if it can be offered. The build
and the tests compile; `python -m config.catalogues` does it by hand.

Help for people in danger is compiled as English, marked as such, until a native reader has read it
(`body.catalogue_texts`).
"""

import os
from collections.abc import Iterable
from pathlib import Path

import polib

from body import catalogue_texts

SOURCE = "en"
FOLDER = Path(__file__).resolve().parents[1] / "locale"


def catalogues(folder: Path = FOLDER) -> dict[str, Path]:
    """Return the catalogue of each language that has one, by its code."""
    return {path.parts[-3]: path for path in sorted(folder.glob("*/LC_MESSAGES/django.po"))}


def is_complete(catalogue: Path) -> bool:
    """Return whether a catalogue has texts, and none that is untranslated or marked as doubtful."""
    read = polib.pofile(str(catalogue))
    texts = [entry for entry in read if not entry.obsolete]
    return bool(texts) and all(entry.translated() for entry in texts)


def compile_all(folder: Path = FOLDER) -> list[str]:
    """Compile complete catalogues, delete what was compiled of the others, and return the codes that can be offered."""
    return [code for code, path in catalogues(folder).items() if _compiled(path)]


def ready(known: Iterable[tuple[str, str]], *, folder: Path) -> list[tuple[str, str]]:
    """Return English, and of the known languages those whose complete catalogue was compiled."""
    return [(code, name) for code, name in known if code == SOURCE or _compiled_of(folder, code).exists()]


def _compiled_of(folder: Path, code: str) -> Path:
    return folder / code / "LC_MESSAGES" / "django.mo"


def _compiled(path: Path) -> bool:
    target = path.with_suffix(".mo")
    sources = (path, Path(__file__), Path(catalogue_texts.__file__))
    if target.exists() and target.stat().st_mtime_ns > max(source.stat().st_mtime_ns for source in sources):
        return True
    if not is_complete(path):
        target.unlink(missing_ok=True)
        return False
    unfinished = target.with_suffix(
        f".{os.getpid()}"
    )  # replaced at once: a process may be reading the old file
    _as_shown(polib.pofile(str(path))).save_as_mofile(str(unfinished))
    unfinished.replace(target)
    return True


def _as_shown(catalogue: polib.POFile) -> polib.POFile:
    """Return the catalogue with English in place of translations that wait for a native reader."""
    for entry in catalogue:
        if catalogue_texts.needs_reader(entry) and not catalogue_texts.is_read(entry):
            catalogue_texts.show_english(entry)
    return catalogue


if __name__ == "__main__":
    compile_all()
