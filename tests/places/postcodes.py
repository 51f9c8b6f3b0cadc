"""Fixtures with a small part of the real postcode directory, read once and stored for each test."""

import pytest

from casework.places.directory import Directory, read_directory
from casework.places.loading import store
from casework.places.models import Borough
from ops.set_up.applying import areas
from ops.set_up.reading import london

CODES = {f"E0900{number:04}": f"E0900{number:04}" for number in range(1, 34)}
SMALL = {"E16", "SE1", "SW1A", "EN6", "M1", "E10"}  # EN6 straddles the edge of London, M1 is in Manchester


@pytest.fixture(scope="session")
def small_directory():
    return read_directory(CODES, only=SMALL)


@pytest.fixture
def places(db, request):
    """Load all areas and boroughs. The `assembly` fixture creates one of each, so it must run first."""
    if "assembly" in request.fixturenames:
        request.getfixturevalue("assembly")
    list(areas(london()))


@pytest.fixture
def postcodes(places, small_directory):
    keys = dict(Borough.objects.values_list("code", "pk"))
    rows = [(postcode, keys[code]) for postcode, code in small_directory.postcodes]
    store(Directory(rows, small_directory.outward_codes), made_from="a small part")
