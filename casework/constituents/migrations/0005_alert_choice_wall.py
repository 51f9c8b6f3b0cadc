from django.db import migrations

from casework.wall.row_security import PERSON, wall


class Migration(migrations.Migration):
    """Whoever the record belongs to may read what they chose."""

    dependencies = [("constituents", "0004_alert_choice")]

    operations = [
        wall(
            "constituents_alertchoice",
            also_read=(
                "exists (select 1 from constituents_constituent c"
                f" where c.id = constituents_alertchoice.constituent_id and c.account_id = {PERSON})"
            ),
        ),
    ]
