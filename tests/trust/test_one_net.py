"""B-06: with the querysets cut, row-level security alone shows nobody a canary of somebody else."""

import pytest
from django.apps import apps
from django.db import connection

from casework.cases import wall as scopes
from config import middleware

from . import world
from .doors import doors
from .matrix import Visit, knocks
from .test_matrix import drawn

# A view that finds what it should not may fail half-way, with a file open.
pytestmark = pytest.mark.filterwarnings("ignore:Exception ignored in:pytest.PytestUnraisableExceptionWarning")

FILTERS = ("visible_to", "in_offices_of", "raised_by")
PEOPLE = ["ada", "bea", "una", "ben", "dev", "eve", "cat", "fay"]


def filters():
    """(class, method) of every filter that a front starts from, wherever a queryset defines it."""
    managers = (getattr(model, "objects", None) for model in apps.get_models())
    querysets = {each for manager in managers if manager is not None for each in type(manager.all()).__mro__}
    return {(each, name) for each in querysets for name in FILTERS if name in vars(each)}


@pytest.fixture
def cut(monkeypatch):
    """Every filter lets everything through. The scope of a person is still found by the true ones."""
    true = {(owner, name): vars(owner)[name] for owner, name in filters()}
    assert len(true) >= 3

    def everything():
        for owner, name in true:
            monkeypatch.setattr(owner, name, lambda queryset, user: queryset.all())

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
    """The faults of one actor, leaks and trespasses alone: who is refused how is the filters' to say."""
    visit = Visit(world.build(), name)
    tried = choose([k for k in knocks(doors()) if k.door.route.startswith(("office/", "my-cases/"))])
    cut()
    failures = []
    for knock in tried:
        came = visit.knock(knock)
        failures += [f"{name}: {knock}: {line}" for line in visit.leaks(came) + came.trespasses]
    return tried, failures


@pytest.mark.postgresql
@pytest.mark.parametrize("name", PEOPLE)
def test_postgresql_alone_keeps_them_apart(db, cut, name, amount, proof):
    tried, failures = with_the_filters_cut(
        cut, name, lambda every: drawn(every, amount(60, len(every)), seed=name)
    )
    proof(
        "B-06", f"{name}: the desk and my cases with the querysets cut", tried=len(tried), failures=failures
    )


@pytest.mark.parametrize("name", ["cat", "bea"])
def test_cutting_the_filters_is_noticed_where_they_are_the_only_net(db, cut, name):
    """The proof above would show nothing if cutting changed nothing: on SQLite everything leaks."""
    foreign = {"other group", "other constituent"}
    _tried, failures = with_the_filters_cut(
        cut,
        name,
        lambda every: [k for k in every if k.method == "get" and (k.target in foreign or not k.row.args)],
    )
    assert bool(failures) == (connection.vendor == "sqlite")
