"""The index on SQLite: a table of tokens and an FTS5 index over it, which triggers keep equal."""

from collections.abc import Sequence
from typing import Any

from django.db import DatabaseError, connection

from .query import Term

Place = tuple[int, int, int]  # tier, moment and key of the last thing that was shown
TABLES = (
    "create table search_entry (id integer primary key, office_id integer not null, kind text not null,"
    " thing_id integer not null, at integer not null, facts text not null, words text not null,"
    " unique (kind, thing_id))",
    "create virtual table search_tokens using fts5(facts, words, content='search_entry', content_rowid='id',"
    " tokenize=\"ascii tokenchars '=~<+'\", detail='column', columnsize=0)",
)
FORGET = (
    "insert into search_tokens (search_tokens, rowid, facts, words)"
    " values ('delete', old.id, old.facts, old.words)"
)
LEARN = "insert into search_tokens (rowid, facts, words) values (new.id, new.facts, new.words)"
TRIGGERS = (
    f"create trigger search_added after insert on search_entry begin {LEARN}; end",
    f"create trigger search_dropped after delete on search_entry begin {FORGET}; end",
    f"create trigger search_changed after update on search_entry begin {FORGET}; {LEARN}; end",
)
DROPS = ("drop table search_tokens", "drop table search_entry")


def _run(sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall() if cursor.description else []


def _stored(kind: str, office: int, tokens: Sequence[str]) -> str:
    return " ".join(f"{kind}{office}·{token}" for token in tokens)


def put(kind: str, thing: int, office: int, at: int, facts: list[str], words: list[str]) -> None:
    _run(
        "insert into search_entry (office_id, kind, thing_id, at, facts, words) values (%s, %s, %s, %s, %s, %s)"
        " on conflict (kind, thing_id) do update set at = excluded.at, facts = excluded.facts, words = excluded.words"
        " where office_id = excluded.office_id",
        [office, kind, thing, at, _stored(kind, office, facts), _stored(kind, office, words)],
    )


def add(kind: str, thing: int, office: int, words: list[str]) -> None:
    named = [kind, thing, office]
    held = _run("select words from search_entry where kind = %s and thing_id = %s and office_id = %s", named)
    if not held:
        return
    known = set(held[0][0].split(" "))
    further = [token for token in _stored(kind, office, words).split(" ") if token not in known]
    if further:
        _run(
            "update search_entry set words = words || ' ' || %s"
            " where kind = %s and thing_id = %s and office_id = %s",
            [" ".join(further), *named],
        )


def drop(kind: str, thing: int, office: int) -> None:
    _run(
        "delete from search_entry where kind = %s and thing_id = %s and office_id = %s", [kind, thing, office]
    )


def clear() -> None:
    _run("delete from search_entry")


def find(
    kind: str,
    offices: list[int],
    terms: Sequence[Term],
    sounding: Sequence[Term],
    place: Place,
    most: int,
) -> list[tuple[int, int, int]]:
    exact = _expression(kind, offices, terms)
    tiers = [(f"facts : ({exact})", ""), (exact, f"facts : ({exact})")]
    if sounding:
        tiers.append((_expression(kind, offices, sounding), exact))
    found: list[tuple[int, int, int]] = []
    for tier, (wanted, without) in enumerate(tiers):
        if tier >= place[0] and len(found) < most:
            found += _tier(tier, wanted, without, place, most - len(found))
    return found


def _tier(tier: int, wanted: str, without: str, place: Place, most: int) -> list[tuple[int, int, int]]:
    matching = "select rowid from search_tokens where search_tokens match %s"
    conditions = [f"id in ({matching})"]
    values: list[Any] = [wanted]
    if without:
        conditions.append(f"id not in ({matching})")
        values.append(without)
    if tier == place[0]:
        conditions.append("(at, thing_id) < (%s, %s)")
        values += place[1:]
    return _run(
        f"select thing_id, {tier}, at from search_entry where {' and '.join(conditions)}"
        " order by at desc, thing_id desc limit %s",
        [*values, most],
    )


def _expression(kind: str, offices: list[int], terms: Sequence[Term]) -> str:
    """Return the FTS5 expression: all terms of one of the offices."""
    each = (" AND ".join(_term(f"{kind}{office}·", term) for term in terms) for office in offices)
    return " OR ".join(f"({all_terms})" for all_terms in each)


def _term(prefix: str, term: Term) -> str:
    quoted = (f'"{prefix}{token.rstrip("*")}"{" *" if token.endswith("*") else ""}' for token in term)
    return f"({' OR '.join(quoted)})"


def faults() -> list[str]:
    try:
        _run("insert into search_tokens (search_tokens, rank) values ('integrity-check', 1)")
    except DatabaseError:
        return ["The search index does not match what it was made from"]
    return []
