"""Measures for monitoring: ages in seconds, free bytes, the state of the scanner.

None of them shows how much work any office has.
"""

import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from django.conf import settings

from casework.audit.sealing import oldest_unsealed_age
from casework.cases.tasks.file import oldest_unscanned_age
from casework.files import clamd
from casework.outbox.services import oldest_due_age

from . import heartbeat
from .backups import folder

Measure = Callable[[], float | None]


def seconds(age: timedelta | None) -> float | None:
    return None if age is None else round(age.total_seconds(), 1)


def worker_beat() -> timedelta | None:
    """Return the time since the last heartbeat, or None if there was none for a week."""
    beat = heartbeat.last_beat()
    return beat.age if beat else None


def free_bytes() -> int:
    """Return the free bytes of the fullest disk that the service writes to."""
    places = (settings.DATA_DIR, settings.FILES_ROOT, settings.BACKUP_DIR)
    return min(shutil.disk_usage(nearest(Path(place))).free for place in places)


def nearest(place: Path) -> Path:
    """Return the folder, or its nearest existing parent."""
    return place if place.exists() else nearest(place.parent)


NUMBERS: dict[str, Measure] = {
    "oldest_unsent_mail_seconds": lambda: seconds(oldest_due_age()),
    "oldest_unsealed_entry_seconds": lambda: seconds(oldest_unsealed_age()),
    "oldest_unscanned_file_seconds": lambda: seconds(oldest_unscanned_age()),
    "worker_beat_seconds": lambda: seconds(worker_beat()),
    "newest_backup_seconds": lambda: seconds(folder.newest_age()),
    "oldest_backup_seconds": lambda: seconds(folder.oldest_age()),
    "free_bytes": free_bytes,
}


def scanner() -> str:
    """Return the state of the virus scanner: off, ok or silent."""
    if not settings.CLAMD_URL:
        return "off"
    return "ok" if clamd.answers(seconds=2) else "silent"


def measured() -> dict[str, float | str | None]:
    return {name: measure() for name, measure in NUMBERS.items()} | {"scanner": scanner()}
