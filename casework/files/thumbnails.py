"""Thumbnails: small copies of stored pictures, made by the worker in the cleaning process."""

import tempfile

from . import store
from .intake import run_cleaner
from .refusals import Refused

CONTENT_TYPE = "image/jpeg"


def thumbnail_of(key: str) -> bytes | None:
    """Return a small JPEG of the stored picture; None if its bytes are gone or it cannot be reduced."""
    original = store.open_or_none(key)
    if original is None:
        return None
    with original, tempfile.TemporaryFile(dir=store.spool_folder()) as small:
        try:
            run_cleaner("thumbnail", original, small, name="")
        except Refused:
            return None
        small.seek(0)
        return small.read()
