"""Whether a row may be stored, asked of the database in one statement."""

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


@cache
def _conditions(model: type[models.Model]) -> tuple[Q, frozenset[str]]:
    """Return what the check constraints of a model demand together, and the fields that they are about."""
    conditions = [each.condition for each in model._meta.constraints if isinstance(each, CheckConstraint)]
    together = Q(*conditions)
    return together, frozenset(together.referenced_base_fields)
