from django.db import migrations

from casework.wall.row_security import PERSON, among, wall


def of_their_own_record(table):
    """Return SQL that tests whether the row belongs to the constituent record of the signed-in person."""
    return (
        "exists (select 1 from constituents_constituent c"
        f" where c.id = {table}.constituent_id and c.account_id = {PERSON})"
    )


class Migration(migrations.Migration):
    """People belong to one office. The person reads their own record, contact points and choices of alerts.

    An office that a case is shared with reads whom the case is about, but not how to reach them.
    """

    dependencies = [("constituents", "0001_initial")]

    operations = [
        wall("constituents_constituent", also_read=f"account_id = {PERSON} or {among('id', 'app.people')}"),
        wall("constituents_contactpoint", also_read=of_their_own_record("constituents_contactpoint")),
        wall("constituents_alertchoice", also_read=of_their_own_record("constituents_alertchoice")),
    ]
