"""One-time codes: what is drawn, what is stored, and what fits."""

import pytest
from django.test import RequestFactory

from accounts import one_time_codes
from accounts.one_time_codes import SessionCode, draw, fits, hmac_of

CODE = SessionCode("sign-in")


@pytest.fixture
def request_with_session():
    request = RequestFactory().get("/")
    request.session = {}
    return request


def test_code_is_drawn_from_the_alphabet_in_its_length():
    assert len(draw()) == 8
    assert draw().isdigit()
    assert set(draw(40, "AB")) == {"A", "B"}


@pytest.mark.parametrize("typed", ["7k3m92qf", "7K3M-92QF", " 7K3M 92QF ", "７K3M92QF"])
def test_case_spaces_and_dashes_do_not_matter(typed):
    stored = hmac_of("7K3M92QF", purpose="account-link", subject=1)
    assert fits(typed, stored, purpose="account-link", subject=1)


@pytest.mark.parametrize(("purpose", "subject"), [("sign-in", 1), ("account-link", 2)])
def test_code_for_another_purpose_or_subject_does_not_fit(purpose, subject):
    stored = hmac_of("7K3M92QF", purpose="account-link", subject=1)
    assert not fits("7K3M92QF", stored, purpose=purpose, subject=subject)


def test_session_contains_no_code(request_with_session):
    code = CODE.start(request_with_session, "ada@london.example")
    assert code not in str(request_with_session.session)
    assert CODE.subject(request_with_session) == "ada@london.example"
    assert CODE.matches(request_with_session, code)


def test_code_expires(request_with_session, monkeypatch):
    code = CODE.start(request_with_session, "ada@london.example")
    end = one_time_codes.time.time() + CODE.minutes * 60 + 1
    monkeypatch.setattr(one_time_codes.time, "time", lambda: end)
    assert CODE.subject(request_with_session) is None
    assert not CODE.matches(request_with_session, code)


def test_second_code_replaces_the_first(request_with_session):
    first = CODE.start(request_with_session, "ada@london.example")
    second = CODE.start(request_with_session, "ada@london.example")
    assert CODE.matches(request_with_session, second)
    assert first == second or not CODE.matches(request_with_session, first)


def test_session_without_a_code_matches_nothing(request_with_session):
    assert not CODE.matches(request_with_session, "")
    assert not CODE.matches(request_with_session, "00000000")
