from django.db import migrations

from casework.wall.row_security import PERSON, among, read_further


class Migration(migrations.Migration):
    """Whom a shared case is about, its guests may read; how to reach that person they may not."""

    dependencies = [("constituents", "0002_wall")]

    operations = [
        read_further(
            "constituents_constituent",
            before=f"account_id = {PERSON}",
            after=f"account_id = {PERSON} or {among('id', 'app.people')}",
        ),
    ]
