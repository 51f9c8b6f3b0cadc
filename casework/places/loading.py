"""Loading of postcodes. Repeating a load changes nothing."""

import hashlib
import json
from collections.abc import Callable, Collection
from itertools import batched
from typing import Any

from django.db import connection, transaction

from .directory import Directory, data_version, read_directory
from .models import Borough, LoadedData, OutwardCode, Postcode
from .progress import Progress

POSTCODES = "postcodes"
BATCH = 20_000


def load_postcodes(progress: Any = None, only: Collection[str] | None = None) -> bool:
    """Load the postcodes of our boroughs. Return False if the same data are already loaded.

    `progress` is a stream for the progress display. `only` names outward codes, such as "E16", for a small load. The
    load is one transaction: if it is interrupted, the previous data stay.
    """
    boroughs = dict(Borough.objects.values_list("code", "pk"))
    made_from = _made_from(boroughs, only)
    if LoadedData.objects.filter(name=POSTCODES, made_from=made_from).exists():
        return False
    bar = Progress("Loading postcodes", stream=progress)
    bar.tell(0)
    directory = read_directory(boroughs, only=only, tell=bar.part(0, 0.5))
    store(directory, made_from=made_from, tell=bar.part(0.5, 0.99))
    bar.tell(1)
    return True


def _made_from(boroughs: dict[str, int], only: Collection[str] | None) -> str:
    """Return the version of the data with a hash of boroughs and selection, so that a change of either reloads."""
    asked = json.dumps([sorted(boroughs.items()), sorted(only) if only is not None else None])
    return f"{data_version()} {hashlib.sha256(asked.encode()).hexdigest()[:16]}"


@transaction.atomic
def store(
    directory: Directory, *, made_from: str, tell: Callable[[float], None] = lambda share: None
) -> None:
    """Replace the stored directory by this one."""
    LoadedData.objects.get_or_create(name=POSTCODES)
    # Locked until the end of the transaction, so that concurrent loads run one after the other.
    loaded = LoadedData.objects.select_for_update(no_key=True).get(name=POSTCODES)
    if loaded.made_from == made_from:
        return
    Postcode.objects.all().delete()
    OutwardCode.objects.all().delete()
    insert = _copy if connection.vendor == "postgresql" else _insert
    insert("places_outwardcode", ("code", "is_ours", "elsewhere"), directory.outward_codes)
    done = 0
    for batch in batched(directory.postcodes, BATCH):
        insert("places_postcode", ("code", "borough_id"), batch)
        done += len(batch)
        tell(done / len(directory.postcodes))
    loaded.made_from = made_from
    loaded.save()


def _insert(table: str, columns: tuple[str, ...], rows: Collection[tuple]) -> None:
    """Insert without models, which take ten times as long for 330,000 rows."""
    places = ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        cursor.executemany(f"insert into {table} ({', '.join(columns)}) values ({places})", rows)  # noqa: S608


def _copy(table: str, columns: tuple[str, ...], rows: Collection[tuple]) -> None:
    with (
        connection.cursor() as cursor,
        cursor.copy(f"copy {table} ({', '.join(columns)}) from stdin") as copy,
    ):
        for row in rows:
            copy.write_row(row)
