from django.db import migrations

from casework.wall.row_security import PERSON, wall


class Migration(migrations.Migration):
    """People belong to one office; whoever the record belongs to in the portal may read it and its contact points."""

    dependencies = [("constituents", "0001_initial")]

    operations = [
        wall("constituents_constituent", also_read=f"account_id = {PERSON}"),
        wall(
            "constituents_contactpoint",
            also_read=(
                "exists (select 1 from constituents_constituent c"
                f" where c.id = constituents_contactpoint.constituent_id and c.account_id = {PERSON})"
            ),
        ),
    ]
