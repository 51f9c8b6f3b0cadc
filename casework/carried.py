"""What of a row goes along when it is copied: to another office, or from answers to a case.

A model says it as plain data beside its fields; an abstract base says it for the fields it brings:

    carried = {"always": "name account", "needs": "language format", "never": "uuid office"}

`always` and the named parts are what a person gave, or was told; a part goes along only if it was chosen. `never` is
what belongs to this one row. An empty `carried` says that no row of the model goes along.
"""

from collections.abc import Collection, Iterator
from typing import Any

from django.db import models

ALWAYS, NEVER = "always", "never"


def declared(model: type[models.Model]) -> dict[str, list[str]]:
    """Return the names of fields by part, as the model and its abstract bases say; empty if no row goes along."""
    if vars(model).get("carried") == {}:
        return {}
    parts: dict[str, list[str]] = {}
    for base in model.__mro__:
        for part, names in vars(base).get("carried", {}).items():
            parts.setdefault(part, []).extend(names.split())
    return parts


def names_of(model: type[models.Model], *, parts: Collection[str] = ()) -> list[str]:
    """Return the names of the fields that go along always, and with the chosen `parts`."""
    wanted = {ALWAYS, *parts} - {NEVER}
    return [name for part, names in declared(model).items() if part in wanted for name in names]


def carry[Row: models.Model](row: Row, *, parts: Collection[str] = (), **anew: Any) -> Row:
    """Return an unsaved copy of `row` with what goes along, and with `anew` for what belongs to the new row."""
    attributes = [row._meta.get_field(name).attname for name in names_of(type(row), parts=parts)]
    return type(row)(**{name: getattr(row, name) for name in attributes} | anew)


def faults(model: type[models.Model]) -> Iterator[str]:
    """What a model does not say, or says wrongly, each as a sentence that says what to write."""
    label, parts = model._meta.label, declared(model)
    if "carried" not in vars(model):
        yield f"{label}: what goes along with a case to another office? Write `carried` beside its fields."
        return
    said = [name for names in parts.values() for name in names]
    there = {field.name for field in model._meta.concrete_fields if not field.primary_key}
    for name in sorted(there - set(said) if parts else ()):
        yield (
            f"{label}.{name}: does it go along with a case to another office? Add its name to `carried`, under "
            f"`{ALWAYS}`, `{NEVER}` or a part that staff choose."
        )
    for name in sorted(set(said) - there):
        yield f"{label} has no field {name}: take the name out of `carried`."
    for name in sorted({name for name in said if said.count(name) > 1}):
        yield f"{label}.{name} stands in `carried` twice: leave it where it fits."
