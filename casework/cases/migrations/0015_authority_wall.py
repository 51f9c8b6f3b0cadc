from django.db import migrations

from casework.wall.row_security import PERSON, among, case_is_visible, read_further, wall

WRITER = (
    "exists (select 1 from constituents_constituent c"
    f" where c.id = cases_authority.representative_id and c.account_id = {PERSON})"
)
RAISED = (
    f"{case_is_visible('id')} or (not safe_contact and exists (select 1 from constituents_constituent c"
    f" where c.id = cases_case.constituent_id and c.account_id = {PERSON}))"
    f" or ({among('id', 'app.shared')} and not safe_contact)"
)
THEIRS = case_is_visible("case_id")
SHARED = among("case_id", "app.shared")
OPENED = f"({SHARED} and {among('opened_in_id', 'app.shares')})"
WITHHELD = among("case_id", "app.withheld")
# What the writer sent themself: asked of the message, whose own policy is asked in turn.
SENT = "exists (select 1 from cases_message m where m.id = cases_casefile.message_id and m.direction = 'in')"
OWN_ACT = "verb = 'raised' or (verb = 'held' and detail ->> 'direction' = 'in')"


class Migration(migrations.Migration):
    """Who writes for somebody else reads, before that person agrees, only what they wrote and what says nothing."""

    dependencies = [("cases", "0014_authority")]

    operations = [
        # A word opens a case without an account: then it is the case in sight that leads to its permission.
        wall("cases_authority", also_read=f"{WRITER} or {THEIRS} or {WITHHELD}", case=True),
        wall("cases_authoritypaper", case=True),
        read_further("cases_case", before=RAISED, after=f"{RAISED} or {among('id', 'app.withheld')}"),
        read_further(
            "cases_message",
            before=f"{THEIRS} or {SHARED}",
            after=f"{THEIRS} or {SHARED} or ({WITHHELD} and (direction = 'in' or fixed <> ''))",
        ),
        read_further(
            "cases_casefile",
            before=f"{THEIRS} or {OPENED}",
            after=f"{THEIRS} or {OPENED} or ({WITHHELD} and {SENT})",
        ),
        read_further(
            "cases_activity",
            before=f"({THEIRS} or {SHARED}) and shown",
            after=f"({THEIRS} or {SHARED} or ({WITHHELD} and ({OWN_ACT}))) and shown",
        ),
    ]
