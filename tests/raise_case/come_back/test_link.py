"""Tests of coming back to unsent answers by emailed link and code."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from casework.cases.models import Case, CaseFile
from casework.outbox.models import OutboxMessage
from casework.questionnaires import services
from casework.questionnaires.models import ResumeLink, Submission, SubmissionKey
from casework.wall.scope import ALL, scoped
from tests.journeys.drivers import code_in
from tests.raise_case.come_back.links import EMAIL, UNSAFE, link_in, open_link, request_code, request_link
from tests.raise_case.hand import ANSWERS, Hand


def test_link_and_code_continue_and_send_on_another_device(saved, contact, sent_mail):
    [mail] = sent_mail()
    other = Hand(Client())
    assert open_link(link_in(mail), sent_mail, on=other.client).url == "/raise/contact/"
    assert "You started this on" in other.get("").text
    assert other.get("check").url.startswith("/raise/contact/files/")
    for step in ("files", "you", "language"):
        other.post(step)
    assert "letter.txt" in other.get("check").text
    other.send()
    with scoped(ALL):
        assert Case.objects.get().subject == ANSWERS["details"]["subject"]
        assert CaseFile.objects.get().name == "letter.txt"
    assert saved.get("check").url == "/raise/contact/sent/"


def test_both_devices_can_continue_after_the_link(saved, sent_mail):
    other = Hand(Client())
    open_link(link_in(sent_mail()[0]), sent_mail, on=other.client)
    assert other.post("details").status_code == 302
    assert "Lift out of order" in saved.get("details").text


def test_get_of_the_link_changes_nothing(saved, sent_mail):
    link = link_in(sent_mail()[0])
    before = OutboxMessage.objects.count(), list(ResumeLink.objects.values()), SubmissionKey.objects.count()
    for method in ("get", "head", "get"):
        scanner = Client()
        page = getattr(scanner, method)(link)
        assert page.status_code == 200
        assert "session" not in scanner.cookies
        assert "Lift" not in page.text
    assert before == (
        OutboxMessage.objects.count(),
        list(ResumeLink.objects.values()),
        SubmissionKey.objects.count(),
    )
    assert open_link(link, sent_mail, on=Client()).status_code == 302


def test_link_mail_contains_no_answers_or_form_name(saved, sent_mail):
    [mail] = sent_mail()
    text = mail.as_string()
    for word in ("Lift", "contact/", "Ines", "Newham", "letter.txt"):
        assert word not in text
    assert mail["Subject"] == "Your link"


def test_return_code_and_sign_in_code_are_not_interchangeable(saved, sent_mail):
    """Use each code where the other is expected."""
    other = Client()
    code = request_code(link_in(sent_mail()[0]), sent_mail, on=other)
    assert "ran-out" in other.post("/accounts/login/code/confirm/", {"code": code}).url
    other.post("/accounts/login/code/", {"email": EMAIL})
    sign_in_code = code_in(sent_mail()[-1])
    if sign_in_code != code:
        assert other.post("/come-back/code/", {"code": sign_in_code}).status_code == 422


def test_five_wrong_codes_invalidate_the_code(saved, sent_mail):
    other = Client()
    code = request_code(link_in(sent_mail()[0]), sent_mail, on=other)
    wrong = f"{(int(code) + 1) % 10**8:08d}"
    for _ in range(5):
        assert other.post("/come-back/code/", {"code": wrong}).status_code == 422
    assert other.post("/come-back/code/", {"code": code}).status_code == 410
    assert "not sent yet" not in other.get("/raise/contact/", follow=True).text


def test_code_works_only_in_the_browser_that_requested_it(saved, sent_mail):
    code = request_code(link_in(sent_mail()[0]), sent_mail, on=Client())
    assert Client().post("/come-back/code/", {"code": code}).status_code == 410


def test_link_token_has_128_bits_and_is_stored_as_a_hash(saved, sent_mail):
    token = link_in(sent_mail()[0]).split("/")[-2]
    assert len(token) * 6 >= 128
    with scoped(ALL):
        rows = [*ResumeLink.objects.values(), *SubmissionKey.objects.values(), *Submission.objects.values()]
        assert not any(bytes(raw) for raw in OutboxMessage.objects.values_list("raw", flat=True))
    assert token not in repr(rows)
    assert services.find_submission(key=token, slug="contact") is None


def test_link_to_another_address_invalidates_the_older_link(saved, sent_mail):
    request_link(saved, "anima@london.example")
    mistyped, right = (link_in(mail) for mail in sent_mail())
    assert Client().get(mistyped).status_code == 410
    assert Client().get(right).status_code == 200


@pytest.mark.parametrize("end", ["sent", "deleted", "expired", "unsafe"])
def test_link_returns_410_once_the_answers_are_gone_or_unsafe(saved, sent_mail, end):
    link = link_in(sent_mail()[0])
    if end == "sent":
        saved.fill()
        saved.send()
    elif end == "deleted":
        saved.client.post(saved.url("later"), {"delete": "1"})
    elif end == "expired":
        Submission.objects.update(expires_at=timezone.now())
    else:
        saved.post("safety", UNSAFE, query={"change": "1"})
    for way in ("get", "post"):
        assert getattr(Client(), way)(link).status_code == 410


@pytest.mark.parametrize("token", ["x", "a" * 500, "code", "%00", "%ED%A0%80"])
def test_unknown_link_and_ended_link_show_the_same_page(saved, sent_mail, token):
    link = link_in(sent_mail()[0])
    services.discard_submission(submission=Submission.objects.get())
    assert Client().get(f"/come-back/{token}/").content == Client().get(link).content


def test_known_and_unknown_address_get_the_same_page_and_mail(hand, ada, sent_mail):
    hand.fill(until="details")
    pages = []
    for email in (ada.email, "nobody@london.example"):
        response = request_link(hand, email)
        page = hand.client.get(response.url).text.replace(email, "")
        pages.append(re.sub(r'"csrfmiddlewaretoken" value="\w+"', "", page))
    assert pages[0] == pages[1]
    known, unknown = (mail.get_body(("plain",)).get_content() for mail in sent_mail())
    assert re.sub(r"come-back/\S+", "", known) == re.sub(r"come-back/\S+", "", unknown)


def test_links_to_one_address_are_limited(contact, sent_mail):
    answers = []
    for number in range(12):
        hand = Hand(Client(REMOTE_ADDR=f"198.51.{number}.7"))
        hand.post("safety")
        answers.append(request_link(hand, "victim@london.example").status_code)
    assert set(answers) == {302, 429}
    assert len(sent_mail()) == limit_of("link")


def limit_of(act):
    return int(settings.ACCOUNT_RATE_LIMITS[act].partition("/")[0])


@pytest.mark.parametrize("email", ["", "amina", "a b@london.example", "\0", "x" * 300 + "@london.example"])
def test_invalid_address_is_refused(hand, email, sent_mail):
    hand.post("safety")
    response = request_link(hand, email)
    assert response.status_code == 422
    assert "Error:" in response.text
    assert sent_mail() == []


def test_unsafe_submission_gets_no_link(hand, sent_mail):
    hand.post("safety", UNSAFE)
    page = hand.get("later").text
    assert "it is not safe to email you" in page
    assert 'name="email"' not in page
    request_link(hand)
    assert sent_mail() == []


def test_later_page_shows_start_and_deletion_dates(hand, submission):
    hand.fill(until="details")
    page = hand.get("later").text
    assert "You started this on" in page
    assert "We delete your answers and files on" in page


def test_step_after_a_pause_shows_the_start_date(hand):
    hand.fill(until="details")
    assert "You started this on" not in hand.get("details").text
    Submission.objects.update(saved_at=timezone.now() - timedelta(hours=2))
    page = hand.get("details").text
    assert "You started this on" in page
    assert "Start again" in page


def test_link_keeps_the_other_submission_of_this_browser(saved, sent_mail):
    link = link_in(sent_mail()[0])
    other = Hand(Client())
    other.fill(until="topic", about={"kind": "comment", "nature": "policy"})
    open_link(link, sent_mail, on=other.client)
    assert "you also started other answers" in other.get("").text
    other.client.post(other.url(), {"other": "1"})
    assert other.get("about").context["form"]["kind"].value() == "comment"
    other.client.post(other.url(), {"other": "1"})
    assert other.get("about").context["form"]["kind"].value() == "problem"
