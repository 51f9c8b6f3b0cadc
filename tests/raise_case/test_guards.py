"""Tests of the guards of the form: no step is skipped, no answer is lost, and a submission becomes one case."""

import pytest
from django.test import Client

from casework.cases.models import Case
from casework.offices.notices import publish_notice
from casework.questionnaires import services
from casework.questionnaires.models import Submission
from casework.wall.scope import ALL, scoped
from tests.raise_case.hand import ANSWERS, Hand


def cases():
    with scoped(ALL):
        return Case.objects.count()


@pytest.mark.parametrize("step", [*list(ANSWERS)[2:], "check"])
def test_get_of_a_later_step_redirects_to_the_first_open_step(hand, step):
    hand.post("safety")
    assert hand.get(step).url == "/raise/contact/device/?notice=order#notice"


def test_get_of_a_later_step_without_submission_redirects_to_the_first(hand):
    assert hand.get("you").url == "/raise/contact/safety/?notice=none#notice"


def test_post_of_a_later_step_is_saved_and_redirects_to_the_first_open_step(hand, submission):
    hand.post("safety")
    assert hand.post("details").url == "/raise/contact/device/?notice=order#notice"
    assert submission().answers["details"]["subject"] == "Lift out of order"


def test_send_of_an_incomplete_submission_is_refused(hand, submission):
    hand.fill(until="you")
    assert hand.send().url == "/raise/contact/you/?notice=order#notice"
    assert not submission().is_sent


@pytest.mark.parametrize("step", ["nonsense", "done", "Safety", "who-can-help", "link"])
def test_step_that_is_not_asked_redirects_and_keeps_the_answers(hand, submission, step):
    hand.fill(until="details")
    assert hand.get(step).url == "/raise/contact/details/?notice=unknown#notice"
    assert hand.post(step, {"x": "1"}).url == "/raise/contact/details/?notice=unknown#notice"
    assert submission().answers["member"] == {"member": "ines-vale"}


def test_notice_in_the_query_string_is_shown_and_junk_is_ignored(hand):
    assert "Answer this first" in hand.get("safety", notice="order").content.decode()
    assert hand.get("safety", notice="junk").status_code == 200


def test_unpublished_form_returns_404(client, db):
    assert client.get("/raise/nothing/").status_code == 404
    assert client.get("/raise/nothing/safety/").status_code == 404


def test_changed_answer_redirects_to_the_check_page(hand):
    hand.fill()
    response = hand.post(
        "details", {"subject": "Lift still broken", "what_happened": "It is."}, query={"change": "1"}
    )
    assert response.url == "/raise/contact/check/"
    assert "Lift still broken" in hand.get("check").content.decode()


def test_change_that_opens_a_branch_asks_its_steps(hand):
    hand.fill()
    assert (
        hand.post("topic", {"topic": "council"}, query={"change": "1"}).url
        == "/raise/contact/who-can-help/?change=1"
    )
    assert hand.post("who-can-help", {}, query={"change": "1"}).url == "/raise/contact/check/"


def test_change_of_place_requires_a_new_choice_of_member(hand):
    hand.fill()
    hand.post("where", {"where": "none"}, query={"change": "1"})
    response = hand.post("link", {"link": "none"}, query={"change": "1"})
    assert response.url == "/raise/contact/member/?change=1"
    assert hand.send().url == "/raise/contact/member/?notice=again&change=1#notice"
    assert cases() == 0


def test_answers_of_an_abandoned_branch_are_not_shown_or_sent(hand):
    hand.fill(where={"where": "none"}, link={"link": "placed", "link_placed": "E09000025"})
    hand.post("where", {"where": "borough", "where_borough": "E09000025"}, query={"change": "1"})
    assert "placed" not in hand.get("check").content.decode()
    hand.send()
    with scoped(ALL):
        assert "placed" not in str(Case.objects.get().answers)


