"""Tests of the pages where a person gives, refuses or withdraws authority: button, code, question."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from casework.cases.models.authority.authority import Authority
from casework.cases.services.authority.answer import refuse
from casework.cases.services.authority.authority import hash_of
from casework.wall.scope import ALL, scoped
from tests.authority import agreed, asked, case_for_mother
from tests.codes import MAILED, code_of


@pytest.fixture
def case(assembly):
    return case_for_mother(assembly)


@pytest.fixture
def token(case, ben):
    return asked(case, ben)


def authority_of(case):
    with scoped(ALL):
        return Authority.objects.get(case=case)


def code_in(mails):
    """Return the code of the newest mail that has one."""
    return next(code_of(mail["Subject"]) for mail in reversed(mails) if MAILED.search(mail["Subject"]))


def enter_code(client, token, sent_mail):
    """Enter the mailed code and return the client."""
    client.post(f"/permission/{token}/")
    client.post("/permission/code/", {"code": code_in(sent_mail())})
    return client


def test_get_of_the_link_changes_nothing_and_sends_no_code(client, token, case, sent_mail):
    sent_mail()
    for _ in range(3):
        assert client.get(f"/permission/{token}/").status_code == 200
        assert client.head(f"/permission/{token}/").status_code == 200
    assert len(sent_mail()) == 1
    assert authority_of(case).confirmed_at is None


def test_posts_without_the_code_change_nothing(client, token, case):
    client.post(f"/permission/{token}/")
    client.post("/permission/answer/", {"answer": "yes"})
    client.post("/permission/code/", {"code": "00000000"})
    assert authority_of(case).confirmed_at is None


def test_yes_after_the_code_puts_the_authority_in_force(client, token, case, sent_mail):
    page = enter_code(client, token, sent_mail).get("/permission/answer/").text
    assert "speak for you?" in page
    assert "write to the office for you" in page
    assert "Lift at the station" not in page
    client.post("/permission/answer/", {"answer": "yes"})
    assert authority_of(case).in_force
    assert authority_of(case).proof == "link"


def test_yes_after_the_last_day_changes_nothing(client, token, case, sent_mail):
    browser = enter_code(client, token, sent_mail)
    with scoped(ALL):
        Authority.objects.update(until=timezone.now())
    assert browser.post("/permission/answer/", {"answer": "yes"}).url == "/permission/code/"
    assert authority_of(case).confirmed_at is None


def test_no_after_the_code_refuses_the_authority(client, token, case, sent_mail):
    page = enter_code(client, token, sent_mail).post("/permission/answer/", {"answer": "no"}).text
    assert "No one speaks for you" in page
    assert authority_of(case).refused_at


def test_missing_answer_is_refused(client, token, case, sent_mail):
    response = enter_code(client, token, sent_mail).post("/permission/answer/", {})
    assert response.status_code == 422
    assert "Choose yes or no" in response.text


def test_same_link_withdraws_the_authority(client, case, ben, sent_mail):
    token = agreed(case, ben)
    page = enter_code(client, token, sent_mail).get("/permission/answer/").text
    assert "Take my permission back" in page
    client.post("/permission/answer/", {"take_back": "yes"})
    assert authority_of(case).revoked_at
    assert authority_of(case).revoked_by is None


def test_wrong_codes_are_refused_and_limited(client, token, sent_mail):
    client.post(f"/permission/{token}/")
    answers = [client.post("/permission/code/", {"code": "00000001"}).status_code for _ in range(6)]
    assert answers == [422] * 5 + [429]


def test_answer_page_needs_the_code_in_the_same_browser(client, token, sent_mail):
    enter_code(client, token, sent_mail)
    assert Client().get("/permission/answer/").status_code == 302


def responses_for(token):
    """Return every response to a browser that opens a link and guesses the code."""
    client, responses = Client(), []
    for method, path, data in [
        ("get", f"/permission/{token}/", {}),
        ("post", f"/permission/{token}/", {}),
        ("get", "/permission/code/", {}),
        ("post", "/permission/code/", {"code": "12345678"}),
        ("get", "/permission/answer/", {}),
    ]:
        answer = getattr(client, method)(path, data)
        body = re.sub(rb'(csrfmiddlewaretoken" value|nonce)="[^"]+"', b"", answer.content)
        cookies = set(answer.cookies)
        responses.append(
            (answer.status_code, answer.headers.get("Location"), body.replace(token.encode(), b""), cookies)
        )
    return responses


@pytest.mark.parametrize("state", ["unknown", "expired", "refused", "revoked", "other office"])
def test_dead_link_and_live_link_get_identical_responses(assembly, case, ben, state):
    live = responses_for(asked(case, ben))
    token = asked(case_for_mother(assembly), ben)
    with scoped(ALL):
        if state == "unknown":
            token = "A" * len(token)
        elif state == "expired":
            Authority.objects.filter(link_hash=hash_of(token)).update(link_until=timezone.now())
        elif state == "refused":
            refuse(link=hash_of(token))
        elif state == "revoked":
            token = agreed(case_for_mother(assembly), ben)
            refuse(link=hash_of(token))
        else:
            token = asked(case_for_mother(assembly, office=assembly.sister), assembly.eve)
    assert responses_for(token) == live


def test_dead_link_sends_no_mail(client, token, sent_mail):
    refuse(link=hash_of(token))
    before = len(sent_mail())
    client.post(f"/permission/{token}/")
    assert len(sent_mail()) == before
