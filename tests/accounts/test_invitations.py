"""R4, B-08: staff come in by invitation, and a stolen password alone sets up nothing."""

import re
from datetime import timedelta
from io import StringIO

import pyotp
import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from accounts.factors import has_factor, second_factor_used
from accounts.models import Installation, Invitation, User
from accounts.services import forget_old, invite, invite_again, make_staff
from tests.accounts.conftest import PASSWORD

pytestmark = pytest.mark.django_db
NEW = {"password": "otters under the bridge", "again": "otters under the bridge"}


@pytest.fixture
def link(dev, sent_mail):
    """The path in the mail that Dev's invitation sends to Hal."""
    invite(email="Hal@Staff.example", name="Hal", by=dev)
    text = sent_mail()[-1].get_body(("plain",)).get_content()
    return re.search(r"https?://[^/]+(/accounts/invitation/\S+)", text).group(1)


def hal():
    return User.objects.get(email="hal@staff.example")


def accept(client, link, **data):
    client.get(link)
    return client.post(reverse("accounts_invitation"), data or NEW)


def enrol(client):
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    return client.post(reverse("mfa_activate_totp"), {"code": pyotp.TOTP(secret).now()})


def test_from_invitation_to_back_office_nobody_is_asked_twice(client, link):
    assert accept(client, link).url == reverse("mfa_activate_totp")
    assert enrol(client).url == reverse("mfa_view_recovery_codes")
    assert len(client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]) == 10
    assert client.get("/office/").status_code != 302 or "accounts" not in client.get("/office/").url


def test_the_code_that_set_the_app_up_does_not_sign_in(client, link):
    accept(client, link)
    page = client.get(reverse("mfa_activate_totp"))
    code = pyotp.TOTP(page.context["form"].secret).now()
    client.post(reverse("mfa_activate_totp"), {"code": code})
    client.post(reverse("account_logout"))
    client.post(reverse("account_login"), {"login": hal().email, "password": NEW["password"]})
    assert client.post(reverse("mfa_authenticate"), {"code": code}).status_code == 422


def test_opening_the_link_uses_nothing_up(client, link):
    for _each in range(3):
        other = client.__class__()
        assert other.get(link, follow=True).status_code == 200
        assert other.head(link).status_code == 302
    assert accept(client, link).status_code == 302


def test_the_token_leaves_the_address_and_the_database_has_only_its_hash(client, link):
    assert client.get(link).url == reverse("accounts_invitation")
    token = link.rstrip("/").split("/")[-1]
    assert len(token) >= 43  # 32 random bytes
    assert Invitation.objects.get().token_hash != token
    assert not Invitation.objects.filter(token_hash__contains=token).exists()


def test_a_link_works_once(client, link):
    accept(client, link)
    response = accept(client.__class__(), link)
    assert response.status_code == 410
    assert "can no longer be used" in response.text


def test_a_link_works_for_seven_days(client, link):
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert accept(client, link).status_code == 410


def test_a_newer_link_replaces_the_older(client, link, dev):
    invite_again(user=hal(), by=dev)
    assert accept(client, link).status_code == 410


@pytest.mark.parametrize("token", ["", " ", "%20", "x", "0" * 43, "None"])
def test_blank_and_guessed_tokens_open_nothing(client, link, token):
    client.get(f"/accounts/invitation/{token}/")
    assert client.get(reverse("accounts_invitation")).status_code == 410


@pytest.mark.parametrize("password", ["short", "password1234", "123456789012", "hal@staff.example"])
def test_an_easy_password_is_refused_with_a_sentence(client, link, password):
    response = accept(client, link, password=password, again=password)
    assert response.status_code == 422
    assert "There is a problem" in response.text


def test_two_different_passwords_are_refused(client, link):
    response = accept(client, link, password=NEW["password"], again="something else again")
    assert "The two are different" in response.text


def test_a_constituents_address_cannot_be_invited(dev, ada):
    with pytest.raises(ValidationError, match="different work email address"):
        invite(email=ada.email, name="Ada", by=dev)
    ada.refresh_from_db()
    assert ada.kind == "constituent"


def test_who_can_sign_in_already_gets_no_new_link(dev, gus, sent_mail):
    assert invite(email=gus.email, name="Gus", by=dev) == gus
    assert sent_mail() == []
    assert gus.check_password(PASSWORD)


