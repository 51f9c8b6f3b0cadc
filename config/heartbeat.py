"""The worker's sign of life, in the cache that all nodes share."""

from datetime import datetime, timedelta

from django.core.cache import cache
from django.utils import timezone

KEY = "worker.heartbeat"
KEPT_FOR = timedelta(days=7)


def beat() -> None:
    cache.set(KEY, timezone.now().isoformat(), KEPT_FOR.total_seconds())


def last_beat() -> datetime | None:
    """When a worker last said that it lives; None if none has for a week."""
    stored = cache.get(KEY)
    return datetime.fromisoformat(stored) if stored else None
