"""The table of `docs/by-hand.md` gives today's sizes."""

import re

import pytest
from django.conf import settings

TABLE = (settings.BASE_DIR / "docs/by-hand.md").read_text()
ROWS = re.findall(r"^\| ([^|]+) \| (`[^|]+) \| ([\d,]+) \|", TABLE, re.MULTILINE)


def lines_of(path: str) -> int:
    """Return the number of lines of a file, or of the code in a folder without its migrations."""
    found = settings.BASE_DIR / path
    files = [found] if found.is_file() else [*found.rglob("*.py"), *found.rglob("*.js")]
    return sum(len(file.read_text().splitlines()) for file in files if file.parent.name != "migrations")


def test_every_row_names_its_places_and_size():
    assert len(ROWS) == len([line for line in TABLE.splitlines() if line.startswith("| ")]) - 2


@pytest.mark.parametrize(("part", "places", "size"), ROWS, ids=[row[0] for row in ROWS])
def test_size_of_a_part_written_by_hand_is_true(part, places, size):
    counted = sum(lines_of(place) for place in re.findall(r"`([^`]+)`", places))
    assert abs(counted - int(size.replace(",", ""))) <= max(20, counted / 10), f"{part} has {counted} lines"
