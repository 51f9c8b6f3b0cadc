"""Loads areas, boroughs and postcodes. Each load may be repeated: the second finds nothing to do."""

import hashlib
import json
from collections.abc import Callable, Collection
from itertools import batched
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from .directory import Directory, data_version, read_directory
from .models import Area, Borough, LoadedData, OutwardCode, Postcode
from .progress import Progress

POSTCODES = "postcodes"
BATCH = 20_000


@transaction.atomic
def load_places(path: Path | str | None = None) -> None:
    """Make the areas and boroughs of a data file, or bring their names up to date. Nothing is taken away."""
    data = json.loads(Path(path or settings.PLACES_FILE).read_text())
    for entry in data["areas"]:
        area, _created = Area.objects.update_or_create(slug=entry["slug"], defaults={"name": entry["name"]})
        for row in entry["boroughs"]:
            Borough.objects.update_or_create(
                code=row["code"], defaults={"slug": row["slug"], "name": row["name"], "area": area}
            )


def load_postcodes(progress: Any = None, only: Collection[str] | None = None) -> bool:
    """Load the postcodes of our boroughs. Returns False if the same ones are there already.

    `progress` is a stream to say on how far it is. `only` names first halves, such as "E16", for a small load. All
    of it is one transaction: cut off at any moment, what was there before is still there.
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
    """The data's version and what was asked of it; a new borough or another choice asks for a new load."""
    asked = json.dumps([sorted(boroughs.items()), sorted(only) if only is not None else None])
    return f"{data_version()} {hashlib.sha256(asked.encode()).hexdigest()[:16]}"


@transaction.atomic
def store(
    directory: Directory, *, made_from: str, tell: Callable[[float], None] = lambda share: None
) -> None:
    """Put a directory in the place of the one that is there."""
    LoadedData.objects.get_or_create(name=POSTCODES)
    # Held until the end, so that two loads at once follow each other.
    loaded = LoadedData.objects.select_for_update().get(name=POSTCODES)
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
    """Straight to the database: a model for each of 330,000 rows takes ten times as long."""
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