def test_a_fresh_invitation_changes_nothing_until_accepted(gus, dev):
    invite_again(user=gus, by=dev)
    gus.refresh_from_db()
    assert gus.check_password(PASSWORD)
    assert gus.authenticator_set.count() == 1


def test_accepting_a_fresh_invitation_ends_old_sessions_and_factors(client, gus, dev, sign_in, sent_mail):
    thief = sign_in(gus, on=client.__class__())
    invite_again(user=gus, by=dev)
    text = sent_mail()[-1].get_body(("plain",)).get_content()
    accept(client, re.search(r"/accounts/invitation/\S+", text).group())
    assert thief.get("/office/").url.startswith(reverse("account_login"))
    assert not gus.authenticator_set.exists()


@pytest.mark.parametrize("name", ["mfa_activate_totp", "mfa_add_webauthn"])
@pytest.mark.parametrize("method", ["get", "post", "put", "delete", "head", "options"])
def test_a_stolen_password_sets_up_no_factor(client, db, name, method):
    user = make_staff(email="ivy@staff.example", name="Ivy", password=PASSWORD)
    client.force_login(user)
    response = getattr(client, method)(reverse(name))
    assert response.url == reverse("accounts_no_factor")
    assert not user.authenticator_set.exists()


def test_the_time_to_set_up_a_factor_is_half_an_hour(client, link, clock):
    accept(client, link)
    client.get(reverse("mfa_activate_totp"))
    clock(29 * 60)
    assert client.get(reverse("mfa_activate_totp")).status_code == 200
    clock(61)
    assert client.get(reverse("mfa_activate_totp")).url == reverse("accounts_no_factor")


def test_until_a_factor_is_set_up_the_back_office_stays_shut(client, link):
    accept(client, link)
    assert client.get("/office/").url == reverse("mfa_activate_totp")
    assert client.get("/editor/").url == reverse("mfa_activate_totp")


def test_the_page_for_people_without_a_factor_says_whom_to_ask(client):
    response = client.get(reverse("accounts_no_factor"))
    assert response.status_code == 403
    assert "Ask a manager of your office for a fresh invitation" in response.text


def test_old_invitations_are_forgotten(client, link):
    accept(client, link)
    assert forget_old() == 1


def test_create_admin_prints_a_link_that_works(client, db):
    out = StringIO()
    call_command("create_admin", "root@assembly.example", "--name", "Ruth", stdout=out)
    link = re.search(r"/accounts/invitation/\S+", out.getvalue()).group()
    accept(client, link)
    enrol(client)
    user = User.objects.get(email="root@assembly.example")
    assert user.is_administrator
    assert second_factor_used_by(client, user)


def second_factor_used_by(client, user):
    from django.test import RequestFactory

    request = RequestFactory().get("/")
    request.user, request.session = user, client.session
    return second_factor_used(request)


def test_create_admin_refuses_other_staff_and_constituents(ada, ben):
    for person in (ada, ben):
        with pytest.raises(CommandError):
            call_command("create_admin", person.email)


def test_totp_prints_a_code_that_works_and_then_another(client, gus, give_password, give_code, clock):
    Installation.objects.create(pk=1, is_demo=True)
    for _each in range(2):
        out = StringIO()
        call_command("totp", gus.email, stdout=out)
        (
            code,
            _rest,
        ) = out.getvalue().split("  ")
        give_password(gus.email)
        assert give_code(code).status_code == 302
        client.post(reverse("account_logout"))


def test_totp_refuses_where_there_is_no_demo(gus):
    with pytest.raises(CommandError, match="not a demo database"):
        call_command("totp", gus.email)


def test_recovery_codes_alone_are_no_second_factor(ben, dev, sent_mail):
    """Who has nothing else is sent a link when invited, as anybody who cannot come in."""
    Authenticator.objects.create(user=ben, type=Authenticator.Type.RECOVERY_CODES, data={})
    assert not has_factor(ben)
    invite(email=ben.email, name="Ben", by=dev)
    assert "/accounts/invitation/" in sent_mail()[-1].get_body(("plain",)).get_content()


def test_until_somebody_comes_in_the_last_who_asks_names_them(db):
    invite(email="gil@work.example", name="A name of another office", by=None)
    assert invite(email="gil@work.example", name="Gil", by=None).name == "Gil"
