"""`raised_by`, with the other net cut: in the scope of everything the querysets alone decide."""

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser

from casework.cases.models import Activity, Case, Message, Note
from casework.constituents.models import Constituent, ContactPoint
from casework.offices.wall import TenantQuerySet
from casework.scope import ALL, scoped
from tests import factories

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
def test_each_constituent_reads_what_is_theirs(assembly, model):
    for person in (assembly.ada, assembly.bea):
        factories.case(office=assembly.office, raised_by=person)
    hers = set(model.objects.raised_by(assembly.ada))
    assert len(hers) == 1
    assert hers.isdisjoint(model.objects.raised_by(assembly.bea))


def test_a_note_is_never_theirs(case, ada):
    factories.note(case)
    assert not Note.objects.raised_by(ada).exists()


def test_what_the_office_does_for_itself_is_not_theirs(case, ada):
    case.activities.create(office=case.office, verb=Activity.Verb.ASSIGNED)
    assert {each.verb for each in Activity.objects.raised_by(ada)} == {Activity.Verb.RAISED}


@pytest.mark.parametrize("model", [Case, Message, Activity])
def test_a_sign_in_alone_opens_no_safe_contact_case(case, ada, model):
    Case.objects.update(safe_contact=True)
    assert not model.objects.raised_by(ada).exists()


@pytest.mark.parametrize("model", [Case, Message, Constituent, ContactPoint])
def test_a_stranger_does_not_own_what_nobody_claimed(assembly, model):
    factories.case(office=assembly.office)
    assert not model.objects.raised_by(AnonymousUser()).exists()


def test_nothing_else_is_open_to_constituents():
    """A model that names a path to a case or a record is read by whoever raised it: think before adding one."""
    tenants = [m for m in apps.get_models() if isinstance(m._default_manager.all(), TenantQuerySet)]
    paths = {m._meta.label: m.objects.all().paths for m in tenants}
    assert {label for label, p in paths.items() if (p.case, p.constituent) != (None, None)} == READ_BY_THEM
