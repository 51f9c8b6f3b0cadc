"""Known browsers: attempts by strangers do not lock the owner of an address out."""

import re

import pytest
from django.http import HttpResponse
from django.urls import reverse

from accounts.limits import attempts
from accounts.sign_in import known_browsers
from tests.accounts.signing_in import PASSWORD

pytestmark = pytest.mark.django_db
LOGIN, CODE = "account_login", "account_request_login_code"


def from_everywhere(client, times, name, **data):
    """Make `times` attempts, each from another network, and return the last response."""
    for each in range(times):
        response = client.__class__().post(reverse(name), data, REMOTE_ADDR=f"203.0.113.{each}")
    return response


def use_up_password_attempts(client, email):
    return from_everywhere(client, 11, LOGIN, login=email, password="not the one")


def sign_in_and_out(client, gus, give_password, give_code, app):
    give_password(gus.email)
    give_code(app.now())
    client.post(reverse("account_logout"))


def test_known_browser_signs_in_despite_attempts_of_strangers(client, gus, give_password, give_code, app):
    sign_in_and_out(client, gus, give_password, give_code, app)
    assert "Wait 5 minutes" in use_up_password_attempts(client, gus.email).text
    assert give_password(gus.email).status_code == 302


def test_emailed_code_makes_a_new_browser_known(client, gus, give_password, emailed_code):
    use_up_password_attempts(client, gus.email)
    assert "Wait 5 minutes" in give_password(gus.email).text
    client.post(reverse(CODE), {"email": gus.email})
    client.post(reverse("account_confirm_login_code"), {"code": emailed_code(gus.email)})
    assert give_password(gus.email).status_code == 302


def test_known_browser_is_not_limited_by_its_network(client, gus, give_password, give_code, app):
    sign_in_and_out(client, gus, give_password, give_code, app)
    for each in range(31):
        last = client.__class__().post(reverse(LOGIN), {"login": f"x{each}@y.example", "password": "x"})
    assert "Wait 5 minutes" in last.text
    assert give_password(gus.email).status_code == 302


def test_known_browser_has_five_attempts(client, gus, give_password, give_code, app):
    sign_in_and_out(client, gus, give_password, give_code, app)
    for _each in range(5):
        assert "do not match" in give_password(gus.email, "wrong").text
    assert "Wait 5 minutes" in give_password(gus.email).text


def link_in(mail):
    return re.search(r"/accounts/login/code/known/\S+", mail.get_body(("plain",)).get_content()).group()


def test_link_in_the_mail_lets_a_constituent_continue(client, ada, sent_mail):
    refused = from_everywhere(client, 11, CODE, email=ada.email)
    assert refused.status_code == 429
    assert "link at the end of our newest email" in refused.text
    assert client.get(link_in(sent_mail()[-1])).url == reverse(CODE)
    assert client.post(reverse(CODE), {"email": ada.email}).status_code == 302


def test_link_does_not_sign_in_and_sets_a_session_cookie(client, ada, sent_mail):
    client.post(reverse(CODE), {"email": ada.email})
    response = client.get(link_in(sent_mail()[-1]))
    assert "_auth_user_id" not in client.session
    assert response.cookies[known_browsers.COOKIE]["max-age"] == ""
    assert response.cookies[known_browsers.COOKIE]["httponly"]


def test_link_expires_after_a_day(client, ada, sent_mail, clock):
    client.post(reverse(CODE), {"email": ada.email})
    clock(24 * 60 * 60 + 1)
    response = client.get(link_in(sent_mail()[-1]))
    assert known_browsers.COOKIE not in response.cookies


@pytest.mark.parametrize("token", ["x", "x:y:z", "a" * 500])
def test_forged_link_sets_no_cookie(client, db, token):
    response = client.get(reverse("accounts_known", args=[token]))
    assert response.status_code == 302
    assert known_browsers.COOKIE not in response.cookies


def test_known_browser_cookie_is_for_one_address(client, gus, ben, give_password, give_code, app):
    sign_in_and_out(client, gus, give_password, give_code, app)
    use_up_password_attempts(client, ben.email)
    assert "Wait 5 minutes" in give_password(ben.email).text


@pytest.mark.parametrize("cookie", ["", "x", "a:b:c", "W10:1abc:x"])
def test_forged_known_browser_cookie_is_ignored(client, gus, give_password, cookie):
    use_up_password_attempts(client, gus.email)
    client.cookies[known_browsers.COOKIE] = cookie
    assert "Wait 5 minutes" in give_password(gus.email).text


def test_link_token_is_not_accepted_as_a_cookie(client, ada):
    client.cookies[known_browsers.COOKIE] = known_browsers.for_link(ada.email)
    from_everywhere(client, 11, CODE, email=ada.email)
    assert client.post(reverse(CODE), {"email": ada.email}).status_code == 429


def test_one_network_cannot_use_up_the_attempts_of_another(client, gus, give_password):
    for _each in range(20):
        client.post(reverse(LOGIN), {"login": gus.email, "password": "x"}, REMOTE_ADDR="203.0.113.1")
    assert give_password(gus.email).status_code == 302


@pytest.mark.parametrize("header", ["Host", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip", "Forwarded"])
def test_changing_headers_gives_no_new_attempts(client, gus, header):
    for each in range(7):
        value = f"localhost:{8000 + each}" if "Host" in header else f"203.0.113.{each}"
        data = {"login": gus.email, "password": PASSWORD if each == 6 else "x"}
        last = client.post(reverse(LOGIN), data, headers={header: value})
    assert "Wait 5 minutes" in last.text


@pytest.mark.parametrize("spelling", ["GUS@staff.example", " gus@staff.example", "gus@STAFF.example"])
def test_another_spelling_gives_no_new_attempts(client, gus, give_password, spelling):
    for _each in range(5):
        give_password(gus.email, "wrong")
    assert "Wait 5 minutes" in give_password(spelling).text


def test_successful_sign_in_does_not_reset_the_network_limit(client, gus, give_password, give_code, app):
    """An attacker with one account must not regain attempts at other accounts."""
    for each in range(29):
        give_password(f"x{each}@staff.example")
    sign_in_and_out(client, gus, give_password, give_code, app)
    stranger = client.__class__()
    answers = [
        stranger.post(reverse(LOGIN), {"login": f"y{each}@staff.example", "password": "x"}).text
        for each in range(3)
    ]
    assert "Wait 5 minutes" in answers[-1]


def test_second_factor_attempts_are_limited_per_day(client, gus, give_password, give_code, app, clock):
    """With a stolen password, an attacker has twenty guesses a day at one code in a million."""
    asked = 0
    for _each in range(8):
        give_password(gus.email)
        asked += sum("Wait 5 minutes" not in give_code("000000").text for _try in range(4))
        clock(5 * 60 + 1)
    assert asked == 20


@pytest.mark.parametrize(("act", "most"), [("password", 200), ("factor", 100), ("code", 40)])
def test_many_known_browsers_share_one_limit_per_account(rf, gus, act, most):
    """An attacker who reads the mailbox gets a known-browser cookie with each code."""

    def tried():
        request, answer = rf.post("/"), HttpResponse()
        known_browsers.leave(answer, known_browsers.new(gus.email), lasting=True)
        request.COOKIES[known_browsers.COOKIE] = answer.cookies[known_browsers.COOKIE].value
        return bool(attempts.try_account(request, act, email=gus.email))

    assert sum(tried() for _each in range(most + 5)) == most
