"""A small part of the real postcode directory: it is read once and stored anew for each test."""

import pytest

from casework.places.directory import Directory, read_directory
from casework.places.loading import load_places, store
from casework.places.models import Borough

CODES = {f"E0900{number:04}": f"E0900{number:04}" for number in range(1, 34)}
SMALL = {"E16", "SE1", "SW1A", "EN6", "M1", "E10"}  # EN6 straddles the edge of London, M1 is in Manchester


@pytest.fixture(scope="session")
def small_directory():
    return read_directory(CODES, only=SMALL)


@pytest.fixture
def places(db, request):
    """All areas and boroughs. The small assembly makes one of each, so it goes first where a test has both."""
    if "assembly" in request.fixturenames:
        request.getfixturevalue("assembly")
    load_places()


@pytest.fixture
def postcodes(places, small_directory):
    keys = dict(Borough.objects.values_list("code", "pk"))
    rows = [(postcode, keys[code]) for postcode, code in small_directory.postcodes]
    store(Directory(rows, small_directory.outward_codes), made_from="a small part")
