"""The create_admin command: it prints or mails an invitation, and promotes nobody by mistake."""

import pytest
from django.core.management import CommandError

from accounts.services import enrol_totp
from casework.offices.access.invitations import accept_as_new, invitation_of
from casework.offices.models import Invitation
from casework.wall.scope import ALL, scoped

from .conftest import run

pytestmark = pytest.mark.django_db
EMAIL = "chief@staff.example"


def token_in(output):
    return output.split()[0].rstrip("/").rpartition("/")[2]


def accepted(output):
    """Return the account of a person who opened the printed link."""
    return accept_as_new(
        invitation=invitation_of(token_in(output)), name="Chief", password="seven kettles in a row"
    )


def test_create_admin_prints_a_working_invitation():
    chief = accepted(run("create_admin", EMAIL))
    assert (chief.email, chief.name, chief.is_administrator) == (EMAIL, "Chief", True)


def test_create_admin_twice_makes_one_valid_link():
    first, second = token_in(run("create_admin", EMAIL)), token_in(run("create_admin", EMAIL.upper()))
    assert invitation_of(first) is None
    assert invitation_of(second)


def test_create_admin_with_mail_does_not_print_the_link(sent_mail):
    assert "http" not in run("create_admin", EMAIL, mail=True)
    (message,) = sent_mail()
    assert message["To"] == EMAIL
    with scoped(ALL):
        assert Invitation.objects.open().exists()


def test_administrator_with_second_factor_is_unchanged_without_again():
    chief = accepted(run("create_admin", EMAIL))
    enrol_totp(user=chief, secret="A" * 32)
    assert "Nothing was changed" in run("create_admin", EMAIL)
    assert "http" in run("create_admin", EMAIL, again=True)


@pytest.mark.parametrize("whose", ["ada", "ben"])
def test_create_admin_refuses_constituents_and_other_staff(assembly, whose):
    person = getattr(assembly, whose)
    with pytest.raises(CommandError):
        run("create_admin", person.email)
    person.refresh_from_db()
    assert not person.is_administrator


def test_create_admin_refuses_an_invalid_address():
    with pytest.raises(CommandError):
        run("create_admin", "nobody")
