"""Tests of requests that no form of ours sends: forged fields, junk and other content types."""

import pytest

from casework.questionnaires.models import Submission
from tests.raise_case.hand import ANSWERS


@pytest.mark.parametrize(
    "forged", [{}, {"raise-current_step": "check"}, {"raise-current_step": "\0", "wizard_goto_step": "you"}]
)
def test_missing_or_forged_management_form_is_ignored(hand, submission, forged):
    assert hand.post("safety", **forged).url == "/raise/contact/device/"
    assert list(submission().answers) == ["safety"]


def test_fields_outside_the_form_cannot_be_posted(hand, submission):
    hand.post(
        "safety",
        {**ANSWERS["safety"], "office": "1", "safe_way": "x"},
        status="closed",
        person="1",
        **{"submitted_at": "now"},
    )
    asked = {"safe": "yes", "safe_way": "", "safe_word": ""}
    assert submission().answers == {"safety": asked}
    assert submission().submitted_at is None


HOSTILE = [
    "\0",
    "a\0b",
    "\ud800",
    "\udfff",
    "x" * 1_000_000,
    "\u202e\u2066",
    "🏳️‍🌈" * 50,
    "'; drop table",
    "{{ 7 }}",
    "%00",
    "\r\n\r\n",
]


@pytest.mark.slow
@pytest.mark.parametrize("step", list(ANSWERS))
def test_hostile_answers_break_no_page_and_lose_no_answer(hand, submission, step):
    hand.fill(until=step)
    before = submission().answers if step != "safety" else {}
    for value in HOSTILE:
        body = "&".join(f"{step}-{name}={quoted(value)}" for name in NAMES[step])
        response = hand.client.post(hand.url(step), body, content_type="application/x-www-form-urlencoded")
        assert response.status_code in {200, 302}
        assert {k: v for k, v in submission_answers().items() if k in before} == before
        if response.status_code == 302:
            assert hand.client.get(response.url).status_code == 200


def submission_answers():
    stored = Submission.objects.first()
    return stored.answers if stored else {}


NAMES = {
    "safety": ["safe", "safe_way", "safe_word"],
    "device": ["shared"],
    "danger": ["risk"],
    "about": ["kind", "nature"],
    "for-whom": ["for_whom"],
    "topic": ["topic"],
    "where": ["where", "where_postcode", "where_borough"],
    "member": ["member"],
    "details": ["subject", "what_happened"],
    "help": ["would_help", "asked_before"],
    "files": ["files"],
    "you": ["name", "email", "phone", "postal_address"],
    "language": ["language", "format", "other_language"],
}


def quoted(text):
    from urllib.parse import quote

    return quote(text.encode(errors="surrogatepass"))


@pytest.mark.parametrize(
    "kind", ["application/json", "text/plain", "multipart/form-data", "multipart/form-data; boundary=x"]
)
def test_body_of_another_content_type_raises_no_error(hand, submission, kind):
    hand.fill(until="details")
    response = hand.client.post(hand.url("details"), b"\xff\0{", content_type=kind)
    assert response.status_code in {200, 400}
    assert "member" in submission().answers


def test_too_many_fields_return_400_and_keep_the_answers(hand, submission):
    hand.fill(until="details")
    body = "&".join(f"x{i}=1" for i in range(600_000))
    response = hand.client.post(hand.url("details"), body, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 400
    assert "member" in submission().answers


def test_junk_member_in_the_query_string_is_ignored(hand, submission):
    response = hand.client.post("/raise/contact/safety/?member=%00%ED%A0%80../x", {"safety-safe": "yes"})
    assert response.status_code == 302
    assert submission().member_slug == ""


@pytest.mark.slow
@pytest.mark.parametrize("step", sorted(set(NAMES) - {"files"}))
def test_junk_saved_for_later_breaks_no_page(hand, step):
    hand.fill(until="check")
    for typed in ("\u202ejunk", "\0", "💥"):
        garbage = dict.fromkeys(NAMES[step], typed * 900)
        assert hand.post(step, garbage, later="1").status_code == 302
        for page in (*NAMES, "check", "later", ""):
            assert hand.get(page).status_code in {200, 302, 422}, (typed, page)
