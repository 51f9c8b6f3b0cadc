from django.db import migrations

from casework.wall.row_security import PERSON, among, case_at_home, case_is_visible, run, wall

CASE_IN_SIGHT, THEIRS = case_is_visible("id"), case_is_visible("case_id")
RAISED = (
    "(not safe_contact and exists (select 1 from constituents_constituent c"
    f" where c.id = cases_case.constituent_id and c.account_id = {PERSON}))"
)
SHARED = among("case_id", "app.shared")
OPENED = f"({SHARED} and {among('opened_in_id', 'app.shares')})"
RECEIVER = among("to_office_id", "app.offices")
# Who writes for somebody else reads, before that person agrees, only what they wrote and what says nothing.
WITHHELD = among("case_id", "app.withheld")
WRITER = (
    "exists (select 1 from constituents_constituent c"
    f" where c.id = cases_authority.representative_id and c.account_id = {PERSON})"
)
# What the writer sent themself: asked of the message, whose own policy is asked in turn.
SENT = "exists (select 1 from cases_message m where m.id = cases_casefile.message_id and m.direction = 'in')"
OWN_ACT = "verb = 'raised' or (verb = 'held' and detail ->> 'direction' = 'in')"

# Who may take which step. A policy sees the row before or after a change, never both, so a trigger compares them.
STEPS = """
create function cases_offer_steps() returns trigger language plpgsql as $steps$
declare
    mine bigint[] := string_to_array(nullif(current_setting('app.offices', true), ''), ',')::bigint[];
    steps text[] := array['accepted_at', 'accepted_by_id', 'ended_at', 'ended_by_id', 'ending', 'new_reference'];
    owns boolean := coalesce(new.office_id = any(mine), false);
    receives boolean := coalesce(new.to_office_id = any(mine), false);
begin
    if current_setting('app.all', true) = 'on' then
        return new;
    end if;
    if tg_op = 'INSERT' then
        if new.accepted_at is not null or new.ended_at is not null then
            raise exception 'an offer begins unanswered' using errcode = 'insufficient_privilege';
        end if;
        return new;
    end if;
    if to_jsonb(new) - steps is distinct from to_jsonb(old) - steps then
        raise exception 'what was offered does not change' using errcode = 'insufficient_privilege';
    end if;
    if old.ended_at is not null then
        raise exception 'this offer has ended' using errcode = 'insufficient_privilege';
    end if;
    if new.accepted_at is distinct from old.accepted_at and (old.accepted_at is not null or not receives) then
        raise exception 'only the receiver accepts, once' using errcode = 'insufficient_privilege';
    end if;
    if new.ending = 'declined' and not receives or new.ending not in ('', 'declined') and not owns then
        raise exception 'the receiver declines, the owner ends' using errcode = 'insufficient_privilege';
    end if;
    return new;
end
$steps$
"""


def offered(table):
    """Return the operations for an offer: read by the owner, the receiver and, once accepted, by the person who raised
    the case; answered by the receiver."""
    return [
        wall(table, also_read=f"{RECEIVER} or ({THEIRS} and accepted_at is not null)"),
        migrations.RunPython(
            run(
                f"create policy case_in_sight on {table} as restrictive for insert with check ({case_at_home(table)})",
                f"create policy answerable on {table} for update"
                f" using ({RECEIVER} and accepted_at is null and ended_at is null) with check ({RECEIVER})",
                f"create trigger steps before insert or update on {table}"
                " for each row execute function cases_offer_steps()",
            ),
            run(
                f"drop trigger steps on {table}",
                f"drop policy answerable on {table}",
                f"drop policy case_in_sight on {table}",
            ),
        ),
    ]


# The office that a case is shared with reads the case and its timeline while the share is in force; of files and notes
# only those opened to it. It writes nothing.
TIMELINE = [
    wall(
        "cases_case",
        also_read=(
            f"{CASE_IN_SIGHT} or {RAISED} or ({among('id', 'app.shared')} and not safe_contact)"
            f" or {among('id', 'app.withheld')}"
        ),
    ),
    wall(
        "cases_message",
        also_read=f"{THEIRS} or {SHARED} or ({WITHHELD} and (direction = 'in' or fixed <> ''))",
        case=True,
    ),
    wall("cases_casefile", also_read=f"{THEIRS} or {OPENED} or ({WITHHELD} and {SENT})", case=True),
    wall(
        "cases_activity",
        also_read=f"({THEIRS} or {SHARED} or ({WITHHELD} and ({OWN_ACT}))) and shown",
        case=True,
    ),
    wall("cases_note", also_read=OPENED, case=True),
]
# A tracking code opens a case without an account: then the case in sight leads to its permission.
AUTHORITY = wall("cases_authority", also_read=f"{WRITER} or {THEIRS} or {WITHHELD}", case=True)
OF_A_CASE = (
    "accountlinkcode",
    "authoritypaper",
    "caseseen",
    "checklisttick",
    "casetag",
    "contacttask",
    "deadline",
    "draftfile",
    "plannedact",
    "presence",
    "replydraft",
    "riskflag",
    "safecontact",
    "signoff",
    "trackingcode",
)
OF_AN_OFFICE = ("deadlinerule", "feedbackmonth", "officeguide", "savedview", "tag")


class Migration(migrations.Migration):
    """A case belongs to one office. The person who raised it reads it and its timeline, but never its notes."""

    dependencies = [("cases", "0001_initial"), ("constituents", "0002_wall")]

    operations = [
        *TIMELINE,
        migrations.RunPython(run(STEPS), run("drop function cases_offer_steps")),
        *offered("cases_share"),
        *offered("cases_transfer"),
        AUTHORITY,
        *(wall(f"cases_{table}", case=True) for table in OF_A_CASE),
        *(wall(f"cases_{table}") for table in OF_AN_OFFICE),
    ]
