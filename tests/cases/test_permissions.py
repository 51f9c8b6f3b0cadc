"""Permission rules on cases, tested without the views."""

import pytest

from casework.cases.models import Case
from casework.cases.models.authority.authority import What
from casework.cases.permissions import can_answer, can_end_for_person, can_work, can_write_to_office
from casework.wall.scope import ALL, scoped
from tests import factories
from tests.authority import agreed, asked, case_for_mother
from tests.sharing import offered


@pytest.fixture(autouse=True)
def all_rows(db):
    with scoped(ALL):
        yield


@pytest.fixture
def for_mother(assembly):
    """Return a function that raises a case for Ada's mother, with `what` agreed to or only asked for."""

    def raised(what, *, yes):
        case = case_for_mother(assembly)
        (agreed if yes else asked)(case, assembly.ben, what=what)
        return Case.objects.get(pk=case.pk)

    return raised


@pytest.mark.parametrize(
    ("role", "works"), [("caseworker", True), ("manager", True), ("member", True), ("read-only", False)]
)
def test_every_role_but_read_only_can_work_on_a_case(assembly, case, role, works):
    assert can_work(factories.staff("Ned", office=assembly.office, role=role), case) == works


@pytest.mark.parametrize("who", ["cat", "eve", "ada"])
def test_people_outside_the_office_cannot_work_on_a_case(assembly, case, who):
    assert not can_work(getattr(assembly, who), case)


@pytest.mark.parametrize(("who", "answers"), [("eve", True), ("ben", False), ("cat", False)])
def test_only_the_receiving_office_can_answer_an_offer(assembly, case, who, answers):
    offer = offered(case, to=assembly.sister, by=assembly.ben)
    assert can_answer(getattr(assembly, who), offer) == answers


def test_constituent_can_write_on_and_end_own_case(assembly, case):
    assert can_write_to_office(assembly.ada, case)
    assert can_end_for_person(case)


def test_staff_cannot_write_as_a_constituent(assembly, case):
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
def test_writer_for_another_person_may_do_what_the_permission_allows(
    assembly, for_mother, what, yes, writes, ends
):
    case = for_mother(what, yes=yes)
    assert can_write_to_office(assembly.ada, case) == writes
    assert can_end_for_person(case) == ends
