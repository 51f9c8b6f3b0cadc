"""The cleaning process: a file comes in on standard input, its clean copy goes out on standard output.

It gets no settings, no database and no environment. What a hostile file can do at worst is to end it.
"""

import os
import resource
import sys
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from io import BytesIO

from casework.files.cleaning.verdict import CannotTake, Verdict

MEGABYTE = 1024 * 1024
LIMITS = (
    (resource.RLIMIT_AS, 900 * MEGABYTE),
    (resource.RLIMIT_CPU, 8),
    (resource.RLIMIT_FSIZE, 64 * MEGABYTE),
    (resource.RLIMIT_CORE, 0),
)
CLEANERS = {
    "picture": ("pictures", "clean"),
    "thumbnail": ("pictures", "reduce"),
    "pdf": ("pdf", "clean"),
    "published-pdf": ("pdf", "clean_published"),
    "office": ("office", "clean"),
}


def limit_myself() -> None:
    for what, most in LIMITS:
        with suppress(ValueError):  # a tighter limit is in force already, or macOS does not know this one
            resource.setrlimit(what, (most, most))


def verdict_on(clean: Callable[[bytes, BytesIO], Verdict]) -> Verdict:
    """Clean the file and return a verdict. Any exception of a library becomes a reason for refusal."""
    copy = BytesIO()
    try:
        verdict = clean(sys.stdin.buffer.read(), copy)
    except CannotTake as reason:
        return reason.verdict
    except MemoryError:
        return Verdict.TOO_PACKED
    except Exception:
        return Verdict.BROKEN
    sys.stdout.buffer.write(copy.getbuffer())
    sys.stdout.buffer.flush()
    return verdict


if __name__ == "__main__":
    limit_myself()
    # Only the library this file needs is loaded: the start is what most of the time goes into.
    module, cleaner = CLEANERS[sys.argv[1]]
    os._exit(verdict_on(getattr(import_module(f"casework.files.cleaning.{module}"), cleaner)))
