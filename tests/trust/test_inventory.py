"""D-01 and D-39: all personal data is declared with its deletion, and the document says the same."""

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
from ops.expired_cache import clear_cache


def is_there(name):
    module, _dot, function = name.rpartition(".")
    return hasattr(import_module(module), function)


def test_every_field_is_declared_in_the_inventory(proof):
    fields = [field for model in table.all_models() for field in model._meta.local_fields]
    proof("D-01", "fields of all tables declared", tried=len(fields), failures=table.faults())


def test_inventory_document_is_up_to_date(db):
    call_command("inventory", check=True)


def test_outdated_inventory_document_is_detected(db, monkeypatch, tmp_path):
    monkeypatch.setattr("ops.management.commands.inventory.DOCUMENT", tmp_path / "inventory.md")
    with pytest.raises(CommandError, match=r"manage\.py inventory"):
        call_command("inventory", check=True)


def test_deleting_functions_named_by_the_inventory_exist(proof):
    named = {name for row in (*PURPOSES.values(), *PLACES) for name in row.ended_by}
    gone = [name for name in named if not is_there(name)]
    silent = [str(row) for row in (*PURPOSES.values(), *PLACES) if not (row.ended_by or row.not_yet)]
    proof("D-01", "functions that end what is held", tried=len(named), failures=gone + silent)


def test_settings_named_as_retention_periods_exist():
    assert all(is_there(row.set_in) for row in PURPOSES.values() if row.set_in)


def test_every_place_outside_the_tables_has_a_class_and_purpose():
    assert all(place.kind in KINDS and place.purpose in PURPOSES for place in PLACES)
    assert set(GUARDED) == set(KINDS)


@isolate_apps("casework.places")
def test_undeclared_field_is_refused_with_instructions():
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
def test_wrong_declarations_are_detected():
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


def test_declaration_of_a_removed_package_table_is_detected(monkeypatch):
    monkeypatch.setitem(table.OTHERS, "wagtailcore.Gone", ("site", {"none": "x"}))
    assert any("wagtailcore.Gone is no more" in fault for fault in table.faults())


def test_expired_cache_rows_are_deleted(db):
    cache.set("kept", 1, 600)
    cache.set("gone", 1, -600)
    with connections[router.db_for_write(cache.cache_model_class)].cursor() as cursor:
        cursor.execute("update cache_entries set expires = '2001-01-01' where cache_key like '%%gone'")
        clear_cache()
        cursor.execute("select cache_key from cache_entries")
        left = {key.rpartition(":")[2] for (key,) in cursor.fetchall()}
    assert left & {"kept", "gone"} == {"kept"}
