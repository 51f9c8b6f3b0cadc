"""Who may do what with a case that they see, as the rule says it, whatever stands before it."""

import pytest

from casework.cases.authority import What
from casework.cases.models import Case
from casework.cases.permissions import can_answer, can_end_for_person, can_work, can_write_to_office
from casework.scope import ALL, scoped
from tests import factories
from tests.representing import agreed, asked, case_for_mother
from tests.sharing import offered


@pytest.fixture(autouse=True)
def everything(db):
    with scoped(ALL):
        yield


@pytest.fixture
def for_mother(assembly):
    """The case that ada raised for her mother, after `yes` or only a question about `what`."""

    def raised(what, *, yes):
        case = case_for_mother(assembly)
        (agreed if yes else asked)(case, assembly.ben, what=what)
        return Case.objects.get(pk=case.pk)

    return raised


@pytest.mark.parametrize(
    ("role", "works"), [("caseworker", True), ("manager", True), ("member", True), ("read-only", False)]
)
def test_everyone_of_the_office_works_but_those_who_only_read(assembly, case, role, works):
    assert can_work(factories.staff("Ned", office=assembly.office, role=role), case) == works


@pytest.mark.parametrize("who", ["cat", "eve", "ada"])
def test_nobody_else_works_on_it(assembly, case, who):
    assert not can_work(getattr(assembly, who), case)


@pytest.mark.parametrize(("who", "answers"), [("eve", True), ("ben", False), ("cat", False)])
def test_an_offer_is_answered_by_the_office_that_gets_it(assembly, case, who, answers):
    offer = offered(case, to=assembly.sister, by=assembly.ben)
    assert can_answer(getattr(assembly, who), offer) == answers


def test_their_own_open_case_takes_more_and_is_theirs_to_end(assembly, case):
    assert can_write_to_office(assembly.ada, case)
    assert can_end_for_person(case)


def test_staff_write_by_other_ways(assembly, case):
    assert not can_write_to_office(assembly.ben, case)


@pytest.mark.parametrize(
    ("what", "yes", "writes", "ends"),
    [
        (What.READ, False, True, False),
        (What.READ, True, False, False),
        (What.WRITE, True, True, False),
        (What.ALL, True, True, True),
        (What.ALL, False, True, False),
    ],
)
def test_who_writes_for_somebody_else_may_what_that_person_allowed(
    assembly, for_mother, what, yes, writes, ends
):
    case = for_mother(what, yes=yes)
    assert can_write_to_office(assembly.ada, case) == writes
    assert can_end_for_person(case) == ends
