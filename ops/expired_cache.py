"""Deletion of expired cache entries. Django deletes them only from a full table, and some hold a network address."""

from django.core.cache import cache
from django.db import connections, router
from django.utils import timezone


def clear_cache() -> None:
    """Delete the expired entries."""
    database = router.db_for_write(cache.cache_model_class)
    connection = connections[database]
    now = timezone.now().replace(microsecond=0, tzinfo=None)
    delete = f"delete from {connection.ops.quote_name(cache._table)} where expires < %s"  # noqa: S608  a setting
    with connection.cursor() as cursor:
        cursor.execute(delete, [connection.ops.adapt_datetimefield_value(now)])
