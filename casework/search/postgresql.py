"""The index on PostgreSQL: a table that only its owner reads, behind functions that take the offices from the scope.

`search_find` builds the expression of each office itself, so that no caller can name an office. What an office may
write is checked by the function as well. The statements here are those of the migration.
"""

from collections.abc import Sequence
from typing import Any

from django.db import connection

from casework.wall.row_security import ALL

from .query import Term

SCOPE = "string_to_array(nullif(current_setting('app.offices', true), ''), ',')::bigint[]"
OWNERS = "language plpgsql security definer set search_path = pg_catalog, pg_temp"
REFUSE = f"""
    if (_office = any({SCOPE}) or {ALL}) is not true then
        raise exception 'office % is out of scope', _office using errcode = 'insufficient_privilege';
    end if;
"""
NAMED = "kind = _kind and thing_id = _thing and office_id = _office"
VECTOR = "pg_catalog.array_to_tsvector(array(select _kind || _office || '·' || t from unnest({}) t))"

TABLES = (
    "create table search_entry (office_id bigint not null, kind text not null, thing_id bigint not null,"
    " at bigint not null, facts tsvector not null, words tsvector not null, primary key (kind, thing_id))",
    "create index search_facts on search_entry using gin (facts) with (fastupdate = off)",
    "create index search_words on search_entry using gin (words) with (fastupdate = off)",
    "alter table search_entry enable row level security",
    "alter table search_entry force row level security",
    "create policy owner_alone on search_entry to current_user using (true) with check (true)",
)
FUNCTIONS = {
    "search_put(_kind text, _thing bigint, _office bigint, _at bigint, _facts text[], _words text[])": f"""
        returns void {OWNERS} as $$ begin {REFUSE}
        insert into public.search_entry (office_id, kind, thing_id, at, facts, words)
        values (_office, _kind, _thing, _at, {VECTOR.format("_facts")}, {VECTOR.format("_facts || _words")})
        on conflict (kind, thing_id) do update set at = excluded.at, facts = excluded.facts, words = excluded.words
        where search_entry.office_id = excluded.office_id; end $$""",
    "search_add(_kind text, _thing bigint, _office bigint, _words text[])": f"""
        returns void {OWNERS} as $$ begin {REFUSE}
        update public.search_entry set words = words || {VECTOR.format("_words")} where {NAMED};
        exception when program_limit_exceeded then null;  -- a case with so many words is found by those it has
        end $$""",
    "search_drop(_kind text, _thing bigint, _office bigint)": f"""
        returns void {OWNERS} as $$ begin {REFUSE} delete from public.search_entry where {NAMED}; end $$""",
    "search_clear()": f"""
        returns void {OWNERS} as $$ begin
        if ({ALL}) is not true then
            raise exception 'out of scope' using errcode = 'insufficient_privilege';
        end if;
        delete from public.search_entry; end $$""",
    "search_expression(_kind text, _offices bigint[], _terms text[])": """
        returns tsquery language sql stable set search_path = pg_catalog, pg_temp as $$
        select string_agg('(' || (
            select string_agg('(' || (
                select string_agg(
                    quote_literal(_kind || office || '·' || replace(rtrim(token, '*'), '\\', ''))
                    || case when right(token, 1) = '*' then ':*' else '' end, ' | ')
                from unnest(string_to_array(term, ' ')) token) || ')', ' & ')
            from unnest(_terms) term) || ')', ' | ')::tsquery
        from unnest(_offices) office $$""",
    "search_find(_kind text, _terms text[], _sounding text[], _tier int, _at bigint, _thing bigint, _most int)": f"""
        returns table (found_thing bigint, found_tier int, found_at bigint) stable {OWNERS}
        set enable_seqscan = off set plan_cache_mode = force_custom_plan set max_parallel_workers_per_gather = 0
        as $$ declare
            exact tsquery := public.search_expression(_kind, {SCOPE}, _terms);
            alike tsquery := public.search_expression(_kind, {SCOPE}, _sounding);
            shown int;
        begin
            if exact is null then return; end if;
            if _tier <= 0 then
                return query select thing_id, 0, at from public.search_entry where facts @@ exact
                and (_tier < 0 or (at, thing_id) < (_at, _thing)) order by at desc, thing_id desc limit _most;
                get diagnostics shown = row_count; _most := _most - shown;
                if _most <= 0 then return; end if;
            end if;
            if _tier <= 1 then
                return query select thing_id, 1, at from public.search_entry where words @@ exact
                and not facts @@ exact
                and (_tier < 1 or (at, thing_id) < (_at, _thing)) order by at desc, thing_id desc limit _most;
                get diagnostics shown = row_count; _most := _most - shown;
                if _most <= 0 then return; end if;
            end if;
            if alike is null then return; end if;
            return query select thing_id, 2, at from public.search_entry where words @@ alike
            and not words @@ exact
            and (_tier < 2 or (at, thing_id) < (_at, _thing)) order by at desc, thing_id desc limit _most;
        end $$""",
}
CREATES = (*TABLES, *(f"create function {name} {body}" for name, body in FUNCTIONS.items()))
DROPS = (*(f"drop function {name}" for name in reversed(FUNCTIONS)), "drop table search_entry")


def hides(role: str) -> list[str]:
    """Return the statements that leave the app role the functions and nothing else."""
    return [
        f"revoke all on search_entry from {connection.ops.quote_name(role)}",
        *(f"revoke all on function {name} from public" for name in FUNCTIONS),
    ]


def _call(function: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"select * from {function}({', '.join(['%s'] * len(values))})", values)
        return cursor.fetchall()


def put(kind: str, thing: int, office: int, at: int, facts: list[str], words: list[str]) -> None:
    _call("search_put", kind, thing, office, at, facts, words)


def add(kind: str, thing: int, office: int, words: list[str]) -> None:
    _call("search_add", kind, thing, office, words)


def drop(kind: str, thing: int, office: int) -> None:
    _call("search_drop", kind, thing, office)


def clear() -> None:
    _call("search_clear")


def find(
    kind: str,
    _offices: list[int],
    terms: Sequence[Term],
    sounding: Sequence[Term],
    place: tuple[int, int, int],
    most: int,
) -> list[tuple[int, int, int]]:
    """Return (thing, tier, moment). The function knows the offices by itself."""
    spaced = [[" ".join(term) for term in each] for each in (terms, sounding)]
    return _call("search_find", kind, *spaced, *place, most)


def faults() -> list[str]:
    return []
