"""The database scope of a person whose office reads a shared case."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.cases.models import Case
from casework.cases.scope import own_scope, scope_of
from casework.cases.services.sharing.share import accept_share
from casework.offices.visibility import shared_on_demand
from casework.wall.scope import ALL, NOTHING, Scope, current, scoped, widen
from tests import factories
from tests.sharing import offered, shared


def offices(*held):
    return frozenset(office.pk for office in held)


def test_guest_scope_contains_only_the_shared_case(assembly, case):
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
def test_scope_of_other_offices_excludes_the_shared_case(assembly, case, who):
    shared(case, to=assembly.sister, by=assembly.ben, yes=assembly.eve)
    home = assembly.office if who == "ben" else assembly.rival
    assert scope_of(getattr(assembly, who)) == Scope(offices=offices(home))


def test_pending_offer_adds_nothing_to_the_scope(assembly, case):
    share = offered(case, to=assembly.sister, by=assembly.ben)
    assert scope_of(assembly.eve) == Scope(offices=offices(assembly.sister))
    with scoped(ALL):
        accept_share(share=share, by=assembly.eve)
    assert scope_of(assembly.eve) != Scope(offices=offices(assembly.sister))


@pytest.mark.postgresql
@pytest.mark.parametrize(("who", "asked"), [("editor", 0), ("ben", 1)])
def test_scope_without_shares_needs_few_queries(assembly, who, asked):
    """Every request of staff begins so."""
    person = factories.staff("Editor") if who == "editor" else assembly.ben
    with CaptureQueriesContext(
        connection,
    ) as ran:
        assert (scope_of(person) == NOTHING) == (who == "editor")
    told = [query["sql"] for query in ran if "set_config" in query["sql"]]
    assert len(told) == 2 * asked


@pytest.fixture
def request_of_eve(assembly, case):
    """The scope in which a request of eve begins, whose office reads a case of another."""
    shared(case, to=assembly.sister, by=assembly.ben, yes=assembly.eve)
    eve = assembly.eve
    with scoped(own_scope(eve)), shared_on_demand(eve, lambda: widen(scope_of(eve))):
        yield eve


def test_rows_of_ones_own_offices_do_not_widen_the_scope(request_of_eve):
    assert not Case.objects.in_offices_of(request_of_eve).exists()
    assert current() == own_scope(request_of_eve)


def test_first_read_of_visible_rows_widens_the_scope_to_what_is_shared(request_of_eve, case):
    assert Case.objects.visible_to(request_of_eve).get() == case
    assert current() == scope_of(request_of_eve)


def test_scope_of_an_act_is_not_widened(request_of_eve, case):
    with scoped(ALL):
        assert Case.objects.visible_to(request_of_eve).get() == case
        assert current() == ALL
    assert current() == own_scope(request_of_eve)
    assert Case.objects.visible_to(request_of_eve).get() == case
