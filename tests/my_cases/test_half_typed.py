"""What a person typed and left by a click on another link is shown again in the same form, to them alone."""

import uuid
from urllib.parse import quote_plus

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client
from django.urls import reverse

from accounts.middleware import SEEN_AT
from accounts.sessions.half_typed import FIELD
from accounts.sessions.shared_device import SHARED
from casework.cases.models import Case, Message
from casework.cases.services.own_case.tracking_code import replace_code
from casework.questionnaires.models import Submission
from casework.wall.scope import ALL, scoped
from tests import factories

TYPED = "Half a page about the lift."
BY_SCRIPT = {"Sec-Fetch-Dest": "empty"}


@pytest.fixture
def address(case):
    return f"/my-cases/{case.reference}/"


def leave(client, address, **typed):
    """Leave a page by a link, as its script sees it."""
    return client.post(address, typed | {FIELD: "yes"}, headers=BY_SCRIPT)


def end_session_of(client):
    """Let the session be over, as after half an hour without a request."""
    session = client.session
    session[SEEN_AT] -= settings.SESSION_IDLE_SECONDS + 1
    session.save()


def entries(column):
    """Return this column of every text that is kept, as it stands in the cache."""
    with connections["cache" if "cache" in connections else "default"].cursor() as cursor:
        cursor.execute(f"select {column} from cache_entries where cache_key like '%%half-typed:%%'")
        return cursor.fetchall()


def test_message_left_by_a_link_is_shown_again_and_not_sent(sign_in, ada, case, address):
    client = sign_in(ada)
    assert leave(client, address, body=TYPED, once=uuid.uuid4()).status_code == 204
    page = client.get(address)
    assert page.context["form"]["body"].value() == TYPED
    assert "It has not been sent" in page.text
    with scoped(ALL):
        assert not Message.objects.filter(body=TYPED).exists()


def test_message_that_was_sent_is_no_longer_shown(sign_in, ada, address):
    client = sign_in(ada)
    leave(client, address, body=TYPED)
    client.post(address, {"body": TYPED, "once": uuid.uuid4()})
    assert not client.get(address).context["half_typed"]


def test_emptied_message_is_forgotten(sign_in, ada, address):
    client = sign_in(ada)
    leave(client, address, body=TYPED)
    leave(client, address, body="")
    assert not client.get(address).context["half_typed"]


def test_message_left_on_one_case_is_not_shown_on_another(sign_in, ada, assembly, address):
    client = sign_in(ada)
    leave(client, address, body=TYPED)
    other = factories.case(office=assembly.office, raised_by=ada)
    assert TYPED not in client.get(f"/my-cases/{other.reference}/").text


def test_message_left_on_a_case_opened_by_code_is_for_that_session_alone(assembly, ben):
    case = factories.case(office=assembly.office)
    with scoped(ALL):
        code = replace_code(case=case, by=ben)
    shown = []
    for client in (Client(), Client()):
        client.post("/my-cases/open/", {"reference": case.reference, "word": code})
        if not shown:
            leave(client, f"/my-cases/{case.reference}/", body=TYPED)
        shown.append(TYPED in client.get(f"/my-cases/{case.reference}/").text)
    assert shown == [True, False]


def test_left_text_is_encrypted_where_it_is_kept(sign_in, ada, address):
    leave(sign_in(ada), address, body=TYPED)
    [[value]] = entries("value")
    assert TYPED not in str(value)


def test_nothing_is_kept_of_a_page_left_on_a_shared_device(sign_in, ada, address):
    client = sign_in(ada)
    session = client.session
    session[SHARED] = True
    session.save()
    leave(client, address, body=TYPED)
    session = client.session
    session.pop(SHARED)
    session.save()
    assert not client.get(address).context["half_typed"]


def test_leaving_a_page_is_no_activity(sign_in, ada, address, monkeypatch):
    client = sign_in(ada)
    client.get(address)
    seen = client.session[SEEN_AT]
    monkeypatch.setattr("accounts.middleware.time.time", lambda: seen + 600)
    leave(client, address, body=TYPED)
    assert client.session[SEEN_AT] == seen


def test_another_person_cannot_leave_text_on_a_case(sign_in, assembly, address):
    assert leave(sign_in(assembly.bea), address, body=TYPED).status_code == 404


def test_step_left_by_a_link_is_shown_again_without_errors(hand, client):
    hand.fill(until="details")
    assert leave(client, hand.url("details"), **{"details-subject": TYPED}).status_code == 204
    page = hand.get("details")
    assert page.context["form"]["subject"].value() == TYPED
    assert not page.context["form"].errors
    assert "We kept what you typed" in page.text


