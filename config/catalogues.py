"""Catalogues of translations in `locale/`, and the compiled files that Django reads.

Only a complete catalogue is compiled, so that a language has a compiled file exactly if it can be offered. The build
and the tests compile; `python -m config.catalogues` does it by hand.
"""

import os
from collections.abc import Iterable
from pathlib import Path

import polib

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
    if target.exists() and target.stat().st_mtime_ns > path.stat().st_mtime_ns:
        return True
    if not is_complete(path):
        target.unlink(missing_ok=True)
        return False
    unfinished = target.with_suffix(
        f".{os.getpid()}"
    )  # replaced at once: a process may be reading the old file
    polib.pofile(str(path)).save_as_mofile(str(unfinished))
    unfinished.replace(target)
    return True


if __name__ == "__main__":
    compile_all()
