"""The inventory read from the models, one row per field, and the faults of the declarations.

A model of ours says it as plain data beside its fields; an abstract base says it for the fields it brings:

    held_for = "casework"                                      # a key of purposes.PURPOSES
    personal_data = {"identity": "name", "none": "slug"}       # class (kinds.KINDS): names of fields

Numbers, moments and links between rows need no word: they go when their row goes.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models

from .kinds import KINDS, NONE
from .others import OTHERS
from .purposes import PURPOSES

# They say which row belongs to which and when something was written, nothing by themselves.
SPEAK_FOR_THEMSELVES = (models.AutoField, models.UUIDField, models.DateTimeField, models.ForeignKey)
# Wagtail's search of published pages has other tables and columns on each database.
DIFFERS = "wagtailsearch."
OURS = (
    "tests.",
    "accounts.",
    "casework.",
    "cms.",
    "portal.",
    "backoffice.",
    "config.",
    "ui.",
    "body.",
    "ops.",
)


@dataclass(frozen=True)
class Row:
    """One field that holds something: `kind` is a key of KINDS, `purpose` one of PURPOSES."""

    model: type[models.Model]
    field: Any
    kind: str
    purpose: str

    @property
    def column(self) -> str:
        return f"{self.model._meta.label}.{self.field.name}"

    @property
    def record(self) -> str:
        name = str(self.model._meta.verbose_name)
        return name[:1].upper() + name[1:]

    @property
    def name(self) -> str:
        return str(self.field.verbose_name)


def declared(model: type[models.Model]) -> tuple[str, dict[str, list[str]]]:
    """(purpose, {class: names of fields}) as the model or the table of other people's models says it."""
    if model._meta.label in OTHERS:
        purpose, words = OTHERS[model._meta.label]
        return purpose, {kind: names.split() for kind, names in words.items()}
    kinds: dict[str, list[str]] = {}
    for source in (model, *(base for base in model.__mro__ if is_abstract(base))):
        for kind, names in vars(source).get("personal_data", {}).items():
            kinds.setdefault(kind, []).extend(names.split())
    return getattr(model, "held_for", ""), kinds


def is_abstract(base: type) -> bool:
    meta = getattr(base, "_meta", None)
    return bool(meta and meta.abstract)


def rows(among: Iterable[type[models.Model]] | None = None) -> Iterator[Row]:
    """Yield every declared field, including those without personal data."""
    for model in all_models() if among is None else among:
        purpose, kinds = declared(model)
        fields = {field.name: field for field in model._meta.local_fields}
        for kind, names in kinds.items():
            for name in names:
                if name in fields:
                    yield Row(model, fields[name], kind, purpose)


def personal_rows() -> list[Row]:
    return [row for row in rows() if row.kind != NONE]


def all_models() -> Iterable[type[models.Model]]:
    """Every table of this database but those that merely join two others: they hold nothing but numbers of rows."""
    return apps.get_models()


def needs_words(model: type[models.Model]) -> set[str]:
    return {f.name for f in model._meta.local_fields if not isinstance(f, SPEAK_FOR_THEMSELVES)}


def faults(among: Iterable[type[models.Model]] | None = None) -> list[str]:
    """Return missing, wrong and duplicate declarations, each as an instruction that says what to write and where."""
    found = [fault for model in (all_models() if among is None else among) for fault in faults_of(model)]
    if among is None:
        installed = {model._meta.label for model in apps.get_models()}
        gone = {label for label in set(OTHERS) - installed if not label.startswith(DIFFERS)}
        found += [f"{label} is no more: take its line out of casework/inventory/others.py." for label in gone]
    return sorted(found)


def faults_of(model: type[models.Model]) -> Iterator[str]:
    purpose, kinds = declared(model)
    here = where(model)
    said = [name for names in kinds.values() for name in names]
    needed, label = needs_words(model), model._meta.label
    for name in sorted(needed - set(said)):
        yield (
            f"{label}.{name} is in no row of the inventory. What does it hold about people? Add its name to "
            f"`personal_data` in {here}, under one of: {', '.join(KINDS)}."
        )
    there = {field.name for field in model._meta.local_fields}
    for name in sorted(set() if label.startswith(DIFFERS) else set(said) - there):
        yield f"{label} has no field {name}: take the name out of `personal_data` in {here}."
    for name in sorted({name for name in said if said.count(name) > 1}):
        yield f"{label}.{name} stands in `personal_data` twice: leave it where it fits best, in {here}."
    for kind in sorted(set(kinds) - set(KINDS)):
        yield f"{label}: {kind!r} is no class. Use one of {', '.join(KINDS)} (casework/inventory/kinds.py)."
    if (needed or said) and purpose not in PURPOSES:
        yield (
            f"{label}: why is it held? Write `held_for` in {here}, one of {', '.join(PURPOSES)}; a reason that is "
            "not there gets a row in casework/inventory/purposes.py."
        )


def where(model: type[models.Model]) -> str:
    if model.__module__.startswith(OURS):
        return model.__module__.replace(".", "/") + ".py"
    return "casework/inventory/others.py"
