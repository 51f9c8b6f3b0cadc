"""Staff sign-in with a password and a second factor, and the single use of app codes."""

import time

import pyotp
import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import RequestFactory
from django.urls import reverse

from accounts.factors.second_factor import passkey_mark, second_factor_used
from accounts.mail import grouped
from accounts.models import User
from accounts.services import make_staff
from tests.accounts.signing_in import PASSWORD, SECRET

pytestmark = pytest.mark.django_db
OFFICE = "/office/"


def signed_in(client):
    return "_auth_user_id" in client.session


def request_of(client, user):
    request = RequestFactory().get("/")
    request.user, request.session = user, client.session
    return request


def test_password_and_code_open_the_back_office(client, gus, give_password, give_code, app):
    assert give_password(gus.email).url == reverse("mfa_authenticate")
    assert not signed_in(client)
    assert give_code(app.now()).url == reverse("backoffice:home")
    assert second_factor_used(request_of(client, gus))


def test_requested_page_follows_both_steps(client, gus, give_password, give_code, app):
    give_password(gus.email, next="/office/cases/?q=lift")
    assert give_code(app.now()).url == "/office/cases/?q=lift"


def test_signing_in_changes_the_session_key(client, gus, give_password, give_code, app):
    give_password(gus.email)
    before = client.session.session_key
    give_code(app.now())
    assert client.session.session_key != before


@pytest.mark.parametrize(
    ("email", "password"), [("gus@staff.example", "wrong"), ("no@staff.example", PASSWORD)]
)
def test_refused_sign_in_does_not_say_what_was_wrong(gus, give_password, email, password):
    response = give_password(email, password)
    assert response.status_code == 422
    assert "Together they do not match" in response.text


def test_constituent_cannot_sign_in_with_a_password(client, ada, give_password):
    ada.set_password(PASSWORD)
    ada.save()
    assert give_password(ada.email).status_code == 422
    assert not signed_in(client)


def test_password_without_a_second_factor_gives_no_session(client, gus, give_password):
    """The factor of another account does not count."""
    make_staff(email="new@staff.example", name="New", password=PASSWORD)
    response = give_password("new@staff.example")
    assert response.url == reverse("accounts_no_factor")
    assert not signed_in(client)


def test_wrong_code_is_refused_with_advice(client, gus, give_password, give_code):
    give_password(gus.email)
    response = give_code("000000")
    assert response.status_code == 422
    assert "Enter the code your app shows now" in response.text
    assert not signed_in(client)


def sign_in_again(client, give_password, give_code, gus, code):
    client.post(reverse("account_logout"))
    give_password(gus.email)
    return give_code(code).status_code == 302


def test_reused_code_is_refused_at_once(client, gus, give_password, give_code, app):
    code = app.now()
    assert sign_in_again(client, give_password, give_code, gus, code)
    assert not sign_in_again(client, give_password, give_code, gus, code)


def test_reused_code_is_refused_30_seconds_later(client, gus, give_password, give_code, app, clock):
    """RFC 6238 5.2: the code is still within the tolerance, and allauth's cache entry is gone."""
    code = app.now()
    assert sign_in_again(client, give_password, give_code, gus, code)
    clock(30)
    cache.clear()
    assert not sign_in_again(client, give_password, give_code, gus, code)


def test_code_is_refused_after_a_later_one_was_used(client, gus, give_password, give_code, app):
    now = time.time()
    assert sign_in_again(client, give_password, give_code, gus, app.at(now + 30))
    assert not sign_in_again(client, give_password, give_code, gus, app.at(now))


def test_spaces_in_a_code_are_ignored(client, gus, give_password, give_code, app):
    give_password(gus.email)
    code = app.now()
    assert give_code(f" {code[:3]} {code[3:]} ").status_code == 302


def test_wrong_codes_are_limited_for_five_minutes(client, gus, give_password, give_code, app, clock):
    give_password(gus.email)
    for _each in range(5):
        give_code("000000")
    assert "Wait 5 minutes" in give_code(app.now()).text
    clock(5 * 60 + 1)
    give_password(gus.email)
    assert give_code(app.at(time.time())).status_code == 302


def test_wrong_passwords_from_many_networks_are_limited_for_five_minutes(client, gus, give_password, clock):
    for each in range(10):
        client.post(
            reverse("account_login"),
            {"login": gus.email, "password": "wrong"},
            REMOTE_ADDR=f"203.0.113.{each}",
        )
    assert "Wait 5 minutes" in give_password(gus.email).text
    clock(5 * 60 + 1)
    assert give_password(gus.email).status_code == 302


def test_totp_secret_is_encrypted_in_the_database(gus):
    stored = str(Authenticator.objects.get(user=gus).data)
    assert SECRET not in stored


def test_session_without_a_used_factor_is_sent_to_reauthenticate(client, gus):
    client.force_login(gus)
    assert not second_factor_used(request_of(client, gus))
    response = client.get(OFFICE)
    assert response.url == f"{reverse('mfa_reauthenticate')}?next=%2Foffice%2F"


def test_session_continues_after_entering_the_factor(client, gus, app):
    client.force_login(gus)
    page = client.get(OFFICE).url
    assert client.post(page, {"code": app.now()}).url == OFFICE
    assert second_factor_used(request_of(client, gus))


def test_another_persons_second_factor_does_not_count(client, gus, sign_in, ben):
    sign_in(ben)
    assert second_factor_used(request_of(client, ben))
    assert not second_factor_used(request_of(client, gus))


