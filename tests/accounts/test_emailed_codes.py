"""Emailed codes: constituents sign in with them, and responses do not reveal who has an account."""

import re

import pytest
from django.urls import reverse

from accounts.events import address_proved
from accounts.models import User
from tests.codes import MAILED

pytestmark = pytest.mark.django_db


def ask(client, email, **query):
    return client.post(reverse("account_request_login_code"), {"email": email, **query})


def submit_code(client, code):
    return client.post(reverse("account_confirm_login_code"), {"code": code})


def test_code_signs_a_constituent_in(client, ada, emailed_code):
    ask(client, ada.email)
    response = submit_code(client, emailed_code(ada.email))
    assert response.url == reverse("portal:my_cases")
    assert client.session["_auth_user_id"] == str(ada.pk)


def test_requested_page_follows_the_code(client, ada, emailed_code):
    response = ask(client, ada.email, next="/my-cases/LA-7K3M-92QF/")
    code = emailed_code(ada.email)
    assert client.post(response.url, {"code": code}).url == "/my-cases/LA-7K3M-92QF/"


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:x"]
)
def test_code_does_not_redirect_to_another_site(client, ada, emailed_code, elsewhere):
    response = ask(client, ada.email, next=elsewhere)
    code = emailed_code(ada.email)
    response = client.post(reverse("account_confirm_login_code"), {"code": code, "next": elsewhere})
    assert response.url == reverse("portal:my_cases")


def test_account_is_created_only_after_the_address_is_verified(client, emailed_code):
    ask(client, "new@london.example")
    assert not User.objects.filter(email="new@london.example").exists()
    submit_code(client, emailed_code("new@london.example"))
    user = User.objects.get(email="new@london.example")
    assert user.kind == "constituent"
    assert not user.has_usable_password()
    assert user.emailaddress_set.get().verified


def test_verifying_an_address_sends_address_proved(client, ada, emailed_code):
    received = []
    listen = lambda user, email, **_: received.append((user, email))  # noqa: E731
    address_proved.connect(listen)
    ask(client, ada.email)
    submit_code(client, emailed_code(ada.email))
    address_proved.disconnect(listen)
    assert received == [(ada, ada.email)]


def normalized(text, email):
    """Return the text without the address, tokens, codes and ids."""
    text = re.sub(r"/known/[^/]+/", "/known/LINK/", text.replace(email, "ADDRESS"))
    return re.sub(r'(csrfmiddlewaretoken" value=")\w+', r"\1TOKEN", MAILED.sub("CODE", text))


def observable(client, email, sent_mail):
    """Return the responses, headers and mails that asking for a code at this address produces."""
    before = len(sent_mail())
    response = ask(client, email)
    page = client.get(response.url)
    wrong = submit_code(client, "00000000")
    mails = sent_mail()[before:]
    assert len(mails) == 1
    bodies = [normalized(part.get_content(), email) for part in mails[0].walk() if not part.is_multipart()]
    return (
        response.status_code,
        response.url,
        sorted((name, value) for name, value in response.headers.items() if name != "Expires"),
        normalized(page.text, email),
        wrong.status_code,
        normalized(wrong.text, email),
        bodies,
        normalized(mails[0]["Subject"], email),
    )


def test_known_unknown_staff_and_disabled_addresses_are_indistinguishable(client, assembly, sent_mail):
    User.objects.filter(pk=assembly.bea.pk).update(is_active=False)
    people = [assembly.ada.email, "nobody@london.example", assembly.ben.email, assembly.bea.email]
    seen = [observable(client.__class__(), email, sent_mail) for email in people]
    assert seen[1:] == seen[:1] * 3


