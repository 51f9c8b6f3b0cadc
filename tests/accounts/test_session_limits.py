"""Session limits of 30 minutes idle and 12 hours in total, and the text saved when one ended."""

from datetime import timedelta
from unittest.mock import Mock
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import resolve, reverse
from django.utils import timezone

from accounts.models import UnsentText
from accounts.services import forget_old
from accounts.sessions.unsent_text import FOR_MACHINES, fields_of, texts_of
from casework.wall.scope import ALL, scoped
from ui.forms import Form

pytestmark = pytest.mark.django_db
HALF_AN_HOUR = 30 * 60


@pytest.fixture
def my_case(case):
    return reverse("portal:my_case", args=[case.reference])


def signed_in(client):
    return "_auth_user_id" in client.session


def test_session_ends_after_30_idle_minutes(client, ada, sign_in, clock):
    sign_in(ada).get("/my-cases/")
    clock(HALF_AN_HOUR + 1)
    response = client.get("/my-cases/")
    assert response.url == "/my-cases/"
    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert not signed_in(client)
    assert client.get("/my-cases/").url.startswith(reverse("account_request_login_code"))


def test_sign_in_page_says_that_the_session_expired(client, ada, sign_in, clock):
    sign_in(ada).get("/my-cases/")
    clock(HALF_AN_HOUR + 1)
    assert "nothing had happened for a while" in client.get("/my-cases/", follow=True).text


def test_expiry_message_needs_no_additional_cookie(client, ada, sign_in, clock):
    sign_in(ada).get("/my-cases/")
    clock(HALF_AN_HOUR + 1)
    assert "nothing had happened for a while" in client.get("/my-cases/", follow=True).text
    assert set(client.cookies) == {"session", "csrftoken"}


def test_request_extends_the_session(client, ada, sign_in, clock):
    sign_in(ada).get("/my-cases/")
    for _each in range(3):
        clock(29 * 60)
        client.get("/my-cases/")
        assert signed_in(client)


def test_stay_request_extends_the_session(client, ada, sign_in, clock):
    sign_in(ada).get("/my-cases/")
    clock(29 * 60)
    answer = client.get(reverse("accounts_stay"), headers={"Accept": "application/json"})
    assert "ends" in answer.json()
    clock(29 * 60)
    assert client.get("/my-cases/").status_code == 200


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Dest": "empty"}, {"Sec-Purpose": "prefetch"}, {"Sec-Purpose": "prefetch;prerender"}],
    ids=str,
)
def test_page_that_polls_does_not_extend_the_session(client, ada, sign_in, clock, headers):
    sign_in(ada).get("/my-cases/")
    for _each in range(3):
        clock(11 * 60)
        client.get("/my-cases/", headers=headers)
    assert not signed_in(client)


def test_script_that_says_the_person_types_extends_the_session(client, ada, sign_in, clock):
    sign_in(ada).get("/my-cases/")
    for _each in range(3):
        clock(11 * 60)
        client.get(reverse("accounts_stay"), headers={"Sec-Fetch-Dest": "empty"})
    assert signed_in(client)


def test_session_ends_after_12_hours_of_activity(client, ada, sign_in, clock):
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


def test_signed_in_page_contains_the_session_end(sign_in, ada):
    response = sign_in(ada).get("/my-cases/")
    assert "data-session-ends" in response.text
    assert reverse("accounts_stay") in response.text


def test_stay_request_without_a_session_is_401(client):
    assert client.get(reverse("accounts_stay")).status_code == 401


def send_too_late(client, user, path, sign_in, clock, **data):
    sign_in(user).get("/my-cases/")
    clock(HALF_AN_HOUR + 1)
    return client.post(path, data or {"body": "Half a page\nabout the lift.", "password": "x", "once": "1"})


def test_text_sent_after_expiry_is_offered_after_signing_in(client, ada, sign_in, clock, my_case):
    response = send_too_late(client, ada, my_case, sign_in, clock)
    kept = UnsentText.objects.get()
    assert response.url.startswith(reverse("account_request_login_code"))
    assert str(kept.uuid) in response.url
    page = sign_in(ada).get(reverse("accounts_unsent_text", args=[kept.uuid]))
    assert "What you typed is still here" in page.text
    assert "about the lift." in page.text
    assert dict(fields_of(kept)) == {"body": "Half a page\nabout the lift.", "once": "1"}


def test_text_sent_after_expiry_is_not_processed(client, ada, sign_in, clock, my_case, case):
    send_too_late(client, ada, my_case, sign_in, clock)
    with scoped(ALL):
        assert case.messages.count() == 1


def test_unsent_text_is_encrypted_in_the_database(client, ada, sign_in, clock, my_case):
    send_too_late(client, ada, my_case, sign_in, clock)
    assert "lift" not in UnsentText.objects.get().sealed


def test_unsent_text_of_another_person_is_404(client, assembly, sign_in, clock, my_case):
    send_too_late(client, assembly.ada, my_case, sign_in, clock)
    address = reverse("accounts_unsent_text", args=[UnsentText.objects.get().uuid])
    for person in (assembly.bea, assembly.ben):
        assert sign_in(person, on=client.__class__()).get(address).status_code == 404
    assert client.__class__().get(address).status_code == 302


