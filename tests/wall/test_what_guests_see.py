"""`visible_to` for a shared case without row-level security: in the scope of everything only the querysets apply."""

import pytest

from casework.cases.models import Activity, Case, Message
from casework.constituents.models import Constituent
from casework.wall.scope import ALL, scoped
from tests import factories
from tests.sharing import shared


@pytest.fixture(autouse=True)
def share(assembly, case):
    """The office shares the case with its sister, and has another case."""
    factories.case(office=assembly.office)
    made = shared(case, to=assembly.sister, by=assembly.ben, yes=assembly.eve)
    with scoped(ALL):
        yield made


@pytest.mark.parametrize("model", [Case, Message, Constituent])
def test_share_opens_one_case_to_the_accepting_office_only(assembly, model):
    assert model.objects.visible_to(assembly.eve).count() == 1
    assert not model.objects.visible_to(assembly.cat).exists()


def test_internal_office_rows_are_not_shared(assembly, case):
    case.activities.create(office=case.office, verb=Activity.Verb.ASSIGNED)
    assert Activity.Verb.ASSIGNED in {each.verb for each in Activity.objects.visible_to(assembly.ben)}
    assert Activity.Verb.ASSIGNED not in {each.verb for each in Activity.objects.visible_to(assembly.eve)}