def test_submission_stays_on_the_version_it_started_with(hand, definition, submission):
    hand.fill(until="details")
    definition["steps"] = [step for step in definition["steps"] if step["slug"] != "files"]
    definition["steps"][0]["title"]["en"] = "A new beginning"
    services.publish(slug="contact", definition=definition, by=None)
    assert hand.post("details").url == "/raise/contact/help/"
    assert hand.post("help").url == "/raise/contact/files/"
    assert submission().version.number == 1
    other = Hand(Client())
    other.post("safety")
    assert Submission.objects.latest("pk").version.number == 2


def test_sending_twice_creates_one_case(hand):
    hand.fill()
    assert hand.send().url == hand.send().url == "/raise/contact/sent/"
    assert cases() == 1


@pytest.mark.parametrize("step", [*list(ANSWERS)[1:], "check"])
def test_step_after_sending_redirects_to_the_sent_page(hand, step):
    hand.fill()
    hand.send()
    assert hand.get(step).url == "/raise/contact/sent/"
    answers = ANSWERS.get(step, {})
    assert hand.post(step, answers).url == "/raise/contact/sent/"
    assert cases() == 1


def test_second_case_can_be_started_after_sending(hand):
    hand.fill()
    hand.send()
    assert hand.get("").url == "/raise/contact/safety/"
    hand.fill()
    hand.send()
    assert cases() == 2


def test_post_without_session_shows_the_typed_text(contact):
    response = Hand(Client()).post("details")
    assert response.status_code == 409
    assert "The lift has not worked since October." in response.content.decode()


def test_another_session_cannot_open_the_answers(hand):
    hand.fill()
    other = Hand(Client())
    assert other.get("check").url == "/raise/contact/safety/?notice=none#notice"
    assert other.get("sent").url == "/raise/contact/"


def test_answers_tied_to_another_account_are_not_opened_in_this_browser(hand, submission, ada, assembly):
    hand.post("safety")
    Submission.objects.update(person=assembly.bea)
    assert hand.get("device").url == "/raise/contact/safety/?notice=none#notice"


def test_start_page_offers_to_continue_or_start_again(hand, submission):
    hand.fill(until="details")
    assert "not sent yet" in hand.get("").content.decode()
    assert hand.client.post("/raise/contact/").url == "/raise/contact/safety/"
    assert not Submission.objects.exists()


def test_later_page_deletes_the_answers_on_request(hand, submission):
    hand.fill(until="details")
    assert "Come back in this browser" in hand.get("later").content.decode()
    assert hand.client.post(hand.url("later"), {"delete": "1"}).status_code == 200
    assert not Submission.objects.exists()


def test_session_on_a_shared_device_ends_with_the_browser(hand):
    hand.post("safety")
    response = hand.post("device", {"shared": "yes"})
    [cookie] = [c for c in response.cookies.values() if "session" in c.key]
    assert cookie["max-age"] == ""
    assert "close this browser" in hand.get("later").content.decode()


def test_session_on_an_own_device_lasts_seven_days(hand):
    response = hand.post("safety")
    [cookie] = [c for c in response.cookies.values() if "session" in c.key]
    assert 0 <= 7 * 24 * 60 * 60 - cookie["max-age"] < 60


def test_form_pages_are_not_cached(hand):
    hand.fill()
    for step in ("safety", "check", "later"):
        assert "no-store" in hand.get(step)["Cache-Control"]


def test_get_and_head_do_not_change_the_submission(hand, submission):
    hand.fill()
    before = submission().saved_at
    for step in ("", *ANSWERS, "check", "later", "sent"):
        hand.get(step)
        hand.client.head(hand.url(step))
    assert submission().saved_at == before
    assert submission().submitted_at is None


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_return_405(hand, method):
    hand.post("safety")
    assert getattr(hand.client, method)(hand.url("about")).status_code == 405


def test_check_page_links_the_privacy_notice_of_the_office(hand, assembly):
    publish_notice(office=assembly.office, text="<p>We keep it for a year.</p>")
    hand.fill()
    page = hand.get("check").content.decode()
    assert f'href="/privacy/{assembly.office.slug}/"' in page
    assert 'id="notice"' not in page