def test_staff_see_unsent_text_only_with_a_second_factor(client, gus, sign_in, clock):
    sign_in(gus).get("/office/")
    clock(HALF_AN_HOUR + 1)
    client.post("/office/cases/LA-2222-2222/note/", {"body": "A note"})
    address = reverse("accounts_unsent_text", args=[UnsentText.objects.get().uuid])
    assert sign_in(gus, second_factor=False, on=client.__class__()).get(address).status_code == 302
    assert sign_in(gus, on=client.__class__()).get(address).status_code == 200


def test_unsent_text_is_deleted_once_sent_again(client, ada, sign_in, clock, my_case):
    send_too_late(client, ada, my_case, sign_in, clock)
    kept = UnsentText.objects.get()
    page = sign_in(ada).get(reverse("accounts_unsent_text", args=[kept.uuid]))
    client.post(page.context["address"], dict(page.context["fields"]))
    assert not UnsentText.objects.exists()


@pytest.fixture
def send_again(client, ada, sign_in, clock, my_case):
    """Return a function that presses "Send it again" on the page that offers what was typed."""
    send_too_late(client, ada, my_case, sign_in, clock, body="Half a page", once=str(uuid4()))
    page = sign_in(ada).get(reverse("accounts_unsent_text", args=[UnsentText.objects.get().uuid]))
    form = BeautifulSoup(page.text, "html.parser").find("form", action=page.context["address"])
    fields = {field["name"]: field["value"] for field in form.find_all("input")}
    return lambda: client.post(
        form["action"], urlencode(fields), content_type="application/x-www-form-urlencoded"
    )


def test_second_press_of_send_it_again_sends_nothing(send_again, client, case):
    send_again()
    again = send_again()
    assert again.url == "/my-cases/"
    assert "You sent this already. It was not sent a second time." in client.get(again.url).text
    with scoped(ALL):
        assert case.messages.filter(body="Half a page").count() == 1


def test_text_is_kept_if_sending_it_again_failed(send_again, client, monkeypatch):
    client.raise_request_exception = False
    with monkeypatch.context() as patch:
        patch.setattr("portal.my_cases.views.receive_message", Mock(side_effect=RuntimeError))
        assert send_again().status_code == 500
    assert UnsentText.objects.exists()
    assert send_again().status_code == 302
    assert not UnsentText.objects.exists()


def send_with_an_old_token(user, path, sign_in, origin):
    browser = sign_in(user, on=Client(enforce_csrf_checks=True))
    browser.get("/my-cases/")
    headers = {"Origin": origin}
    return browser.post(path, {"body": "Half a page", "csrfmiddlewaretoken": "x" * 64}, headers=headers)


def test_text_sent_with_an_old_csrf_token_is_saved(ada, sign_in, my_case):
    response = send_with_an_old_token(ada, my_case, sign_in, "http://testserver")
    assert response.url == reverse("accounts_unsent_text", args=[UnsentText.objects.get().uuid])


def test_cross_site_post_is_not_saved(ada, sign_in, my_case):
    for origin in ("https://evil.example", "null"):
        assert send_with_an_old_token(ada, my_case, sign_in, origin).status_code == 403
    assert not UnsentText.objects.exists()


def test_too_long_text_is_not_saved(client, ada, sign_in, clock, my_case):
    send_too_late(client, ada, my_case, sign_in, clock, body="x" * 300_000)
    assert not UnsentText.objects.exists()


def test_passwords_are_not_saved(client, gus, sign_in, clock):
    sign_in(gus).get(reverse("mfa_index"))
    clock(HALF_AN_HOUR + 1)
    client.post(reverse("account_change_password"), {"oldpassword": "secret", "password1": "x"})
    assert not UnsentText.objects.exists()


def test_unsent_text_is_deleted_after_a_day(client, ada, sign_in, clock, my_case):
    send_too_late(client, ada, my_case, sign_in, clock)
    assert forget_old() == 0
    UnsentText.objects.update(created_at=timezone.now() - timedelta(hours=25))
    assert forget_old() == 1


def hidden_fields(form=Form):
    """Yield the names of the hidden fields of every form of ours."""
    for each in form.__subclasses__():
        yield from (name for name, field in each.base_fields.items() if field.widget.is_hidden)
        yield from hidden_fields(each)


def test_fields_that_nobody_typed_are_not_shown_again():
    resolve("/")  # imports every view, and with it every form
    in_addresses = {"q"}  # hidden where a GET form repeats what the box above it holds
    assert set(hidden_fields()) - in_addresses <= FOR_MACHINES


def test_only_what_a_person_wrote_is_shown_again():
    sent = [
        ("body", "Dear Ada,\nthank you."),
        ("turn", "constituent"),
        ("once", "0190"),
        ("day", "4"),
        ("subject", ""),
    ]
    assert texts_of(sent) == ["Dear Ada,\nthank you.", "4"]


def test_what_the_editor_sends_of_its_blocks_is_not_shown_again():
    sent = [
        ("loaded_revision_id", "60"),
        ("steps-count", "1"),
        ("steps-0-id", "40ecbef5-e5da-4302-9f41-f6874a3c3aa5"),
        ("steps-0-value-title", "Where the noise comes from"),
    ]
    assert texts_of(sent) == ["Where the noise comes from"]
