"""D-01 and D-39: whatever is held about people is declared, with what ends it, and the paper says the same."""

from importlib import import_module

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import connections, models, router
from django.test.utils import isolate_apps

from casework.inventory import table
from casework.inventory.beyond import PLACES
from casework.inventory.kinds import GUARDED, KINDS
from casework.inventory.purposes import PURPOSES
from config.sweeping import clear_cache


def is_there(name):
    module, _dot, function = name.rpartition(".")
    return hasattr(import_module(module), function)


def test_every_field_is_declared(proof):
    fields = [field for model in table.all_models() for field in model._meta.local_fields]
    proof("D-01", "fields of all tables declared", tried=len(fields), failures=table.faults())


def test_the_paper_in_docs_is_up_to_date(db):
    call_command("inventory", check=True)


def test_a_paper_that_is_not_up_to_date_is_found(db, monkeypatch, tmp_path):
    monkeypatch.setattr("config.management.commands.inventory.PAPER", tmp_path / "inventory.md")
    with pytest.raises(CommandError, match=r"manage\.py inventory"):
        call_command("inventory", check=True)


def test_what_is_said_to_end_something_exists(proof):
    named = {name for row in (*PURPOSES.values(), *PLACES) for name in row.ended_by}
    gone = [name for name in named if not is_there(name)]
    silent = [str(row) for row in (*PURPOSES.values(), *PLACES) if not (row.ended_by or row.not_yet)]
    proof("D-01", "functions that end what is held", tried=len(named), failures=gone + silent)


def test_where_a_period_is_set_exists():
    assert all(is_there(row.set_in) for row in PURPOSES.values() if row.set_in)


def test_everything_beside_the_tables_has_a_class_and_a_purpose():
    assert all(place.kind in KINDS and place.purpose in PURPOSES for place in PLACES)
    assert set(GUARDED) == set(KINDS)


@isolate_apps("casework.places")
def test_a_field_added_carelessly_is_refused_with_what_to_write():
    class Diary(models.Model):
        held_for = "casework"
        personal_data = {"special": "text"}

        text = models.TextField()
        birthday = models.DateField()
        at = models.DateTimeField()

        class Meta:
            app_label = "places"

    (said,) = table.faults_of(Diary)
    assert "places.Diary.birthday is in no row" in said
    assert "tests/trust/test_inventory.py" in said  # where the model stands
    assert "identity, contact, told" in said


@isolate_apps("casework.places")
def test_declarations_that_are_wrong_are_found():
    class Diary(models.Model):
        held_for = "fun"
        personal_data = {"special": "text gone", "secret": "mood", "told": "text"}

        text = models.TextField()
        mood = models.TextField()

        class Meta:
            app_label = "places"

    said = " ".join(table.faults_of(Diary))
    for words in (
        "no field gone",
        "'secret' is no class",
        "text stands in `personal_data` twice",
        "why is it held?",
    ):
        assert words in said


def test_a_table_of_a_package_that_is_gone_is_found(monkeypatch):
    monkeypatch.setitem(table.OTHERS, "wagtailcore.Gone", ("site", {"none": "x"}))
    assert any("wagtailcore.Gone is no more" in fault for fault in table.faults())


def test_what_ran_out_in_the_cache_is_deleted(db):
    cache.set("kept", 1, 600)
    cache.set("gone", 1, -600)
    with connections[router.db_for_write(cache.cache_model_class)].cursor() as cursor:
        cursor.execute("update cache_entries set expires = '2001-01-01' where cache_key like '%%gone'")
        clear_cache()
        cursor.execute("select cache_key from cache_entries")
        left = {key.rpartition(":")[2] for (key,) in cursor.fetchall()}
    assert left & {"kept", "gone"} == {"kept"}
