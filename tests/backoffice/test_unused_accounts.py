"""The locking of unused accounts, and unlocking them."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AccountLock, User
from casework.audit.verbs import Verb
from casework.offices.access.locks import LASTS, NOTICE, NotLocked, lock_unused, unlock
from casework.offices.models import Membership
from casework.wall.scope import ALL, scoped
from tests import factories
from tests.backoffice.entries import entries_with

TEAM = "/office/team/"
ADMINISTRATION = "/office/administration/"


def unused(user, *, days, warned=None):
    """Set the last sign-in `days` ago and, if given, the warning `warned` days ago. Return the user."""
    now = timezone.now()
    User.objects.filter(pk=user.pk).update(
        last_login=now - timedelta(days=days), joined_at=now - timedelta(days=400)
    )
    if warned is not None:
        AccountLock.objects.update_or_create(user=user, defaults={"warned_at": now - timedelta(days=warned)})
    return user


@pytest.fixture
def locked_ben(ben):
    """Return Ben, locked by the service after 60 days without signing in."""
    lock_unused_of(ben)
    ben.refresh_from_db()
    return ben


def lock_unused_of(user):
    unused(user, days=LASTS.days, warned=NOTICE.days)
    lock_unused()


def test_unused_account_is_warned_once_a_week_before_it_is_locked(ben, sent_mail):
    unused(ben, days=LASTS.days - NOTICE.days)
    lock_unused()
    lock_unused()
    [mail] = sent_mail()
    assert mail["To"] == ben.email
    assert "In 7 days your account is locked" in mail.get_body(("plain",)).get_content()
    ben.refresh_from_db()
    assert ben.is_active


@pytest.mark.parametrize(("days", "warned"), [(300, None), (300, 3), (59, 7), (60, 61), (50, None)])
def test_account_is_not_locked_too_early_or_without_warning(ben, days, warned):
    unused(ben, days=days, warned=warned)
    lock_unused()
    ben.refresh_from_db()
    assert ben.is_active


def test_unused_account_is_locked_and_managers_get_mail(desk, assembly, locked_ben, sent_mail):
    assert not locked_ben.is_active
    assert {mail["To"] for mail in sent_mail()} == {locked_ben.email, assembly.dev.email}
    [entry] = entries_with(Verb.ACCOUNT_LOCKED)
    assert (entry.actor_id, entry.office_id, entry.detail) == (
        None,
        assembly.office.pk,
        {"person": locked_ben.pk},
    )
    assert "Locked" in desk(assembly.dev).get(TEAM).text


def test_unused_account_is_locked_once(locked_ben, sent_mail):
    lock_unused()
    assert len(sent_mail()) == 2
    assert len(entries_with(Verb.ACCOUNT_LOCKED)) == 1


def test_locking_ends_open_sessions_at_the_next_request(desk, ben):
    client = desk(ben)
    assert client.get(TEAM).status_code == 200
    lock_unused_of(ben)
    assert client.get(TEAM).status_code == 302


def test_constituents_and_staff_who_never_signed_in_are_not_locked(assembly, ada):
    gil = User.objects.create_user("gil@work.example", kind="staff")  # invited, no password yet
    for person in (ada, gil):
        lock_unused_of(person)
        person.refresh_from_db()
        assert person.is_active


def test_last_administrator_is_not_locked(db, sent_mail):
    boss = factories.staff("Boss", is_administrator=True)
    lock_unused_of(boss)
    boss.refresh_from_db()
    assert boss.is_active


def unlock_url(user):
    with scoped(ALL):
        return reverse("backoffice:membership_unlock", args=[user.memberships.get().uuid])


def test_manager_unlocks_an_account_with_a_recovery_link(desk, dev, locked_ben, sent_mail):
    factories.use_second_factor(desk(locked_ben), locked_ben)
    sent_mail()
    client = desk(dev)
    assert "new password" in client.get(unlock_url(locked_ben)).text
    client.post(unlock_url(locked_ben))
    locked_ben.refresh_from_db()
    assert locked_ben.is_active
    assert not locked_ben.authenticator_set.exists()  # the old factor is deleted
    assert any("link" in mail["Subject"] for mail in sent_mail() if mail["To"] == locked_ben.email)
    assert [entry.actor_id for entry in entries_with(Verb.ACCOUNT_UNLOCKED)] == [dev.pk]
    lock_unused()
    locked_ben.refresh_from_db()
    assert locked_ben.is_active  # unlocking restarts the period of disuse


def test_session_from_before_the_lock_stays_ended_after_unlocking(desk, dev, ben):
    client = desk(ben)
    lock_unused_of(ben)
    desk(dev).post(unlock_url(ben))
    assert client.get(TEAM).status_code == 302


@pytest.mark.parametrize(("who", "status"), [("fay", 403), ("cat", 404), ("eve", 404), ("ada", 404)])
def test_unlocking_is_refused_to_everyone_but_managers_of_the_office(desk, assembly, locked_ben, who, status):
    client = desk(getattr(assembly, who))
    assert (
        client.get(unlock_url(locked_ben)).status_code
        == client.post(unlock_url(locked_ben)).status_code
        == status
    )
    locked_ben.refresh_from_db()
    assert not locked_ben.is_active


def test_account_disabled_for_another_reason_cannot_be_unlocked(desk, dev, ben, office):
    User.objects.filter(pk=ben.pk).update(is_active=False)
    assert desk(dev).post(unlock_url(ben)).status_code == 404
    with pytest.raises(NotLocked):
        unlock(user=ben, by=dev)


def add_membership(user, office):
    with scoped(ALL):
        Membership.objects.create(office=office, user=user, role="caseworker")


def test_member_of_two_offices_is_unlocked_by_an_administrator_only(desk, assembly, dev, ben):
    address = unlock_url(ben)
    add_membership(ben, assembly.sister)
    lock_unused_of(ben)
    assert "works for another office too" in desk(dev).post(address, follow=True).text
    ben.refresh_from_db()
    assert not ben.is_active
    assert len(entries_with(Verb.ACCOUNT_LOCKED)) == 2  # one entry in the log of each office
    boss = desk(factories.staff("Boss", is_administrator=True))
    assert "Ben" in boss.get(ADMINISTRATION).text
    boss.post(f"{ADMINISTRATION}people/{ben.uuid}/unlock/")
    ben.refresh_from_db()
    assert ben.is_active


def test_locking_the_last_manager_tells_administrators_who_can_unlock(desk, assembly, dev, sent_mail):
    boss = factories.staff("Boss", is_administrator=True)
    lock_unused_of(dev)
    assert boss.email in {mail["To"] for mail in sent_mail()}
    client = desk(boss)
    assert "dev@staff.example" in client.get(ADMINISTRATION).text
    client.post(f"{ADMINISTRATION}people/{dev.uuid}/unlock/")
    dev.refresh_from_db()
    assert dev.is_active


def test_administrator_cannot_unlock_an_account_that_a_manager_can(desk, locked_ben):
    boss = desk(factories.staff("Boss", is_administrator=True))
    assert "Ben" not in boss.get(ADMINISTRATION).text
    assert boss.post(f"{ADMINISTRATION}people/{locked_ben.uuid}/unlock/").status_code == 404


def test_membership_of_a_locked_account_can_be_ended(desk, dev, locked_ben):
    with scoped(ALL):
        membership = locked_ben.memberships.get()
    desk(dev).post(reverse("backoffice:membership_end", args=[membership.uuid]))
    membership.refresh_from_db()
    assert membership.ended_at is not None
    assert "Ben" not in desk(dev).get(TEAM).text
