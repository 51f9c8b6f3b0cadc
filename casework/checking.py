"""Whether a row may be stored: asked of the database in one statement, and whether someone else changed it."""

from datetime import datetime
from functools import cache

from django.db import models
from django.db.models import CheckConstraint, Q


def check_row(row: models.Model) -> None:
    """Raise ValidationError as `full_clean()` does, for a row whose foreign keys come from rows that were read.

    That a key exists and that a value is unique the database says itself when the row is stored.
    """
    row.clean_fields(exclude={field.name for field in row._meta.fields if field.is_relation})
    row.clean()
    condition, about = _conditions(row.__class__)
    if not about:
        return
    values = row._get_field_expression_map(meta=row._meta)
    # Each value costs Django more than the database needs for all of them, so the others stay away.
    if not condition.check({name: value for name, value in values.items() if name in about}):
        row.validate_constraints()  # it says which


class RowChanged(Exception):
    """Someone else changed the row since its page was opened. Nothing is stored."""


def refuse_changed(row: models.Model, *, seen: datetime | None) -> None:
    """Lock a stored row, and raise RowChanged if its `changed_at` is no longer `seen`. None checks nothing."""
    if seen is None or row.pk is None:
        return
    found = type(row)._base_manager.select_for_update(of=("self",), no_key=True).filter(pk=row.pk)
    if found.values_list("changed_at", flat=True).first() != seen:
        raise RowChanged


@cache
def _conditions(model: type[models.Model]) -> tuple[Q, frozenset[str]]:
    """Return what the check constraints of a model demand together, and the fields that they are about."""
    conditions = [each.condition for each in model._meta.constraints if isinstance(each, CheckConstraint)]
    together = Q(*conditions)
    return together, frozenset(together.referenced_base_fields)
