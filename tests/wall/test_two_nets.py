"""The wall has two layers, querysets and row-level security. Each holds with the other removed."""

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from casework.cases.models import Case, Message, Note
from casework.cases.scope import scope_of
from casework.offices.visibility import TenantQuerySet, reach_shared, staff_scope, unwalled_tables
from casework.wall.scope import ALL, office_scope, scoped
from tests import factories
from tests.trust.catalogue import STRUCTURE

# Hangs on such a row and holds nothing of its own: the key of an entry of the log that awaits its seal.
KEYS_ALONE = {"audit.Unsealed"}


@pytest.fixture
def cases(assembly):
    return {
        "ours": factories.case(office=assembly.office, raised_by=assembly.ada),
        "sister": factories.case(office=assembly.sister),
        "rival": factories.case(office=assembly.rival),
    }


@pytest.mark.parametrize(("who", "sees"), [("ben", "ours"), ("cat", "rival"), ("eve", "sister")])
def test_each_caseworker_sees_their_own_office_through_the_queryset(assembly, cases, who, sees):
    with scoped(ALL):
        assert list(Case.objects.visible_to(getattr(assembly, who))) == [cases[sees]]


def test_ended_membership_hides_cases_at_once(ben, cases):
    with scoped(ALL):
        assert Case.objects.visible_to(ben).exists()
        ben.memberships.update(ended_at=timezone.now())
        assert not Case.objects.visible_to(ben).exists()


def test_a_disabled_account_sees_nothing(ben, cases):
    type(ben).objects.filter(pk=ben.pk).update(is_active=False)
    with scoped(ALL):
        assert not Case.objects.visible_to(ben).exists()


@pytest.mark.postgresql
@pytest.mark.parametrize(("who", "sees"), [("ben", "ours"), ("cat", "rival"), ("eve", "sister")])
def test_row_level_security_alone_shows_each_their_own_office(assembly, cases, who, sees):
    with scoped(staff_scope(getattr(assembly, who))):
        assert list(Case.objects.all()) == [cases[sees]]
        assert {m.case_id for m in Message.objects.all()} == {cases[sees].pk}


@pytest.fixture
def querysets_cut(monkeypatch):
    """Let the querysets return every row, so that only row-level security applies."""

    def unfiltered(queryset, user, *, at=None):
        reach_shared(user)  # row-level security shows what is shared, too
        return queryset

    for rule in ("visible_to", "in_offices_of", "raised_by"):
        monkeypatch.setattr(TenantQuerySet, rule, unfiltered)


@pytest.mark.postgresql
def test_pages_without_querysets_show_a_rival_nothing(sign_in, cat, cases, querysets_cut):
    client = sign_in(cat)
    listed = client.get("/office/cases/").content.decode()
    assert cases["rival"].reference in listed
    assert cases["ours"].reference not in listed
    assert client.get(f"/office/cases/{cases['ours'].reference}/").status_code == 404


def test_removed_queryset_leaks_without_row_level_security(sign_in, cat, cases, querysets_cut):
    """Show that the removal in the test above has an effect: on SQLite every row is visible."""
    listed = sign_in(cat).get("/office/cases/").content.decode()
    assert (cases["ours"].reference in listed) == (connection.vendor == "sqlite")


@pytest.mark.postgresql
def test_no_rows_are_visible_outside_a_scope(cases):
    assert Case.objects.count() == 0


@pytest.mark.postgresql
def test_constituent_reads_own_case_without_notes(assembly, cases):
    factories.note(cases["ours"])
    with scoped(scope_of(assembly.ada)):
        assert list(Case.objects.all()) == [cases["ours"]]
        assert Message.objects.count() == 1
        assert Note.objects.count() == 0


@pytest.mark.postgresql
def test_row_cannot_reference_a_case_of_another_office(assembly, cases):
    """Foreign keys look through row-level security, so a policy of its own forbids it."""
    with scoped(office_scope(assembly.rival.pk)), pytest.raises(DatabaseError), transaction.atomic():
        Note.objects.create(office=assembly.rival, case_id=cases["ours"].pk, body="hung on")


@pytest.mark.postgresql
def test_row_cannot_be_moved_to_another_office(assembly, cases):
    with scoped(office_scope(assembly.rival.pk)), pytest.raises(DatabaseError), transaction.atomic():
        Case.objects.filter(pk=cases["rival"].pk).update(office=assembly.office)


def tenant_tables():
    for model in apps.get_models():
        names = {field.attname for field in model._meta.concrete_fields}
        if "office_id" in names and model._meta.db_table not in unwalled_tables():
            yield model


def test_only_reviewed_tables_lack_row_level_security():
    assert unwalled_tables() == set(STRUCTURE)


def test_every_table_with_an_office_starts_at_visible_to():
    """Audit and outbox stand below the offices and carry a plain number; no front lists them."""
    loose = {
        m._meta.label
        for m in tenant_tables()
        if any(f.name == "office" for f in m._meta.fields) and not hasattr(m.objects.all(), "visible_to")
    }
    assert loose == set(), "give each a manager from TenantQuerySet"


def test_child_tables_of_tenant_rows_have_an_office_column():
    tenants = set(tenant_tables())
    loose = {
        model._meta.label
        for model in set(apps.get_models(include_auto_created=True)) - tenants
        if tenants & {field.related_model for field in model._meta.concrete_fields}
    }
    assert loose == KEYS_ALONE, (
        "give each an `office`, a manager from TenantQuerySet and casework.wall.row_security.wall(table)"
    )


@pytest.mark.postgresql
def test_every_table_with_an_office_is_under_forced_row_level_security(db):
    with connection.cursor() as cursor:
        cursor.execute("select relname from pg_class where relrowsecurity and relforcerowsecurity")
        forced = {name for (name,) in cursor.fetchall()}
    open_tables = {m._meta.db_table for m in tenant_tables()} - forced
    assert open_tables == set(), "add casework.wall.row_security.wall(table) in a migration"


@pytest.mark.postgresql
def test_app_role_has_no_privileges(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "select rolsuper, rolbypassrls, rolcreatedb, rolcreaterole,"
            " (select count(*) from pg_class where relowner = r.oid),"
            " (select count(*) from pg_auth_members where member = r.oid)"
            " from pg_roles r where rolname = current_user"
        )
        assert cursor.fetchone() == (False, False, False, False, 0, 0)
