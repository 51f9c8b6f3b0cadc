"""B-06: with the querysets cut, row-level security alone shows no one another person's canary."""

import pytest
from django.apps import apps
from django.db import connection

from casework.cases import scope as scopes
from casework.offices.visibility import reach_shared
from config import middleware
from tests.wall.urls import url_patterns

from . import world
from .matrix import Visit, attempts
from .test_matrix import drawn, each

# A view that finds what it should not may fail half-way, with a file open.
pytestmark = pytest.mark.filterwarnings("ignore:Exception ignored in:pytest.PytestUnraisableExceptionWarning")

FILTERS = ("visible_to", "in_offices_of", "raised_by")
PEOPLE = ["ada", "bea", "una", "ben", "dev", "eve", "cat", "fay"]


def filters():
    """Return (class, method) of every filter that a front starts from."""
    managers = (getattr(model, "objects", None) for model in apps.get_models())
    querysets = {each for manager in managers if manager is not None for each in type(manager.all()).__mro__}
    return {(each, name) for each in querysets for name in FILTERS if name in vars(each)}


@pytest.fixture
def cut(monkeypatch):
    """Make every filter return everything. The scope of a person is still found by the real ones."""
    true = {(owner, name): vars(owner)[name] for owner, name in filters()}
    assert len(true) >= 3

    def unfiltered(queryset, user, *, at=None):
        reach_shared(user)  # row-level security shows what is shared, too
        return queryset.all()

    def everything():
        for owner, name in true:
            monkeypatch.setattr(owner, name, unfiltered)

    def true_scope(user):
        for (owner, name), method in true.items():
            monkeypatch.setattr(owner, name, method)
        try:
            return scopes.scope_of(user)
        finally:
            everything()

    monkeypatch.setattr(middleware, "scope_of", true_scope)
    return everything


def with_the_filters_cut(cut, name, choose):
    """Return leaks and trespasses of one actor. Which refusal it gets depends on the filters, so that is ignored."""
    visit = Visit(world.build(), name)
    tried = choose(
        [k for k in attempts(url_patterns()) if k.url_pattern.route.startswith(("office/", "my-cases/"))]
    )
    cut()
    failures = []
    for attempt in tried:
        outcome = visit.attempt(attempt)
        failures += [f"{name}: {attempt}: {line}" for line in visit.leaks(outcome) + outcome.trespasses]
    return tried, failures


@pytest.mark.postgresql
@pytest.mark.parametrize("name", each(PEOPLE))
def test_row_level_security_alone_isolates_actors(db, cut, name, amount, proof):
    tried, failures = with_the_filters_cut(
        cut, name, lambda every: drawn(every, amount(60, len(every)), seed=name)
    )
    proof(
        "B-06", f"{name}: the desk and my cases with the querysets cut", tried=len(tried), failures=failures
    )


@pytest.mark.slow
@pytest.mark.parametrize("name", ["cat", "bea"])
def test_removed_querysets_leak_without_row_level_security(db, cut, name):
    """The proof above would be empty if the cut changed nothing: on SQLite everything leaks."""
    foreign = {"other group", "other constituent"}
    _tried, failures = with_the_filters_cut(
        cut,
        name,
        lambda every: [k for k in every if k.method == "get" and (k.target in foreign or not k.row.args)],
    )
    assert bool(failures) == (connection.vendor == "sqlite")
