"""Threat 45: a session ends after half an hour of nothing and after twelve hours, and no typed text is lost."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.kept import fields_of
from accounts.models import KeptForm
from accounts.services import forget_old
from casework.scope import ALL, scoped

pytestmark = pytest.mark.django_db
HALF_AN_HOUR = 30 * 60


@pytest.fixture
def my_case(case):
    return reverse("portal:my_case", args=[case.reference])


def signed_in(client):
    return "_auth_user_id" in client.session


def test_half_an_hour_of_nothing_ends_a_session(client, ada, sign_in, clock):
    sign_in(ada).get("/my-cases/")
    clock(HALF_AN_HOUR + 1)
    response = client.get("/my-cases/")
    assert response.url == "/my-cases/"
    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert not signed_in(client)
    assert client.get("/my-cases/").url.startswith(reverse("account_request_login_code"))


def test_the_sign_in_page_says_why(client, ada, sign_in, clock):
    sign_in(ada).get("/my-cases/")
    clock(HALF_AN_HOUR + 1)
    assert "nothing had happened for a while" in client.get("/my-cases/", follow=True).text


def test_there_are_two_cookies_and_what_we_tell_needs_no_third(client, ada, sign_in, clock):
    sign_in(ada).get("/my-cases/")
    clock(HALF_AN_HOUR + 1)
    assert "nothing had happened for a while" in client.get("/my-cases/", follow=True).text
    assert set(client.cookies) == {"session", "csrftoken"}


def test_a_click_starts_the_half_hour_again(client, ada, sign_in, clock):
    sign_in(ada).get("/my-cases/")
    for _each in range(3):
        clock(29 * 60)
        client.get("/my-cases/")
        assert signed_in(client)


def test_typing_starts_the_half_hour_again(client, ada, sign_in, clock):
    sign_in(ada).get("/my-cases/")
    clock(29 * 60)
    answer = client.get(reverse("accounts_stay"), headers={"Accept": "application/json"})
    assert "ends" in answer.json()
    clock(29 * 60)
    assert client.get("/my-cases/").status_code == 200


def test_twelve_hours_end_a_session_however_busy(client, ada, sign_in, clock):
    sign_in(ada).get("/my-cases/")
    for _each in range(48):
        assert signed_in(client)
        clock(15 * 60)
        client.get(reverse("accounts_stay"))
    client.get("/my-cases/")
    assert not signed_in(client)


def test_staff_sessions_end_too(client, gus, sign_in, clock):
    sign_in(gus).get("/office/")
    clock(HALF_AN_HOUR + 1)
    client.get("/office/")
    assert not signed_in(client)
    assert client.get("/office/").url.startswith(reverse("account_login"))


def test_every_signed_in_page_knows_when_the_session_ends(sign_in, ada):
    response = sign_in(ada).get("/my-cases/")
    assert "data-session-ends" in response.text
    assert reverse("accounts_stay") in response.text


def test_staying_is_for_people_who_are_signed_in(client):
    assert client.get(reverse("accounts_stay")).status_code == 401


def send_too_late(client, user, path, sign_in, clock, **data):
    sign_in(user).get("/my-cases/")
    clock(HALF_AN_HOUR + 1)
    return client.post(path, data or {"body": "Half a page\nabout the lift.", "password": "x", "once": "1"})


def test_what_was_sent_too_late_is_offered_after_signing_in(client, ada, sign_in, clock, my_case):
    response = send_too_late(client, ada, my_case, sign_in, clock)
    kept = KeptForm.objects.get()
    assert response.url.startswith(reverse("account_request_login_code"))
    assert str(kept.uuid) in response.url
    page = sign_in(ada).get(reverse("accounts_kept", args=[kept.uuid]))
    assert "What you typed is still here" in page.text
    assert "about the lift." in page.text
    assert dict(fields_of(kept)) == {"body": "Half a page\nabout the lift.", "once": "1"}


def test_nothing_was_done_with_it_meanwhile(client, ada, sign_in, clock, my_case, case):
    send_too_late(client, ada, my_case, sign_in, clock)
    with scoped(ALL):
        assert case.messages.count() == 1


def test_kept_text_is_not_readable_in_the_database(client, ada, sign_in, clock, my_case):
    send_too_late(client, ada, my_case, sign_in, clock)
    assert "lift" not in KeptForm.objects.get().sealed


def test_nobody_else_finds_it(client, assembly, sign_in, clock, my_case):
    send_too_late(client, assembly.ada, my_case, sign_in, clock)
    address = reverse("accounts_kept", args=[KeptForm.objects.get().uuid])
    for person in (assembly.bea, assembly.ben):
        assert sign_in(person, on=client.__class__()).get(address).status_code == 404
    assert client.__class__().get(address).status_code == 302


def test_staff_see_what_they_typed_only_with_their_second_factor(client, gus, sign_in, clock):
    sign_in(gus).get("/office/")
    clock(HALF_AN_HOUR + 1)
    client.post("/office/cases/LA-2222-2222/note/", {"body": "A note"})
    address = reverse("accounts_kept", args=[KeptForm.objects.get().uuid])
    assert sign_in(gus, second_factor=False, on=client.__class__()).get(address).status_code == 302
    assert sign_in(gus, on=client.__class__()).get(address).status_code == 200


def test_once_sent_again_it_is_forgotten(client, ada, sign_in, clock, my_case):
    send_too_late(client, ada, my_case, sign_in, clock)
    kept = KeptForm.objects.get()
    page = sign_in(ada).get(reverse("accounts_kept", args=[kept.uuid]))
    client.post(page.context["address"], dict(page.context["fields"]))
    assert not KeptForm.objects.exists()


def send_with_an_old_token(user, path, sign_in, origin):
    browser = sign_in(user, on=Client(enforce_csrf_checks=True))
    browser.get("/my-cases/")
    headers = {"Origin": origin}
    return browser.post(path, {"body": "Half a page", "csrfmiddlewaretoken": "x" * 64}, headers=headers)


def test_what_an_open_page_sends_after_signing_in_elsewhere_is_kept(ada, sign_in, my_case):
    response = send_with_an_old_token(ada, my_case, sign_in, "http://testserver")
    assert response.url == reverse("accounts_kept", args=[KeptForm.objects.get().uuid])


def test_what_another_site_sends_is_not_kept(ada, sign_in, my_case):
    for origin in ("https://evil.example", "null"):
        assert send_with_an_old_token(ada, my_case, sign_in, origin).status_code == 403
    assert not KeptForm.objects.exists()


def test_too_long_a_text_is_not_kept_by_halves(client, ada, sign_in, clock, my_case):
    send_too_late(client, ada, my_case, sign_in, clock, body="x" * 300_000)
    assert not KeptForm.objects.exists()


def test_passwords_sent_too_late_are_not_kept(client, gus, sign_in, clock):
    sign_in(gus).get(reverse("mfa_index"))
    clock(HALF_AN_HOUR + 1)
    client.post(reverse("account_change_password"), {"oldpassword": "secret", "password1": "x"})
    assert not KeptForm.objects.exists()


def test_after_a_day_it_is_forgotten(client, ada, sign_in, clock, my_case):
    send_too_late(client, ada, my_case, sign_in, clock)
    assert forget_old() == 0
    KeptForm.objects.update(created_at=timezone.now() - timedelta(hours=25))
    assert forget_old() == 1
