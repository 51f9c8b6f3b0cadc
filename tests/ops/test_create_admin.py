"""The first administrator comes in by a link, and nobody becomes staff by mistake."""

import pytest
from django.core.management import CommandError

from accounts.models import Invitation, User
from accounts.services import enrol_totp, open_invitation

from .conftest import run

pytestmark = pytest.mark.django_db
EMAIL = "chief@staff.example"


def token_in(said):
    return said.split()[0].rstrip("/").rpartition("/")[2]


def test_a_link_is_printed_that_works():
    invitation = open_invitation(token_in(run("create_admin", EMAIL, name="Chief")))
    assert invitation.user.email == EMAIL
    assert invitation.user.is_administrator


def test_repeating_makes_one_person_and_one_link_that_works():
    first, second = token_in(run("create_admin", EMAIL)), token_in(run("create_admin", EMAIL.upper()))
    assert User.objects.filter(email=EMAIL).count() == 1
    assert open_invitation(first) is None
    assert open_invitation(second)


def test_the_link_is_mailed_and_not_shown(sent_mail):
    assert "http" not in run("create_admin", EMAIL, mail=True)
    (message,) = sent_mail()
    assert message["To"] == EMAIL
    assert Invitation.objects.filter(used_at=None).exists()


def test_who_can_sign_in_is_left_alone_unless_asked():
    run("create_admin", EMAIL)
    chief = User.objects.get(email=EMAIL)
    enrol_totp(user=chief, secret="A" * 32)
    assert "Nothing was changed" in run("create_admin", EMAIL)
    assert "http" in run("create_admin", EMAIL, again=True)


@pytest.mark.parametrize("whose", ["ada", "ben"])
def test_constituents_and_other_staff_do_not_become_administrators(assembly, whose):
    person = getattr(assembly, whose)
    with pytest.raises(CommandError):
        run("create_admin", person.email)
    person.refresh_from_db()
    assert not person.is_administrator


def test_what_is_no_address_is_refused():
    with pytest.raises(CommandError):
        run("create_admin", "nobody")
