from django.db import migrations

from casework.wall.row_security import (
    PERSON,
    among,
    case_at_home,
    case_is_visible,
    keep_at_home,
    read_further,
    run,
    wall,
)

RAISED = (
    f"{case_is_visible('id')} or (not safe_contact and exists (select 1 from constituents_constituent c"
    f" where c.id = cases_case.constituent_id and c.account_id = {PERSON}))"
)
SHARED_CASE = among("id", "app.shared") + " and not safe_contact"
SHARED = among("case_id", "app.shared")
OPENED = f"({SHARED} and {among('opened_in_id', 'app.shares')})"
THEIRS = case_is_visible("case_id")
RECEIVER = among("to_office_id", "app.offices")

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
    """Read by the owner, the receiver and, once accepted, by whoever raised the case; answered by the receiver."""
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


class Migration(migrations.Migration):
    """The office that a case is shared with reads it while the share is in force, and writes nothing."""

    dependencies = [("cases", "0003_sharing"), ("constituents", "0003_shared_cases")]

    operations = [
        migrations.RunPython(run(STEPS), run("drop function cases_offer_steps")),
        *offered("cases_share"),
        *offered("cases_transfer"),
        read_further("cases_case", before=RAISED, after=f"{RAISED} or ({SHARED_CASE})"),
        read_further("cases_message", before=THEIRS, after=f"{THEIRS} or {SHARED}"),
        read_further("cases_activity", before=f"{THEIRS} and shown", after=f"({THEIRS} or {SHARED}) and shown"),
        read_further("cases_casefile", before=THEIRS, after=f"{THEIRS} or {OPENED}"),
        read_further("cases_note", before="false", after=OPENED),
        *(keep_at_home(f"cases_{child}") for child in ("message", "casefile", "activity", "note")),
    ]
