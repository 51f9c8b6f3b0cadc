"""Whether a row may be stored, asked of the database in one statement instead of one for each key and constraint."""

from django.db import models
from django.db.models import CheckConstraint, Q


def check_row(row: models.Model) -> None:
    """Raise ValidationError as `full_clean()` does, for a row whose foreign keys come from rows that were read.

    That a key exists and that a value is unique the database says itself when the row is stored.
    """
    row.clean_fields(exclude={field.name for field in row._meta.fields if field.is_relation})
    row.clean()
    conditions = [each.condition for each in row._meta.constraints if isinstance(each, CheckConstraint)]
    if not conditions:
        return
    values = row._get_field_expression_map(meta=row._meta)
    if not Q(*conditions).check(values):
        row.validate_constraints()  # it says which
