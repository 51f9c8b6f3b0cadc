import io
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections

from casework.places import loading
from casework.places.directory import Directory
from casework.places.loading import load_places, load_postcodes, store
from casework.places.models import Area, Borough, LoadedData, OutwardCode, Postcode
from casework.places.services import Found, OutsideArea, find_postcode

ROOT = Path(__file__).resolve().parents[2]


def counts():
    return Postcode.objects.count(), OutwardCode.objects.count()


def test_there_are_14_areas_and_33_boroughs_each_in_one_area(db):
    load_places()

    assert (Area.objects.count(), Borough.objects.count()) == (14, 33)
    assert set(Borough.objects.values_list("code", flat=True)) == {f"E09{n:06}" for n in range(1, 34)}
    assert Borough.objects.get(name="City of London").area.name == "City and East"


def test_loading_places_again_changes_nothing_and_brings_back_names(db):
    load_places()
    before = list(Borough.objects.values_list("pk", "code", "area").order_by("pk"))
    Area.objects.filter(slug="south-west").update(name="Elsewhere")

    load_places()

    assert list(Borough.objects.values_list("pk", "code", "area").order_by("pk")) == before
    assert Area.objects.get(slug="south-west").name == "South West"


def test_another_body_loads_its_own_places(db, tmp_path):
    rows = [{"code": "X1", "slug": "low-town", "name": "Low Town"}]
    data = {"areas": [{"slug": "river", "name": "River", "boroughs": rows}]}
    (tmp_path / "river.json").write_text(json.dumps(data))

    call_command("load_places", str(tmp_path / "river.json"), stdout=io.StringIO())

    assert Borough.objects.get().area == Area.objects.get(name="River")


def test_loading_the_same_postcodes_again_is_skipped_and_another_borough_is_not(places):
    assert load_postcodes(only={"E16"})
    before = counts()
    assert not load_postcodes(only={"E16"})
    assert counts() == before

    Borough.objects.create(code="X1", slug="new-town", name="New Town", area=Area.objects.first())

    assert load_postcodes(only={"E16"})
    assert counts() == before


def test_a_new_load_takes_the_place_of_the_old(places):
    load_postcodes(only={"E16"})
    load_postcodes(only={"SE1"})

    assert set(OutwardCode.objects.values_list("code", flat=True)) == {"SE1"}
    assert not Postcode.objects.filter(code="E161ZE").exists()
    assert LoadedData.objects.count() == 1


def test_a_load_that_fails_leaves_the_former_postcodes(postcodes):
    before = counts()
    bad = Directory([("E161ZE", 10**9)], [("E16", True, ""), ("E16", True, "")])

    with pytest.raises(Exception, match=r"(?i)unique"):
        store(bad, made_from="broken")

    assert counts() == before
    assert LoadedData.objects.get().made_from == "a small part"


@pytest.mark.django_db(transaction=True)
def test_a_load_that_is_killed_leaves_the_former_postcodes(postcodes):
    before = counts()
    names = {alias: str(connections[alias].settings_dict["NAME"]) for alias in connections}

    killed = subprocess.run(
        [sys.executable, "-m", "tests.places.loading_process"],
        cwd=ROOT,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "TEST_DATABASES": json.dumps(names),
        },
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert counts() == before
    assert LoadedData.objects.get().made_from == "a small part"


def test_every_postcode_of_london_is_loaded(places):
    said = io.StringIO()

    call_command("load_postcodes", stdout=said)

    assert Postcode.objects.count() == 331_981
    assert isinstance(find_postcode("sw1a0aa"), Found)
    assert isinstance(find_postcode("M1 1AE"), OutsideArea)
    assert [line for line in said.getvalue().splitlines() if "%" in line] == [
        f"Loading postcodes {percent}%" for percent in (0, 25, 50, 75, 100)
    ]


def test_on_a_terminal_the_percentage_counts_up_in_one_line(places, monkeypatch):
    terminal = io.StringIO()
    terminal.isatty = lambda: True
    monkeypatch.setattr(loading, "BATCH", 100)

    load_postcodes(progress=terminal, only={"E16"})

    *shown, end = terminal.getvalue().split("\r")[1:]
    percents = [int(text.split()[-1].rstrip("%")) for text in [*shown, end]]
    assert percents == sorted(set(percents))
    assert len(percents) > 10
    assert end.endswith("100%\n")
    assert all(not text.endswith("\n") for text in shown)


def test_the_data_file_is_the_only_place_that_names_the_boroughs():
    code = [path.read_text() for path in (ROOT / "casework").rglob("*.py")]

    assert settings.PLACES_FILE.exists()
    assert not any("E0900" in text or "Southwark" in text for text in code)
