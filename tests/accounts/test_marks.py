"""Threat 26: whoever knows an address can wear out the tries of strangers, but not keep its owner out."""

import re

import pytest
from django.http import HttpResponse
from django.urls import reverse

from accounts import limits, marks
from tests.accounts.conftest import PASSWORD

pytestmark = pytest.mark.django_db
LOGIN, CODE = "account_login", "account_request_login_code"


def from_everywhere(client, times, name, **data):
    """Tries by strangers, each from a network of its own; the last answer."""
    for each in range(times):
        response = client.__class__().post(reverse(name), data, REMOTE_ADDR=f"203.0.113.{each}")
    return response


def wear_out_password(client, email):
    return from_everywhere(client, 11, LOGIN, login=email, password="not the one")


def sign_in_and_out(client, gus, give_password, give_code, app):
    give_password(gus.email)
    give_code(app.now())
    client.post(reverse("account_logout"))


def test_staff_go_on_in_the_browser_they_use(client, gus, give_password, give_code, app):
    sign_in_and_out(client, gus, give_password, give_code, app)
    assert "Wait 5 minutes" in wear_out_password(client, gus.email).text
    assert give_password(gus.email).status_code == 302


def test_staff_in_another_browser_prove_their_address_and_go_on(client, gus, give_password, emailed_code):
    wear_out_password(client, gus.email)
    assert "Wait 5 minutes" in give_password(gus.email).text
    client.post(reverse(CODE), {"email": gus.email})
    client.post(reverse("account_confirm_login_code"), {"code": emailed_code(gus.email)})
    assert give_password(gus.email).status_code == 302


def test_a_known_browser_is_not_held_up_by_its_network(client, gus, give_password, give_code, app):
    sign_in_and_out(client, gus, give_password, give_code, app)
    for each in range(31):
        last = client.__class__().post(reverse(LOGIN), {"login": f"x{each}@y.example", "password": "x"})
    assert "Wait 5 minutes" in last.text
    assert give_password(gus.email).status_code == 302


def test_a_known_browser_may_be_wrong_five_times(client, gus, give_password, give_code, app):
    sign_in_and_out(client, gus, give_password, give_code, app)
    for _each in range(5):
        assert "do not match" in give_password(gus.email, "wrong").text
    assert "Wait 5 minutes" in give_password(gus.email).text


def link_in(mail):
    return re.search(r"/accounts/login/code/known/\S+", mail.get_body(("plain",)).get_content()).group()


def test_the_link_in_the_mail_lets_a_constituent_go_on(client, ada, sent_mail):
    refused = from_everywhere(client, 11, CODE, email=ada.email)
    assert refused.status_code == 429
    assert "link at the end of our newest email" in refused.text
    assert client.get(link_in(sent_mail()[-1])).url == reverse(CODE)
    assert client.post(reverse(CODE), {"email": ada.email}).status_code == 302


def test_the_link_signs_nobody_in_and_its_mark_goes_with_the_browser(client, ada, sent_mail):
    client.post(reverse(CODE), {"email": ada.email})
    response = client.get(link_in(sent_mail()[-1]))
    assert "_auth_user_id" not in client.session
    assert response.cookies[marks.COOKIE]["max-age"] == ""
    assert response.cookies[marks.COOKIE]["httponly"]


def test_the_link_is_old_after_a_day(client, ada, sent_mail, clock):
    client.post(reverse(CODE), {"email": ada.email})
    clock(24 * 60 * 60 + 1)
    response = client.get(link_in(sent_mail()[-1]))
    assert marks.COOKIE not in response.cookies


@pytest.mark.parametrize("token", ["x", "x:y:z", "a" * 500])
def test_a_made_up_link_leaves_nothing(client, db, token):
    response = client.get(reverse("accounts_known", args=[token]))
    assert response.status_code == 302
    assert marks.COOKIE not in response.cookies


def test_a_mark_is_for_one_address(client, gus, ben, give_password, give_code, app):
    sign_in_and_out(client, gus, give_password, give_code, app)
    wear_out_password(client, ben.email)
    assert "Wait 5 minutes" in give_password(ben.email).text


@pytest.mark.parametrize("cookie", ["", "x", "a:b:c", "W10:1abc:x"])
def test_a_made_up_mark_is_none(client, gus, give_password, cookie):
    wear_out_password(client, gus.email)
    client.cookies[marks.COOKIE] = cookie
    assert "Wait 5 minutes" in give_password(gus.email).text


def test_the_link_of_a_mail_is_no_cookie(client, ada):
    client.cookies[marks.COOKIE] = marks.for_link(ada.email)
    from_everywhere(client, 11, CODE, email=ada.email)
    assert client.post(reverse(CODE), {"email": ada.email}).status_code == 429


def test_one_network_cannot_use_up_what_others_may_try(client, gus, give_password):
    for _each in range(20):
        client.post(reverse(LOGIN), {"login": gus.email, "password": "x"}, REMOTE_ADDR="203.0.113.1")
    assert give_password(gus.email).status_code == 302


@pytest.mark.parametrize("header", ["Host", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip", "Forwarded"])
def test_a_header_gives_no_new_tries(client, gus, header):
    for each in range(7):
        value = f"localhost:{8000 + each}" if "Host" in header else f"203.0.113.{each}"
        data = {"login": gus.email, "password": PASSWORD if each == 6 else "x"}
        last = client.post(reverse(LOGIN), data, headers={header: value})
    assert "Wait 5 minutes" in last.text


@pytest.mark.parametrize("spelling", ["GUS@staff.example", " gus@staff.example", "gus@STAFF.example"])
def test_another_spelling_gives_no_new_tries(client, gus, give_password, spelling):
    for _each in range(5):
        give_password(gus.email, "wrong")
    assert "Wait 5 minutes" in give_password(spelling).text


def test_a_right_try_forgives_none_of_the_wrong_ones(client, gus, give_password, give_code, app):
    """R5: somebody with one account of their own must not win back tries at the others."""
    for each in range(29):
        give_password(f"x{each}@staff.example")
    sign_in_and_out(client, gus, give_password, give_code, app)
    stranger = client.__class__()
    answers = [
        stranger.post(reverse(LOGIN), {"login": f"y{each}@staff.example", "password": "x"}).text
        for each in range(3)
    ]
    assert "Wait 5 minutes" in answers[-1]


def test_codes_of_the_second_factor_are_few_in_a_day(client, gus, give_password, give_code, app, clock):
    """Threat 49: with the password stolen, twenty guesses a day at a code in a million."""
    asked = 0
    for _each in range(8):
        give_password(gus.email)
        asked += sum("Wait 5 minutes" not in give_code("000000").text for _try in range(4))
        clock(5 * 60 + 1)
    assert asked == 20


@pytest.mark.parametrize(("act", "most"), [("password", 200), ("factor", 100), ("code", 40)])
def test_as_many_marks_as_one_likes_give_no_endless_tries(rf, gus, act, most):
    """Whoever reads somebody's mail gets a mark with each code."""

    def tried():
        request, answer = rf.post("/"), HttpResponse()
        marks.leave(answer, marks.new(gus.email), lasting=True)
        request.COOKIES[marks.COOKIE] = answer.cookies[marks.COOKIE].value
        return bool(limits.try_account(request, act, email=gus.email))

    assert sum(tried() for _each in range(most + 5)) == most
