"""Locking and unlocking of staff accounts, with a reason and mails to the person and the office."""

import pytest
from django.urls import reverse

from accounts.models import User
from casework.audit.models import Entry
from casework.audit.verbs import Verb
from casework.offices.access.grants import LastAdministrator
from casework.offices.access.locks import lock_account
from casework.offices.models import Membership
from casework.offices.services import LastManager
from casework.wall.scope import ALL, scoped
from tests import factories

WHY = "Their laptop was stolen on the train."
PEOPLE = "/office/administration/people/"


def page(name, user):
    with scoped(ALL):
        return reverse(f"backoffice:{name}", args=[user.memberships.get().uuid])


def is_active(user):
    return User.objects.get(pk=user.pk).is_active


def boss():
    return factories.staff("Boss", is_administrator=True)


def test_locked_account_is_signed_out_at_the_next_request(desk, dev, ben, sent_mail):
    theirs = desk(ben)
    assert "signed out at once" in desk(dev).get(page("membership_lock", ben)).text
    desk(dev).post(page("membership_lock", ben), {"reason": WHY})
    assert theirs.get("/office/cases/").status_code == 302
    assert not is_active(ben)
    with scoped(ALL):
        entry = Entry.objects.get(verb=Verb.ACCOUNT_LOCKED)
    assert (entry.actor_id, entry.reason, entry.detail) == (dev.pk, WHY, {"person": ben.pk})
    mails = {mail["To"]: mail.get_body(("plain",)).get_content() for mail in sent_mail()}
    assert set(mails) == {ben.email, dev.email}
    assert "Your account is locked. Dev locked it." in mails[ben.email]
    assert WHY not in "".join(mails.values())


def test_locking_needs_a_reason(desk, dev, ben):
    assert desk(dev).post(page("membership_lock", ben), {"reason": "Because."}).status_code == 422
    assert is_active(ben)


def test_manager_unlocks_account_locked_by_a_manager(desk, dev, ben):
    lock_account(user=ben, reason=WHY, by=dev)
    client = desk(dev)
    assert WHY in client.get(page("membership_unlock", ben)).text
    client.post(page("membership_unlock", ben))
    assert is_active(ben)


def test_account_locked_by_an_administrator_is_unlocked_by_one(desk, dev, ben):
    administrator = boss()
    client = desk(administrator)
    client.post(f"{PEOPLE}{ben.uuid}/lock/", {"reason": WHY})
    assert not is_active(ben)
    assert "Ask an administrator" in desk(dev).post(page("membership_unlock", ben), follow=True).text
    assert not is_active(ben)
    client.post(f"{PEOPLE}{ben.uuid}/unlock/")
    assert is_active(ben)


@pytest.mark.parametrize(("who", "status"), [("fay", 403), ("cat", 404), ("eve", 404), ("ada", 404)])
def test_locking_is_refused_to_everyone_but_managers_of_the_office(desk, assembly, who, status):
    client = desk(getattr(assembly, who))
    assert client.post(page("membership_lock", assembly.ben), {"reason": WHY}).status_code == status
    assert is_active(assembly.ben)


def test_manager_cannot_lock_a_member_of_two_offices(desk, assembly):
    address = page("membership_lock", assembly.ben)
    with scoped(ALL):
        Membership.objects.create(office=assembly.sister, user=assembly.ben, role="caseworker")
        Membership.objects.update(started_at="2026-01-01T00:00Z")
    assert "Ask an administrator" in desk(assembly.dev).post(address, {"reason": WHY}, follow=True).text
    assert is_active(assembly.ben)


def test_own_account_and_last_of_a_role_cannot_be_locked(desk, dev):
    administrator = boss()
    assert desk(dev).post(page("membership_lock", dev), {"reason": WHY}).status_code == 404
    assert desk(administrator).post(f"{PEOPLE}{administrator.uuid}/lock/", {"reason": WHY}).status_code == 404
    with pytest.raises(LastManager):
        lock_account(user=dev, reason=WHY, by=administrator)
    with pytest.raises(LastAdministrator):
        lock_account(user=administrator, reason=WHY, by=dev)
    assert is_active(dev)
    assert is_active(administrator)
