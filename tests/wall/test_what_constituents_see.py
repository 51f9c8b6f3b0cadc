"""`raised_by` without row-level security: in the scope of everything only the querysets apply."""

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser

from casework.cases.models import Activity, Case, Message, Note
from casework.constituents.models import Constituent, ContactPoint
from casework.offices.visibility import TenantQuerySet
from casework.wall.scope import ALL, scoped
from tests import factories
from tests.authority import case_for_mother

READ_BY_THEM = {
    "constituents.AlertChoice",
    "cases.Case", "cases.Message", "cases.CaseFile", "cases.Activity", "cases.Share", "cases.Transfer",
    "constituents.Constituent", "constituents.ContactPoint",
}  # fmt: skip


@pytest.fixture(autouse=True)
def everything(db):
    with scoped(ALL):
        yield


@pytest.mark.parametrize("model", [Case, Message, Activity, Constituent, ContactPoint])
def test_constituent_reads_own_rows(assembly, model):
    for person in (assembly.ada, assembly.bea):
        factories.case(office=assembly.office, raised_by=person)
    hers = set(model.objects.raised_by(assembly.ada))
    assert len(hers) == 1
    assert hers.isdisjoint(model.objects.raised_by(assembly.bea))


def test_constituent_never_reads_notes(case, ada):
    factories.note(case)
    assert not Note.objects.raised_by(ada).exists()


def test_constituent_does_not_read_internal_office_rows(case, ada):
    case.activities.create(office=case.office, verb=Activity.Verb.ASSIGNED)
    assert {each.verb for each in Activity.objects.raised_by(ada)} == {Activity.Verb.RAISED}


@pytest.mark.parametrize("model", [Case, Message, Activity])
def test_sign_in_alone_does_not_open_a_safe_contact_case(case, ada, model):
    Case.objects.update(safe_contact=True)
    assert not model.objects.raised_by(ada).exists()


@pytest.fixture
def reader(assembly, case):
    """ada, who raised a case, and to whom a word opened one of somebody else; a third is nothing to her."""
    hidden, _shut = (factories.case(office=assembly.office, safe_contact=True) for _ in range(2))
    assembly.ada.opened_cases = frozenset([hidden.pk])
    for each in (case, hidden):
        each.activities.create(office=each.office, verb=Activity.Verb.ASSIGNED)
    return assembly.ada


@pytest.mark.parametrize("model", [Case, Message, Activity])
def test_safe_word_opens_its_case_beside_own_cases(reader, case, model):
    seen = [getattr(row, "case_id", row.pk) for row in model.objects.raised_by(reader)]
    assert sorted(seen) == sorted([case.pk, *reader.opened_cases])


@pytest.mark.parametrize("model", [Constituent, ContactPoint])
def test_safe_word_does_not_link_the_record_to_the_account(reader, case, model):
    rows = model.objects.raised_by(reader)
    assert [getattr(row, "constituent_id", row.pk) for row in rows] == [case.constituent_id]


def test_safe_word_opens_no_more_of_a_case_than_its_writer_may_read(assembly):
    case = case_for_mother(assembly, safe_contact=True)
    factories.message(case, body="What the office said.", direction="out")
    assembly.ada.opened_cases = frozenset([case.pk])
    assert [row.direction for row in Message.objects.raised_by(assembly.ada)] == ["in"]


def test_query_without_safe_word_is_short(ada):
    assert str(Case.objects.raised_by(ada).query).count("SELECT") == 1


@pytest.mark.parametrize("model", [Case, Message, Constituent, ContactPoint])
def test_anonymous_visitor_owns_no_unlinked_case(assembly, model):
    factories.case(office=assembly.office)
    assert not model.objects.raised_by(AnonymousUser()).exists()


def test_no_other_model_is_open_to_constituents():
    """A model that names a path to a case or a record is read by whoever raised it: think before adding one."""
    tenants = [m for m in apps.get_models() if isinstance(m._default_manager.all(), TenantQuerySet)]
    paths = {m._meta.label: m.objects.all().paths for m in tenants}
    assert {label for label, p in paths.items() if (p.case, p.constituent) != (None, None)} == READ_BY_THEM
