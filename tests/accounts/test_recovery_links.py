"""Recovery links for staff who lost their factor; a stolen password alone sets up no factor."""

import re
from datetime import timedelta
from io import StringIO

import pyotp
import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from accounts.models import Installation, RecoveryLink, User
from accounts.services import TooManyLinks, forget_old, make_staff, send_recovery_link
from tests.accounts.signing_in import PASSWORD

pytestmark = pytest.mark.django_db
NEW = {"password": "otters under the bridge", "again": "otters under the bridge"}


@pytest.fixture
def link(dev, sent_mail):
    """Return the path of the recovery link that Dev sends to Hal, who has no factor."""
    hal = make_staff(email="hal@staff.example", name="Hal", password=PASSWORD)
    send_recovery_link(user=hal, by=dev)
    text = sent_mail()[-1].get_body(("plain",)).get_content()
    return re.search(r"https?://[^/]+(/accounts/recovery/\S+)", text).group(1)


def hal():
    return User.objects.get(email="hal@staff.example")


def accept(client, link, **data):
    client.get(link)
    return client.post(reverse("accounts_recovery"), data or NEW)


def enrol(client):
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    return client.post(reverse("mfa_activate_totp"), {"code": pyotp.TOTP(secret).now()})


def test_recovery_leads_to_the_back_office_without_another_sign_in(client, link):
    assert accept(client, link).url == reverse("mfa_activate_totp")
    assert enrol(client).url == reverse("mfa_view_recovery_codes")
    assert len(client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]) == 10
    assert client.get("/office/").status_code != 302 or "accounts" not in client.get("/office/").url


def test_code_used_for_set_up_does_not_sign_in(client, link):
    accept(client, link)
    page = client.get(reverse("mfa_activate_totp"))
    code = pyotp.TOTP(page.context["form"].secret).now()
    client.post(reverse("mfa_activate_totp"), {"code": code})
    client.post(reverse("account_logout"))
    client.post(reverse("account_login"), {"login": hal().email, "password": NEW["password"]})
    assert client.post(reverse("mfa_authenticate"), {"code": code}).status_code == 422


def test_opening_a_recovery_link_does_not_use_it_up(client, link):
    for _each in range(3):
        other = client.__class__()
        assert other.get(link, follow=True).status_code == 200
        assert other.head(link).status_code == 302
    assert accept(client, link).status_code == 302


def test_token_leaves_the_url_and_only_its_hash_is_stored(client, link):
    assert client.get(link).url == reverse("accounts_recovery")
    token = link.rstrip("/").split("/")[-1]
    assert len(token) >= 43  # 32 random bytes
    assert RecoveryLink.objects.get().token_hash != token
    assert not RecoveryLink.objects.filter(token_hash__contains=token).exists()


def test_recovery_link_works_once(client, link):
    accept(client, link)
    response = accept(client.__class__(), link)
    assert response.status_code == 410
    assert "can no longer be used" in response.text


def test_expired_recovery_link_is_refused(client, link):
    RecoveryLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert accept(client, link).status_code == 410


def test_second_recovery_link_replaces_the_first(client, link, dev):
    send_recovery_link(user=hal(), by=dev)
    assert accept(client, link).status_code == 410


@pytest.mark.parametrize("token", ["", " ", "%20", "x", "0" * 43, "None"])
def test_blank_and_guessed_tokens_are_refused(client, link, token):
    client.get(f"/accounts/recovery/{token}/")
    assert client.get(reverse("accounts_recovery")).status_code == 410


@pytest.mark.parametrize("password", ["short", "password1234", "123456789012", "hal@staff.example"])
def test_weak_password_is_refused_with_an_error(client, link, password):
    response = accept(client, link, password=password, again=password)
    assert response.status_code == 422
    assert "There is a problem" in response.text


def test_different_passwords_are_refused(client, link):
    response = accept(client, link, password=NEW["password"], again="something else again")
    assert "The two are different" in response.text


def test_recovery_link_changes_nothing_until_used(gus, dev):
    send_recovery_link(user=gus, by=dev)
    gus.refresh_from_db()
    assert gus.check_password(PASSWORD)
    assert gus.authenticator_set.count() == 1


def test_using_a_recovery_link_ends_old_sessions_and_factors(client, gus, dev, sign_in, sent_mail):
    thief = sign_in(gus, on=client.__class__())
    send_recovery_link(user=gus, by=dev)
    text = sent_mail()[-1].get_body(("plain",)).get_content()
    accept(client, re.search(r"/accounts/recovery/\S+", text).group())
    assert thief.get("/office/").url.startswith(reverse("account_login"))
    assert not gus.authenticator_set.exists()


@pytest.mark.parametrize("name", ["mfa_activate_totp", "mfa_add_webauthn"])
@pytest.mark.parametrize("method", ["get", "post", "put", "delete", "head", "options"])
def test_password_alone_cannot_set_up_a_factor(client, db, name, method):
    user = make_staff(email="ivy@staff.example", name="Ivy", password=PASSWORD)
    client.force_login(user)
    response = getattr(client, method)(reverse(name))
    assert response.url == reverse("accounts_no_factor")
    assert not user.authenticator_set.exists()


def test_factor_set_up_is_limited_to_30_minutes(client, link, clock):
    accept(client, link)
    client.get(reverse("mfa_activate_totp"))
    clock(29 * 60)
    assert client.get(reverse("mfa_activate_totp")).status_code == 200
    clock(61)
    assert client.get(reverse("mfa_activate_totp")).url == reverse("accounts_no_factor")


def test_back_office_redirects_to_set_up_until_there_is_a_factor(client, link):
    accept(client, link)
    assert client.get("/office/").url == reverse("mfa_activate_totp")
    assert client.get("/editor/").url == reverse("mfa_activate_totp")


def test_no_factor_page_says_whom_to_ask(client):
    response = client.get(reverse("accounts_no_factor"))
    assert response.status_code == 403
    assert "Ask a manager of your office for a recovery link" in response.text


def test_recovery_link_is_deleted_a_day_after_it_was_used(client, link):
    accept(client, link)
    assert forget_old() == 0
    RecoveryLink.objects.update(used_at=timezone.now() - timedelta(hours=25))
    assert forget_old() == 1


def test_one_person_gets_three_recovery_links_a_day_whoever_sends_them(dev, ben, gus, sent_mail):
    for sender in (dev, ben, dev):
        send_recovery_link(user=gus, by=sender)
    with pytest.raises(TooManyLinks):
        send_recovery_link(user=gus, by=ben)
    assert len(sent_mail()) == 3
    RecoveryLink.objects.update(created_at=timezone.now() - timedelta(hours=25))
    send_recovery_link(user=gus, by=ben)


def test_one_person_sends_twenty_recovery_links_a_day(dev, ben):
    for number in range(20):
        person = make_staff(email=f"p{number}@staff.example", name="Pat", password=PASSWORD)
        send_recovery_link(user=person, by=dev)
    with pytest.raises(TooManyLinks):
        send_recovery_link(user=ben, by=dev)


def test_manager_is_told_that_too_many_links_were_sent(sign_in, dev, ben):
    page = reverse("backoffice:membership_recover", args=[ben.memberships.get().uuid])
    client = sign_in(dev)
    texts = [client.post(page, follow=True).text for _each in range(4)]
    assert ["Too many recovery links" in text for text in texts] == [False, False, False, True]


def test_totp_command_prints_working_codes(client, gus, give_password, give_code, clock):
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


def test_totp_command_is_refused_without_a_demo_database(gus):
    with pytest.raises(CommandError, match="not a demo database"):
        call_command("totp", gus.email)
