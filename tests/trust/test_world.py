"""The canary world has a canary in every confidential field of every office: what is not planted is not proved."""

import pytest
from django.db import models
from django.test.utils import isolate_apps

from casework.wall.scope import ALL, scoped

from . import planting, world
from .oracle import canaries_in
from .planting import confidential_fields, label_of, our_models

ADVICE = (
    "Nobody would see it leak. If it holds what a person wrote or who somebody is, make tests/trust/world.py write a "
    "row that has it; if it tells nothing, name it in OPEN (a field) or PUBLIC (a model) of tests/trust/planting.py."
)
ENCRYPTED = {"accounts.UnsentText.sealed"}


@pytest.fixture
def built(db):
    return world.build()


def unplanted(models_to_look_at, found_in):
    """Return confidential fields without a canary."""
    return [
        f"{label_of(field)} holds no canary. {ADVICE}"
        for model in models_to_look_at
        for field in confidential_fields(model)
        if label_of(field) not in ENCRYPTED and not any(map(canaries_in, found_in(model, field)))
    ]


def stored_values(model, field):
    for value in model._base_manager.values_list(field.name, flat=True):
        yield bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()


def test_every_confidential_field_holds_a_canary(built, proof):
    with scoped(ALL):
        missing = unplanted(our_models(), stored_values)
    missing += [f"{label}: no row could be made ({why}). {ADVICE}" for label, why in built.unmade.items()]
    fields = sum(len(confidential_fields(model)) for model in our_models())
    proof("B-01", "confidential fields that hold a canary", tried=fields, failures=missing)


def test_every_office_has_canaries_of_its_own(built):
    kinds = {slug: set() for slug in world.OFFICES}
    for secret in built.canaries.secrets.values():
        for slug, seen in kinds.items():
            if secret.label.startswith(f"office:{slug} "):
                seen.add(secret.label.split()[1])
    assert len(kinds["labour-east"]) > 15
    assert kinds["labour-east"] == kinds["labour-south"] == kinds["conservative"]


def test_every_canary_is_unique(built):
    labels = [secret.canary for secret in built.canaries.secrets.values()]
    assert len(labels) == len(set(labels))


@isolate_apps("django.contrib.sessions")
def test_model_without_canaries_is_refused():
    class Whisper(models.Model):
        office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
        said = models.TextField()

        class Meta:
            app_label = "cases"

    [complaint] = unplanted([Whisper], lambda model, field: [])
    assert complaint.startswith("cases.Whisper.said holds no canary")
    assert "tests/trust/world.py" in complaint


def test_reviewed_field_names_exist():
    ours = [m for m in planting.apps.get_models() if m.__module__.startswith(("casework.", "accounts."))]
    fields = {label_of(field) for model in ours for field in model._meta.concrete_fields}
    models_here = {model._meta.label for model in ours}
    assert {name for name in planting.OPEN if name.rpartition(".")[0] in models_here} - fields == set()
    assert set(planting.PUBLIC) - models_here == set()
