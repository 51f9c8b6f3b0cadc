"""Row-level security as migration operations. On SQLite each is a no-op.

A tenant table carries `office_id` and, below a case, `case_id`. Reading is allowed to its offices and, where the
table opts in, to people who may see the case or who own the row; writing only to its offices. The restrictive
policy on `case_id` exists because foreign keys look through the wall: without it an office could attach its own
row to a case of another. A case that is shared is read by its guests and written by its own office alone.
"""

from django.db import migrations


def among(column: str, setting: str) -> str:
    """Return SQL that tests whether the column is among the keys in a setting of `casework.wall.scope`."""
    return f"{column} = any(string_to_array(nullif(current_setting('{setting}', true), ''), ',')::bigint[])"


OFFICE = among("office_id", "app.offices")
ALL = "current_setting('app.all', true) = 'on'"
PERSON = "nullif(current_setting('app.person', true), '')::bigint"


def case_is_visible(column: str) -> str:
    return among(column, "app.cases")


def case_at_home(table: str) -> str:
    """Return SQL that requires the case of a row to be visible and of the same office, so that guests cannot write."""
    return f"exists (select 1 from cases_case c where c.id = {table}.case_id and c.office_id = {table}.office_id)"


def run(*statements: str):
    """A migration step that executes the statements on PostgreSQL and does nothing elsewhere."""

    def forward(apps, editor):
        if editor.connection.vendor == "postgresql":
            for statement in statements:
                editor.execute(statement)

    return forward


def wall(table: str, *, also_read: str = "", case: bool = False) -> migrations.RunPython:
    """Put `table` behind the wall.

    `also_read`: a further SQL condition under which a row may be read, such as `case_is_visible("case_id")`.
    `case`: the table has a `case_id`, which must name a case of the same office.
    """
    readable = f"{OFFICE} or {ALL}" + (f" or {also_read}" if also_read else "")
    writable = f"{OFFICE} or {ALL}"
    up = [
        f"alter table {table} enable row level security",
        f"alter table {table} force row level security",
        f"create policy readable on {table} for select using ({readable})",
        f"create policy insertable on {table} for insert with check ({writable})",
        f"create policy changeable on {table} for update using ({writable}) with check ({writable})",
        f"create policy deletable on {table} for delete using ({writable})",
    ]
    down = [
        f"drop policy {name} on {table}" for name in ("readable", "insertable", "changeable", "deletable")
    ]
    if case:
        up.append(
            f"create policy case_in_sight on {table} as restrictive for insert"
            f" with check ({case_at_home(table)})"
        )
        up.append(
            f"create policy case_stays_in_sight on {table} as restrictive for update using (true)"
            f" with check ({case_at_home(table)})"
        )
        down += [f"drop policy case_in_sight on {table}", f"drop policy case_stays_in_sight on {table}"]
    down += [
        f"alter table {table} no force row level security",
        f"alter table {table} disable row level security",
    ]
    return migrations.RunPython(run(*up), run(*down))
