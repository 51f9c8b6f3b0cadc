from django.db import migrations

from casework.wall.row_security import PERSON, case_is_visible, wall


class Migration(migrations.Migration):
    """A case belongs to one office. Whoever raised it reads it and its timeline, but never its notes."""

    dependencies = [("cases", "0001_initial"), ("constituents", "0002_wall")]

    operations = [
        wall(
            "cases_case",
            also_read=(
                f"{case_is_visible('id')} or (not safe_contact and exists (select 1 from constituents_constituent c"
                f" where c.id = cases_case.constituent_id and c.account_id = {PERSON}))"
            ),
        ),
        wall("cases_message", also_read=case_is_visible("case_id"), case=True),
        wall("cases_casefile", also_read=case_is_visible("case_id"), case=True),
        wall("cases_activity", also_read=case_is_visible("case_id") + " and shown", case=True),
        wall("cases_note", case=True),
    ]
