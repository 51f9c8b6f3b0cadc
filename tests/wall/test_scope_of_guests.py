"""What the database is told of a person whose office reads a case of another."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.cases.sharing import accept_share
from casework.cases.wall import scope_of
from casework.scope import ALL, NOTHING, Scope, scoped
from tests import factories
from tests.sharing import offered, shared


def offices(*held):
    return frozenset(office.pk for office in held)


def test_the_guest_is_told_of_the_shared_case_and_of_nothing_else(assembly, case):
    factories.case(office=assembly.office)
    factories.case(office=assembly.sister)
    share = shared(case, to=assembly.sister, by=assembly.ben, yes=assembly.eve)
    assert scope_of(assembly.eve) == Scope(
        offices=offices(assembly.sister),
        shared=frozenset([case.pk]),
        shares=frozenset([share.pk]),
        people=frozenset([case.constituent_id]),
    )


@pytest.mark.parametrize("who", ["ben", "cat"])
def test_nobody_else_is_told_of_it(assembly, case, who):
    shared(case, to=assembly.sister, by=assembly.ben, yes=assembly.eve)
    home = assembly.office if who == "ben" else assembly.rival
    assert scope_of(getattr(assembly, who)) == Scope(offices=offices(home))


def test_an_offer_alone_tells_nothing(assembly, case):
    share = offered(case, to=assembly.sister, by=assembly.ben)
    assert scope_of(assembly.eve) == Scope(offices=offices(assembly.sister))
    with scoped(ALL):
        accept_share(share=share, by=assembly.eve)
    assert scope_of(assembly.eve) != Scope(offices=offices(assembly.sister))


@pytest.mark.postgresql
@pytest.mark.parametrize(("who", "asked"), [("editor", 0), ("ben", 1)])
def test_where_nothing_is_shared_little_is_asked(assembly, who, asked):
    """Every request of staff begins so."""
    person = factories.staff("Editor") if who == "editor" else assembly.ben
    with CaptureQueriesContext(
        connection,
    ) as ran:
        assert (scope_of(person) == NOTHING) == (who == "editor")
    told = [query["sql"] for query in ran if "set_config" in query["sql"]]
    assert len(told) == 2 * asked