def test_deleted_factor_no_longer_counts(client, gus, sign_in):
    sign_in(gus)
    assert second_factor_used(request_of(client, gus))
    Authenticator.objects.filter(user=gus).delete()
    assert not second_factor_used(request_of(client, gus))
    assert client.get(OFFICE).url == reverse("accounts_no_factor")


def test_disabled_account_is_signed_out_at_the_next_request(client, gus, sign_in):
    sign_in(gus)
    User.objects.filter(pk=gus.pk).update(is_active=False)
    assert client.get(OFFICE).url.startswith(reverse("account_login"))


def test_password_change_ends_other_sessions(client, gus, sign_in):
    other = client.__class__()
    sign_in(gus)
    sign_in(gus, on=other)
    new = "seven kettles in a row"
    data = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert client.post(reverse("account_change_password"), data).status_code == 302
    assert signed_in(client)
    assert other.get(OFFICE).url.startswith(reverse("account_login"))


def test_staff_cannot_remove_their_last_factor(client, gus, sign_in):
    sign_in(gus)
    response = client.post(reverse("mfa_deactivate_totp"))
    assert response.status_code == 422
    assert "Set up another authenticator app or passkey first" in response.text
    assert gus.authenticator_set.exists()


def test_staff_cannot_remove_their_last_passkey(client, gus, sign_in):
    gus.authenticator_set.all().delete()
    key = Authenticator.objects.create(user=gus, type="webauthn", data={"name": "laptop", "credential": {}})
    sign_in(gus)
    response = client.post(reverse("mfa_remove_webauthn", args=[passkey_mark(key)]))
    assert response.status_code == 422
    assert gus.authenticator_set.exists()


def test_recovery_code_signs_in_once(client, gus, sign_in, give_password, give_code):
    sign_in(gus)
    client.post(reverse("mfa_generate_recovery_codes"))
    page = client.get(reverse("mfa_view_recovery_codes"))
    code = grouped(page.context["unused_codes"][0])
    assert code in page.text
    assert code not in client.get(reverse("mfa_view_recovery_codes")).text
    assert sign_in_again(client, give_password, give_code, gus, code)
    assert not sign_in_again(client, give_password, give_code, gus, code)


@pytest.mark.parametrize(
    "name", ["mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "account_change_password"]
)
def test_second_factor_pages_are_404_to_constituents(sign_in, ada, name):
    assert sign_in(ada).get(reverse(name)).status_code == 404


def test_sensitive_page_needs_a_recent_second_factor(client, gus, sign_in, clock):
    sign_in(gus)
    assert client.get(reverse("account_change_password")).status_code == 200
    clock(10 * 60 + 1)
    response = client.get(reverse("account_change_password"))
    assert response.url.startswith(reverse("mfa_reauthenticate"))


def test_submitted_form_continues_after_reauthentication(client, gus, sign_in, app, clock):
    sign_in(gus)
    clock(10 * 60 + 1)
    new = "seven kettles in a row"
    data = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    asked = client.post(reverse("account_change_password"), data)
    client.post(asked.url, {"code": app.at(time.time()), "next": reverse("account_change_password")})
    gus.refresh_from_db()
    assert gus.check_password(new)


def test_change_of_sign_in_is_mailed_to_the_person(client, gus, sign_in, sent_mail):
    sign_in(gus)
    client.post(reverse("mfa_generate_recovery_codes"))
    assert "New recovery codes were made" in sent_mail()[-1].get_body(("plain",)).get_content()


def test_signing_out_clears_site_data(client, gus, sign_in):
    sign_in(gus)
    response = client.post(reverse("account_logout"))
    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert not signed_in(client)


def test_codes_match_pyotp_and_rfc_6238(app):
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

    key = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    vectors = {59: "287082", 1111111109: "081804", 1234567890: "005924", 20000000000: "353130"}
    for moment, code in vectors.items():
        assert format_hotp_value(hotp_value(key, moment // 30)) == code == pyotp.TOTP(key).at(moment)


ODD = [
    "",
    "x",
    "1",
    "null",
    "[]",
    "{}",
    '"text"',
    '{"id": 1}',
    '{"id": "x", "rawId": "x", "type": "public-key"}',
]
ODD += [
    '{"id":"YQ","rawId":"YQ","type":"public-key","response":{}}',
    "[" * 5000,
    '{"response": {"a": "\\u0000"}}',
]
ODD += [
    '{"id":"YQ","rawId":"YQ","type":"public-key","response":{"clientDataJSON":"e30","attestationObject":"oA"}}'
]
ODD += [
    '{"id":"YQ","rawId":"YQ","type":"public-key","response":{"clientDataJSON":"e30","authenticatorData":"YQ","signature":"YQ"}}'
]


@pytest.mark.parametrize("credential", ODD)
def test_malformed_passkey_response_is_refused(client, gus, give_password, sign_in, credential):
    give_password(gus.email)
    assert client.get(reverse("mfa_authenticate")).status_code == 200
    assert client.post(reverse("mfa_authenticate"), {"credential": credential}).status_code == 422
    sign_in(gus)
    for name in ("mfa_add_webauthn", "mfa_reauthenticate_webauthn"):
        client.get(reverse(name))
        assert client.post(reverse(name), {"credential": credential}).status_code < 500
    assert gus.authenticator_set.filter(type="webauthn").count() == 0
