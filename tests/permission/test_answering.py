"""A person is asked whether another may speak for them: a button, a code, the question."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from casework.cases.authority import Authority
from casework.cases.authority_answers import refuse
from casework.cases.authority_services import hash_of
from casework.scope import ALL, scoped
from tests.representing import agreed, asked, case_for_mother


@pytest.fixture
def case(assembly):
    return case_for_mother(assembly)


@pytest.fixture
def token(case, ben):
    return asked(case, ben)


def standing(case):
    with scoped(ALL):
        return Authority.objects.get(case=case)


def code_in(mails):
    """The code of the newest mail that has one."""
    return next(
        found.group() for mail in reversed(mails) if (found := re.search(r"\b\d{8}\b", mail["Subject"]))
    )


def proved(client, token, sent_mail):
    """A browser whose person typed the code that came by mail."""
    client.post(f"/permission/{token}/")
    client.post("/permission/code/", {"code": code_in(sent_mail())})
    return client


def test_opening_the_link_does_nothing(client, token, case, sent_mail):
    sent_mail()
    for _scanner in range(3):
        assert client.get(f"/permission/{token}/").status_code == 200
        assert client.head(f"/permission/{token}/").status_code == 200
    assert len(sent_mail()) == 1
    assert standing(case).confirmed_at is None


def test_pressing_every_button_of_the_first_page_answers_nothing_either(client, token, case):
    client.post(f"/permission/{token}/")
    client.post("/permission/answer/", {"answer": "yes"})
    client.post("/permission/code/", {"code": "00000000"})
    assert standing(case).confirmed_at is None


def test_a_yes_after_the_code(client, token, case, sent_mail):
    page = proved(client, token, sent_mail).get("/permission/answer/").text
    assert "speak for you?" in page
    assert "write to the office for you" in page
    assert "Lift at the station" not in page
    client.post("/permission/answer/", {"answer": "yes"})
    assert standing(case).in_force
    assert standing(case).proof == "link"


def test_a_yes_that_comes_after_the_last_day_changes_nothing(client, token, case, sent_mail):
    browser = proved(client, token, sent_mail)
    with scoped(ALL):
        Authority.objects.update(until=timezone.now())
    assert browser.post("/permission/answer/", {"answer": "yes"}).url == "/permission/code/"
    assert standing(case).confirmed_at is None


def test_a_no_after_the_code(client, token, case, sent_mail):
    page = proved(client, token, sent_mail).post("/permission/answer/", {"answer": "no"}).text
    assert "Nobody speaks for you" in page
    assert standing(case).refused_at


def test_no_answer_is_asked_for(client, token, case, sent_mail):
    response = proved(client, token, sent_mail).post("/permission/answer/", {})
    assert response.status_code == 422
    assert "Choose yes or no" in response.text


def test_the_same_link_takes_it_back(client, case, ben, sent_mail):
    token = agreed(case, ben)
    page = proved(client, token, sent_mail).get("/permission/answer/").text
    assert "Take my permission back" in page
    client.post("/permission/answer/", {"take_back": "yes"})
    assert standing(case).revoked_at
    assert standing(case).revoked_by is None


def test_a_wrong_code_opens_nothing_and_tries_are_counted(client, token, sent_mail):
    client.post(f"/permission/{token}/")
    answers = [client.post("/permission/code/", {"code": "00000001"}).status_code for _ in range(6)]
    assert answers == [422] * 5 + [429]


def test_another_browser_has_proved_nothing(client, token, sent_mail):
    proved(client, token, sent_mail)
    assert Client().get("/permission/answer/").status_code == 302


def everything(token):
    """All that a browser gets which opens a link and guesses at the code."""
    client, seen = Client(), []
    for method, path, data in [
        ("get", f"/permission/{token}/", {}),
        ("post", f"/permission/{token}/", {}),
        ("get", "/permission/code/", {}),
        ("post", "/permission/code/", {"code": "12345678"}),
        ("get", "/permission/answer/", {}),
    ]:
        answer = getattr(client, method)(path, data)
        body = re.sub(rb'(csrfmiddlewaretoken" value|nonce)="[^"]+"', b"", answer.content)
        kept = set(answer.cookies)
        seen.append(
            (answer.status_code, answer.headers.get("Location"), body.replace(token.encode(), b""), kept)
        )
    return seen


@pytest.mark.parametrize("how", ["unknown", "expired", "refused", "revoked", "other office"])
def test_a_link_that_opens_nothing_reads_like_one_that_does(assembly, case, ben, how):
    live = everything(asked(case, ben))
    token = asked(case_for_mother(assembly), ben)
    with scoped(ALL):
        if how == "unknown":
            token = "A" * len(token)
        elif how == "expired":
            Authority.objects.filter(link_hash=hash_of(token)).update(link_until=timezone.now())
        elif how == "refused":
            refuse(link=hash_of(token))
        elif how == "revoked":
            token = agreed(case_for_mother(assembly), ben)
            refuse(link=hash_of(token))
        else:
            token = asked(case_for_mother(assembly, office=assembly.sister), assembly.eve)
    assert everything(token) == live


def test_a_link_that_opens_nothing_sends_no_mail(client, token, sent_mail):
    refuse(link=hash_of(token))
    before = len(sent_mail())
    client.post(f"/permission/{token}/")
    assert len(sent_mail()) == before