def test_step_that_was_continued_is_no_longer_half_typed(hand, client):
    hand.fill(until="details")
    leave(client, hand.url("details"), **{"details-subject": TYPED})
    hand.post("details")
    assert hand.get("details").context["form"]["subject"].value() == "Lift out of order"


def test_half_typed_step_counts_as_unanswered(hand, client):
    hand.fill(until="details")
    leave(client, hand.url("details"), **{"details-subject": TYPED})
    assert "notice=order" in hand.get("check").url


def test_step_half_typed_in_one_browser_is_not_shown_in_another(hand, client):
    hand.fill(until="details")
    leave(client, hand.url("details"), **{"details-subject": TYPED})
    assert TYPED not in Client().get(hand.url("details"), follow=True).text


def test_half_typed_step_goes_with_the_deleted_answers(hand, client):
    hand.fill(until="details")
    leave(client, hand.url("details"), **{"details-subject": TYPED})
    client.post("/raise/contact/", {})
    hand.fill(until="details")
    assert TYPED not in hand.get("details").text


def first_step(client):
    """Return what the first step of the form holds when it is opened."""
    return client.get("/raise/contact/safety/").context["form"]["safe_way"].value()


def test_first_step_left_by_a_link_is_shown_again_in_the_same_browser_only(client, contact):
    leave(client, "/raise/contact/safety/", **{"safety-safe": "no", "safety-safe_way": TYPED})
    assert first_step(client) == TYPED
    assert not first_step(Client())
    assert not Submission.objects.exists()


def test_first_step_of_someone_signed_in_is_kept_for_the_account(sign_in, ada, assembly, contact):
    leave(sign_in(ada), "/raise/contact/safety/", **{"safety-safe_way": TYPED})
    assert first_step(sign_in(ada, on=Client())) == TYPED
    assert not first_step(sign_in(assembly.bea, on=Client()))


def test_first_step_left_before_signing_in_is_shown_after_it(client, sign_in, ada, contact):
    leave(client, "/raise/contact/safety/", **{"safety-safe_way": TYPED})
    assert first_step(sign_in(ada)) == TYPED


def test_first_step_left_without_any_text_begins_no_session(client, contact):
    leave(client, "/raise/contact/safety/", **{"safety-safe_way": ""})
    assert settings.SESSION_COOKIE_NAME not in client.cookies


def test_first_step_that_was_continued_is_no_longer_half_typed(hand, client):
    leave(client, hand.url("safety"), **{"safety-safe_way": TYPED})
    hand.post("safety")
    client.post("/raise/contact/", {})
    assert not first_step(client)


def test_safe_word_on_the_first_step_is_not_kept(client, contact):
    leave(client, "/raise/contact/safety/", **{"safety-safe_way": TYPED, "safety-safe_word": "otters"})
    assert client.get("/raise/contact/safety/").context["form"]["safe_word"].value() is None


def test_leaving_this_site_lets_no_one_see_what_the_first_step_held(client, contact):
    leave(client, "/raise/contact/safety/", **{"safety-safe_way": TYPED})
    client.get("/leave/")
    assert not first_step(client)


def test_leaving_the_check_page_sends_no_case(hand, client):
    hand.fill()
    assert leave(client, hand.url("check")).status_code == 204
    with scoped(ALL):
        assert not Case.objects.exists()


def test_page_left_after_the_session_ended_keeps_the_text_and_leads_back_to_it(sign_in, ada, address):
    client = sign_in(ada)
    client.get(address)
    end_session_of(client)
    answer = leave(client, address, body=TYPED)
    assert answer.status_code == 401
    assert answer.json() == {"sign_in": f"{reverse('account_request_login_code')}?next={quote_plus(address)}"}
    assert client.get(address).status_code == 302
    assert sign_in(ada).get(address).context["form"]["body"].value() == TYPED


def test_case_of_others_takes_no_text_after_the_session_ended(sign_in, assembly, address):
    client = sign_in(assembly.bea)
    client.get("/my-cases/")
    end_session_of(client)
    assert leave(client, address, body=TYPED).status_code == 401
    assert entries("value") == []


def test_note_left_by_a_link_is_shown_to_its_writer_alone(sign_in, ben, dev, case):
    address = f"/office/cases/{case.reference}/note/"
    assert leave(sign_in(ben), address, body=TYPED).status_code == 204
    assert sign_in(ben).get(address).context["form"]["body"].value() == TYPED
    assert sign_in(dev, on=Client()).get(address).context["form"]["body"].value() is None


def test_note_that_was_saved_is_no_longer_half_typed(sign_in, ben, case):
    client, address = sign_in(ben), f"/office/cases/{case.reference}/note/"
    leave(client, address, body=TYPED)
    client.post(address, {"body": TYPED, "once": uuid.uuid4()})
    assert client.get(address).context["form"]["body"].value() is None