def test_code_request_runs_the_same_statements_for_known_and_unknown_addresses(
    client, ada, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def statements(email):
        with CaptureQueriesContext(connection) as queries:
            ask(client.__class__(), email)
        return [q["sql"].split(" ")[0] for q in queries]

    statements("warm-up@london.example")
    assert statements(ada.email) == statements("nobody@london.example")


def test_staff_address_is_not_signed_in_by_a_code(client, gus, emailed_code):
    ask(client, gus.email)
    response = submit_code(client, emailed_code(gus.email))
    assert response.url == reverse("account_login")
    assert "_auth_user_id" not in client.session


def test_disabled_account_is_not_signed_in_by_a_code(client, ada, emailed_code):
    User.objects.filter(pk=ada.pk).update(is_active=False)
    ask(client, ada.email)
    assert submit_code(client, emailed_code(ada.email)).url == reverse("account_inactive")
    assert "_auth_user_id" not in client.session


def test_code_works_once(client, ada, emailed_code):
    ask(client, ada.email)
    code = emailed_code(ada.email)
    submit_code(client, code)
    client.post(reverse("account_logout"))
    assert "ran-out" in submit_code(client, code).url


def test_code_works_only_in_the_session_that_requested_it(client, ada, emailed_code):
    ask(client, ada.email)
    other = client.__class__()
    assert "ran-out" in submit_code(other, emailed_code(ada.email)).url


def test_code_expires(client, ada, emailed_code, clock):
    ask(client, ada.email)
    code = emailed_code(ada.email)
    clock(15 * 60 + 1)
    assert "ran-out" in submit_code(client, code).url


def test_refused_code_leaves_its_box_empty(client, ada, emailed_code):
    ask(client, ada.email)
    emailed_code(ada.email)
    page = submit_code(client, "00000000")
    assert page.status_code == 422
    assert "00000000" not in page.text


def test_code_stands_in_two_groups_in_subject_and_both_bodies(client, ada, sent_mail):
    ask(client, ada.email)
    mail = sent_mail()[-1]
    bodies = [mail.get_body((kind,)).get_content() for kind in ("plain", "html")]
    assert len({MAILED.search(text).group() for text in (mail["Subject"], *bodies)}) == 1


def test_five_wrong_codes_invalidate_the_code(client, ada, emailed_code):
    ask(client, ada.email)
    code = emailed_code(ada.email)
    for _each in range(5):
        assert submit_code(client, "00000000").status_code == 422
    assert "ran-out" in submit_code(client, code).url


def test_codes_to_one_address_are_limited(client):
    answers = [ask(client.__class__(), "victim@london.example").status_code for _each in range(6)]
    assert answers == [302] * 5 + [429]


def test_forged_forwarded_header_does_not_lift_the_limit(client):
    for each in range(60):
        ask(client, f"someone{each}@london.example")
    response = client.post(
        reverse("account_request_login_code"),
        {"email": "next@london.example"},
        headers={"X-Forwarded-For": "203.0.113.9"},
    )
    assert response.status_code == 429
    assert "Nothing is locked for good" in response.text


@pytest.mark.parametrize("typed", [" Ada@London.Example ", "ADA@LONDON.EXAMPLE"])
def test_address_is_normalized(client, ada, emailed_code, typed):
    ask(client, typed)
    submit_code(client, emailed_code("ada@london.example"))
    assert client.session["_auth_user_id"] == str(ada.pk)


@pytest.mark.parametrize(
    "typed", ["", "ada", "ada@", "ad\x00a@london.example", "a" * 300 + "@x.example", "ſada@x.example"]
)
def test_invalid_address_is_refused_with_an_error(client, typed):
    response = ask(client, typed)
    assert response.status_code == 422
    assert "There is a problem" in response.text


def test_signed_in_constituent_reauthenticates_by_code(client, ada, emailed_code, sign_in):
    sign_in(ada)
    again = reverse("accounts_code_again")
    client.post(again, {"send": "yes"})
    response = client.post(again, {"code": emailed_code(ada.email), "next": "/my-cases/"})
    assert response.url == "/my-cases/"


def test_sign_up_and_password_reset_pages_are_404(client):
    for path in [
        "signup/",
        "password/reset/",
        "email/",
        "password/set/",
        "confirm-email/",
        "2fa/webauthn/login/",
    ]:
        assert client.get(f"/accounts/{path}").status_code == 404
