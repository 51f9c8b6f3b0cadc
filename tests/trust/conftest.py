"""Fixtures that several proofs share."""

import pytest
from django.conf import settings as configured
from django.utils import timezone

from accounts.models import AccountLock, User
from accounts.services import set_editor
from casework.offices.access import emergency_access
from casework.offices.access.invitations import invite
from casework.offices.models import Office
from casework.wall.scope import ALL, scoped
from ops.databases import as_owner
from tests import factories
from tests.trust.acts import ROLES, WHY, Cast
from tests.trust.service import processes
from tests.trust.uploading import Stranger


def an_access(office, *, over=False, **more):
    boss = factories.staff(f"Admin{next(factories.number)}", is_administrator=True)
    access = emergency_access.ask_for_access(office=office, reason=WHY, hours=1, by=boss, **more)
    if over:
        emergency_access.end_access(access=access, by=boss)
    return access


def locked(name, **where):
    user = factories.staff(name, **where)
    AccountLock.objects.create(user=user, locked_at=timezone.now())
    User.objects.filter(pk=user.pk).update(is_active=False)
    return user


@pytest.fixture
def cast(assembly):
    """Return people with every role in every office, and people without an office."""
    people = {
        f"{role} of {office.slug}": factories.staff(f"{role}.{office.slug}", office=office, role=role)
        for office in (assembly.office, assembly.sister, assembly.rival)
        for role in ROLES.values
    }
    people |= {
        "stranger": None,
        "constituent": assembly.ada,
        "staff of no office": factories.staff("Gil"),
        "editor": factories.staff("Ed"),
        "administrator": factories.staff("Boss", is_administrator=True),
        "second administrator": factories.staff("Chief", is_administrator=True),
        "disabled manager": factories.staff("Old", office=assembly.office, role=ROLES.MANAGER),
        "manager without a second factor": factories.staff("New", office=assembly.office, role=ROLES.MANAGER),
        "manager who left": factories.staff("Gone", office=assembly.office, role=ROLES.MANAGER),
    }
    User.objects.filter(pk=people["disabled manager"].pk).update(is_active=False)
    people["manager who left"].memberships.update(ended_at=timezone.now())
    set_editor(user=people["editor"], may_edit=True, by=None)
    an_editor = factories.staff("Wanda")
    set_editor(user=an_editor, may_edit=True, by=None)
    with scoped(ALL):
        green = Office.objects.create(slug="green", name="Green", group=assembly.office.group)
    emergency_access.ask_for_access(office=assembly.office, reason=WHY, hours=1, by=people["administrator"])
    offered = invite(office=assembly.office, email="offered@work.example", role="manager", by=assembly.dev)
    invited_editor = invite(office=None, email="edna@work.example", role="editor", by=people["administrator"])
    return Cast(
        people=people,
        colleague=assembly.ben,
        another_manager=assembly.dev,
        offered=offered,
        invited_editor=invited_editor,
        an_editor=an_editor,
        asked=an_access(assembly.office),
        unmanaged=an_access(green),
        opened=an_access(assembly.office, life_at_risk=True),
        over=an_access(assembly.office, life_at_risk=True, over=True),
        asleep=locked("Asleep", office=assembly.office).memberships.get(),
        asleep_nowhere=locked("Absent"),
    )


@pytest.fixture
def owner(transactional_db):
    """Connect as the owner of the database, who can bypass every guard."""
    with as_owner(*configured.DATABASES):
        yield


@pytest.fixture
def stranger(hand, tmp_path, monkeypatch):
    """Return an anonymous visitor at the step for files, at a process whose store the test can read."""
    hand.fill(until="files")
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    with processes(1) as [process]:
        yield Stranger(process, hand.client.cookies["session"].value)
