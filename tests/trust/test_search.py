"""B-31 and B-02 for search: the same hits in the same order on both databases, whatever another office holds."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from casework.offices.models import Office
from casework.search import store
from casework.search.query import read_query
from casework.search.store import Entry
from casework.search.tokens import name_tokens, tokens_of
from casework.wall.scope import ALL, office_scope, scoped
from tests.trust.test_non_interference import Worlds, compared

MINE, OTHER = 11, 12  # the index knows offices by their keys alone
KIND = "x"
VOCABULARY = """
    lift lifts house houses housing flood flooded tenant tenancy repair repairing bus buses stop station stations noise
    noisy council café naïve Straße şişli বাংলা কালো ગુજરાતી ਪੰਜਾਬੀ 2026 0142 E8 1EA winter
"""
WORDS = VOCABULARY.split()
NAMES = [
    "Siobhán O’Neil",
    "Shobhan Onil",
    "Jon Smith",
    "John Smyth",
    "Łukasz Żak",
    "Lucas Zack",
    "An Li",
    "Ann Lee",
]
ADDRESSES = ["s.on@mail.example", "jon@mail.example", "020 7946 0142", "+44 20 7946 0999"]
NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


def entries(rng, office, count, *, first):
    """Made-up rows, of which some are of the same moment."""
    for thing in range(first, first + count):
        facts = name_tokens(rng.choice(NAMES)) | tokens_of(f"{rng.choice(WORDS)} {rng.choice(ADDRESSES)}")
        words = tokens_of(" ".join(rng.choices(WORDS, k=12)))
        yield Entry(KIND, thing, office, NOON + timedelta(hours=rng.randrange(count // 2)), facts, words)


def typed(rng):
    """A query as somebody may type it, whole or on the way, and whether it is on the way."""
    pool = WORDS + [part for name in NAMES for part in name.split()] + ADDRESSES
    words = rng.choices(pool, k=rng.choice((1, 1, 1, 2, 2, 3)))
    line = " ".join(rng.choice((str.upper, str.lower, str))(word) for word in words)
    typing = rng.random() < 0.3
    return (line[: rng.randrange(1, len(line) + 1)] if typing else line), typing


def expected(rows, query):
    """The hits by the rule, written without any database: (tier, thing) in order."""
    found = []
    for entry in rows:
        facts, both = set(entry.facts), set(entry.facts) | set(entry.words)
        tiers = ((query.terms, facts), (query.terms, both), (query.sounding, both))
        tier = next((n for n, (terms, held) in enumerate(tiers) if terms and holds(terms, held)), None)
        if tier is not None:
            found.append((tier, -store.microseconds(entry.at), -entry.thing))
    return [(tier, -thing) for tier, _at, thing in sorted(found)]


def holds(terms, held):
    def is_there(token):
        if token.endswith("*"):
            return any(each.startswith(token[:-1]) for each in held)
        return token in held

    return all(any(is_there(token) for token in term) for term in terms)


def paged(query, *, most):
    after, found = None, []
    while hits := store.find(KIND, query, most=most, after=after):
        found += [(hit.tier, hit.thing) for hit in hits]
        after = hits[-1]
    return found


def test_b31_each_database_finds_what_the_rule_says_in_its_order(db, amount, proof):
    rng = random.Random(20261129)
    mine = list(entries(rng, MINE, 150, first=1))
    with scoped(ALL):
        for entry in [*mine, *entries(rng, OTHER, 150, first=1000)]:
            store.put(entry)
    failures, positions, tries = [], 0, amount(120, 1000)
    with scoped(office_scope(MINE)):
        for _try in range(tries):
            line, typing = typed(rng)
            query = read_query(line, typing=typing)
            wanted, found = expected(mine, query), paged(query, most=rng.choice((7, 40, 500)))
            positions += len(wanted)
            if found != wanted:
                failures.append(f"{line!r}: {found[:5]} instead of {wanted[:5]}")
    assert positions > 5 * tries
    proof("B-31", "searches that find the same on both databases", tried=tries, failures=failures)


PAGES = [
    "/office/search/",
    *(
        f"/office/search/?q={words}"
        for words in (
            "lift",
            "station+lift",
            "person",
            "their-canary",
            "our-canary",
            "zed%40london.example",
            "persun",
        )
    ),
    "/office/search/?q=lift&status=closed&turn=",
    "/office/search/?q=lift&owner=no-one",
    *(f"/office/search/suggestions/?q={typed}" for typed in ("li", "lif", "their", "per", "zed", "lift+at")),
]


@pytest.mark.slow
def test_b02_search_is_the_same_bytes_whatever_another_office_holds(db, monkeypatch, proof):
    monkeypatch.setattr("backoffice.search.results.PAGE_SIZE", 4)
    worlds = Worlds(monkeypatch, cases=14, own=12, most=12, who=["ben"], pages=PAGES)
    tried, lines = compared(worlds, ["before", "after"])
    proof("B-02", "searches and suggestions of one office", tried=tried, failures=lines)


@pytest.mark.slow
def test_b02_search_that_counts_other_offices_is_detected(db, monkeypatch):
    """The proof can fail: an index that forgets the scope shows what others hold."""

    def everywhere(kind, query, *, most, after=None):
        with scoped(ALL):
            everybody = Office.objects.values_list("pk", flat=True)
            offices = office_scope(*everybody)
        with scoped(offices):
            return find(kind, query, most=most, after=after)

    find = store.find
    monkeypatch.setattr(store, "find", everywhere)
    worlds = Worlds(monkeypatch, cases=14, own=12, most=1, who=["ben"], pages=PAGES)
    _tried, lines = compared(worlds)
    assert any("/office/search/" in line for line in lines)
