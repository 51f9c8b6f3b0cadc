"""The worker's heartbeat, in the shared cache: when it was last well, and what it found wrong."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.cache import cache
from django.utils import timezone

KEY = "worker.beat"
KEPT_FOR = timedelta(days=7)


@dataclass(frozen=True)
class Beat:
    """When the worker last said something, and the parts of the service that did not work then."""

    at: datetime
    failing: tuple[str, ...]

    @property
    def age(self) -> timedelta:
        return max(timezone.now() - self.at, timedelta())


def beat(failing: tuple[str, ...] = ()) -> None:
    """Write a heartbeat. If the cache takes no writes the last one stays, and grows old."""
    cache.set(KEY, (timezone.now().isoformat(), failing), KEPT_FOR.total_seconds())


def last_beat() -> Beat | None:
    """Return the last heartbeat, or None if there was none for a week."""
    stored = cache.get(KEY)
    if stored is None:
        return None
    at, failing = stored
    return Beat(datetime.fromisoformat(at), failing)
