import io
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connections

from casework.places import loading
from casework.places.directory import Directory
from casework.places.loading import load_postcodes, store
from casework.places.models import Area, Borough, LoadedData, OutwardCode, Postcode
from casework.places.services import Found, OutsideArea, find_postcode

ROOT = Path(__file__).resolve().parents[2]


def counts():
    return Postcode.objects.count(), OutwardCode.objects.count()


def test_loading_same_postcodes_is_skipped_until_a_borough_is_added(places):
    assert load_postcodes(only={"E16"})
    before = counts()
    assert not load_postcodes(only={"E16"})
    assert counts() == before

    Borough.objects.create(code="X1", slug="new-town", name="New Town", area=Area.objects.first())

    assert load_postcodes(only={"E16"})
    assert counts() == before


def test_new_postcode_load_replaces_the_old_one(places):
    load_postcodes(only={"E16"})
    load_postcodes(only={"SE1"})

    assert set(OutwardCode.objects.values_list("code", flat=True)) == {"SE1"}
    assert not Postcode.objects.filter(code="E161ZE").exists()
    assert LoadedData.objects.count() == 1


def test_failed_postcode_load_keeps_the_previous_postcodes(postcodes):
    before = counts()
    bad = Directory([("E161ZE", 10**9)], [("E16", True, ""), ("E16", True, "")])

    with pytest.raises(Exception, match=r"(?i)unique"):
        store(bad, made_from="broken")

    assert counts() == before
    assert LoadedData.objects.get().made_from == "a small part"


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_killed_postcode_load_keeps_the_previous_postcodes(postcodes):
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


@pytest.mark.slow
def test_load_postcodes_loads_all_of_london(places):
    said = io.StringIO()

    call_command("load_postcodes", stdout=said)

    assert Postcode.objects.count() == 331_981
    assert isinstance(find_postcode("sw1a0aa"), Found)
    assert isinstance(find_postcode("M1 1AE"), OutsideArea)
    assert [line for line in said.getvalue().splitlines() if "%" in line] == [
        f"Loading postcodes {percent}%" for percent in (0, 25, 50, 75, 100)
    ]


def test_progress_on_a_terminal_updates_one_line(places, monkeypatch):
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


def test_boroughs_are_named_only_in_the_data_file():
    code = [path.read_text() for path in (ROOT / "casework").rglob("*.py")]

    assert not any("E0900" in text or "Southwark" in text for text in code)
