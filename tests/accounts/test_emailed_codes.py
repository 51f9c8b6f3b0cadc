"""B-11, R5: constituents sign in with an emailed code, and nobody learns who has an account."""

import re

import pytest
from django.urls import reverse

from accounts.events import address_proved
from accounts.models import User

pytestmark = pytest.mark.django_db


def ask(client, email, **query):
    return client.post(reverse("account_request_login_code"), {"email": email, **query})


def prove(client, code):
    return client.post(reverse("account_confirm_login_code"), {"code": code})


def test_a_code_signs_a_constituent_in(client, ada, emailed_code):
    ask(client, ada.email)
    response = prove(client, emailed_code(ada.email))
    assert response.url == reverse("portal:my_cases")
    assert client.session["_auth_user_id"] == str(ada.pk)


def test_the_page_somebody_wanted_comes_after_the_code(client, ada, emailed_code):
    response = ask(client, ada.email, next="/my-cases/LA-7K3M-92QF/")
    code = emailed_code(ada.email)
    assert client.post(response.url, {"code": code}).url == "/my-cases/LA-7K3M-92QF/"


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:x"]
)
def test_nobody_is_sent_elsewhere_after_the_code(client, ada, emailed_code, elsewhere):
    response = ask(client, ada.email, next=elsewhere)
    code = emailed_code(ada.email)
    response = client.post(reverse("account_confirm_login_code"), {"code": code, "next": elsewhere})
    assert response.url == reverse("portal:my_cases")


def test_a_new_address_becomes_an_account_only_once_proved(client, emailed_code):
    ask(client, "new@london.example")
    assert not User.objects.filter(email="new@london.example").exists()
    prove(client, emailed_code("new@london.example"))
    user = User.objects.get(email="new@london.example")
    assert user.kind == "constituent"
    assert not user.has_usable_password()
    assert user.emailaddress_set.get().verified


def test_proving_an_address_is_told_to_the_domain(client, ada, emailed_code):
    told = []
    listen = lambda user, email, **_: told.append((user, email))  # noqa: E731
    address_proved.connect(listen)
    ask(client, ada.email)
    prove(client, emailed_code(ada.email))
    address_proved.disconnect(listen)
    assert told == [(ada, ada.email)]


def without_chance(text, email):
    """The text without what differs in every answer: the address itself, tokens, codes, ids."""
    text = re.sub(r"/known/[^/]+/", "/known/LINK/", text.replace(email, "ADDRESS"))
    return re.sub(r'(csrfmiddlewaretoken" value=")\w+', r"\1TOKEN", re.sub(r"\b\d{8}\b", "CODE", text))


def seen_by_a_stranger(client, email, sent_mail):
    """Every byte that somebody asking for this address gets: answers, headers, and what its mailbox gets."""
    before = len(sent_mail())
    response = ask(client, email)
    page = client.get(response.url)
    wrong = prove(client, "00000000")
    mails = sent_mail()[before:]
    assert len(mails) == 1
    bodies = [
        without_chance(part.get_content(), email) for part in mails[0].walk() if not part.is_multipart()
    ]
    return (
        response.status_code,
        response.url,
        sorted((name, value) for name, value in response.headers.items() if name != "Expires"),
        without_chance(page.text, email),
        wrong.status_code,
        without_chance(wrong.text, email),
        bodies,
        without_chance(mails[0]["Subject"], email),
    )


def test_known_unknown_staff_and_closed_addresses_look_alike(client, assembly, sent_mail):
    User.objects.filter(pk=assembly.bea.pk).update(is_active=False)
    people = [assembly.ada.email, "nobody@london.example", assembly.ben.email, assembly.bea.email]
    seen = [seen_by_a_stranger(client.__class__(), email, sent_mail) for email in people]
    assert seen[1:] == seen[:1] * 3


def test_asking_for_a_code_asks_the_database_the_same_whoever_it_is(client, ada, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def statements(email):
        with CaptureQueriesContext(connection) as queries:
            ask(client.__class__(), email)
        return [q["sql"].split(" ")[0] for q in queries]

    statements("warm-up@london.example")
    assert statements(ada.email) == statements("nobody@london.example")


def test_a_staff_address_is_not_signed_in_by_a_code(client, gus, emailed_code):
    ask(client, gus.email)
    response = prove(client, emailed_code(gus.email))
    assert response.url == reverse("account_login")
    assert "_auth_user_id" not in client.session


def test_a_closed_account_stays_closed(client, ada, emailed_code):
    User.objects.filter(pk=ada.pk).update(is_active=False)
    ask(client, ada.email)
    assert prove(client, emailed_code(ada.email)).url == reverse("account_inactive")
    assert "_auth_user_id" not in client.session


def test_a_code_works_once(client, ada, emailed_code):
    ask(client, ada.email)
    code = emailed_code(ada.email)
    prove(client, code)
    client.post(reverse("account_logout"))
    assert "ran-out" in prove(client, code).url


def test_a_code_works_only_where_it_was_asked_for(client, ada, emailed_code):
    ask(client, ada.email)
    other = client.__class__()
    assert "ran-out" in prove(other, emailed_code(ada.email)).url


def test_a_code_runs_out(client, ada, emailed_code, clock):
    ask(client, ada.email)
    code = emailed_code(ada.email)
    clock(15 * 60 + 1)
    assert "ran-out" in prove(client, code).url


def test_five_wrong_codes_end_it(client, ada, emailed_code):
    ask(client, ada.email)
    code = emailed_code(ada.email)
    for _each in range(5):
        assert prove(client, "00000000").status_code == 422
    assert "ran-out" in prove(client, code).url


def test_a_mailbox_is_not_flooded(client):
    answers = [ask(client.__class__(), "victim@london.example").status_code for _each in range(6)]
    assert answers == [302] * 5 + [429]


def test_a_forged_forwarding_header_does_not_lift_the_limit(client):
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
def test_an_address_is_one_however_it_is_typed(client, ada, emailed_code, typed):
    ask(client, typed)
    prove(client, emailed_code("ada@london.example"))
    assert client.session["_auth_user_id"] == str(ada.pk)


@pytest.mark.parametrize(
    "typed", ["", "ada", "ada@", "ad\x00a@london.example", "a" * 300 + "@x.example", "ſada@x.example"]
)
def test_what_is_no_address_is_answered_kindly(client, typed):
    response = ask(client, typed)
    assert response.status_code == 422
    assert "There is a problem" in response.text


def test_a_signed_in_constituent_confirms_again_by_code(client, ada, emailed_code, sign_in):
    sign_in(ada)
    again = reverse("accounts_code_again")
    client.post(again, {"send": "yes"})
    response = client.post(again, {"code": emailed_code(ada.email), "next": "/my-cases/"})
    assert response.url == "/my-cases/"


def test_nobody_can_sign_up_or_reset_a_password(client):
    for path in [
        "signup/",
        "password/reset/",
        "email/",
        "password/set/",
        "confirm-email/",
        "2fa/webauthn/login/",
    ]:
        assert client.get(f"/accounts/{path}").status_code == 404
