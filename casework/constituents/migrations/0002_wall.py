from django.db import migrations

from casework.rls import PERSON, wall


class Migration(migrations.Migration):
    """People belong to one office; whoever proved a contact point may read it and the record it belongs to."""

    dependencies = [("constituents", "0001_initial")]

    operations = [
        wall("constituents_contactpoint", also_read=f"proved_by_id = {PERSON}"),
        wall(
            "constituents_constituent",
            also_read=(
                "exists (select 1 from constituents_contactpoint p"
                f" where p.constituent_id = constituents_constituent.id and p.proved_by_id = {PERSON})"
            ),
        ),
    ]
