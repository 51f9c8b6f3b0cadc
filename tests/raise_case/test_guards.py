"""No step is skipped, no answer lost, one case whatever is posted."""

import pytest
from django.test import Client

from casework.cases.models import Case
from casework.offices.notices import publish_notice
from casework.questionnaires import services
from casework.questionnaires.models import Submission
from casework.scope import ALL, scoped
from tests.raise_case.conftest import ANSWERS, Hand


def cases():
    with scoped(ALL):
        return Case.objects.count()


@pytest.mark.parametrize("step", [*list(ANSWERS)[2:], "check"])
def test_asking_for_a_later_step_leads_to_the_first_open_one(hand, step):
    hand.post("safety")
    assert hand.get(step).url == "/raise/contact/about/?notice=order#notice"


def test_a_stranger_who_asks_for_a_later_step_begins_at_the_first(hand):
    assert hand.get("you").url == "/raise/contact/safety/?notice=none#notice"


def test_posting_a_later_step_keeps_what_was_typed_but_skips_nothing(hand, submission):
    hand.post("safety")
    assert hand.post("details").url == "/raise/contact/about/?notice=order#notice"
    assert submission().answers["details"]["subject"] == "Lift out of order"


def test_sending_before_everything_is_answered_sends_nothing(hand, submission):
    hand.fill(until="you")
    assert hand.send().url == "/raise/contact/you/?notice=order#notice"
    assert not submission().is_sent


@pytest.mark.parametrize("step", ["nonsense", "done", "Safety", "who-can-help", "link"])
def test_a_step_that_is_not_asked_leads_back_with_the_answers_kept(hand, submission, step):
    hand.fill(until="details")
    assert hand.get(step).url == "/raise/contact/details/?notice=unknown#notice"
    assert hand.post(step, {"x": "1"}).url == "/raise/contact/details/?notice=unknown#notice"
    assert submission().answers["member"] == {"member": "ines-vale"}


def test_every_notice_is_a_sentence_on_the_page(hand):
    assert "Answer this first" in hand.get("safety", notice="order").content.decode()
    assert hand.get("safety", notice="junk").status_code == 200


def test_a_form_nobody_published_is_not_there(client, db):
    assert client.get("/raise/nothing/").status_code == 404
    assert client.get("/raise/nothing/safety/").status_code == 404


@pytest.mark.parametrize(
    "forged", [{}, {"raise-current_step": "check"}, {"raise-current_step": "\0", "wizard_goto_step": "you"}]
)
def test_a_missing_or_forged_management_form_changes_nothing(hand, submission, forged):
    assert hand.post("safety", **forged).url == "/raise/contact/about/"
    assert list(submission().answers) == ["safety"]


def test_facts_of_the_case_cannot_be_posted(hand, submission):
    hand.post(
        "safety",
        {**ANSWERS["safety"], "office": "1", "safe_way": "x"},
        status="closed",
        person="1",
        **{"submitted_at": "now"},
    )
    asked = {"safe": "yes", "safe_way": "", "safe_word": "", "shared": "no", "risk": []}
    assert submission().answers == {"safety": asked}
    assert submission().submitted_at is None


NASTY = [
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


@pytest.mark.parametrize("step", list(ANSWERS))
def test_nasty_answers_never_break_a_page_or_lose_an_answer(hand, submission, step):
    hand.fill(until=step)
    before = submission().answers if step != "safety" else {}
    for value in NASTY:
        body = "&".join(f"{step}-{name}={quoted(value)}" for name in NAMES[step])
        response = hand.client.post(hand.url(step), body, content_type="application/x-www-form-urlencoded")
        assert response.status_code in {200, 302}
        assert {k: v for k, v in submission_answers().items() if k in before} == before
        if response.status_code == 302:
            assert hand.client.get(response.url).status_code == 200


def submission_answers():
    kept = Submission.objects.first()
    return kept.answers if kept else {}


NAMES = {
    "safety": ["safe", "shared", "safe_way", "safe_word", "risk"],
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
def test_a_body_of_another_kind_is_refused_kindly(hand, submission, kind):
    hand.fill(until="details")
    response = hand.client.post(hand.url("details"), b"\xff\0{", content_type=kind)
    assert response.status_code in {200, 400}
    assert "member" in submission().answers


def test_a_million_fields_are_refused_and_the_answers_kept(hand, submission):
    hand.fill(until="details")
    body = "&".join(f"x{i}=1" for i in range(600_000))
    response = hand.client.post(hand.url("details"), body, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 400
    assert "member" in submission().answers


def test_a_junk_member_in_the_address_is_ignored(hand, submission):
    response = hand.client.post(
        "/raise/contact/safety/?member=%00%ED%A0%80../x", {"safety-safe": "yes", "safety-shared": "no"}
    )
    assert response.status_code == 302
    assert submission().member_slug == ""


def test_changing_an_answer_leads_back_to_the_check(hand):
    hand.fill()
    response = hand.post(
        "details", {"subject": "Lift still broken", "what_happened": "It is."}, query={"change": "1"}
    )
    assert response.url == "/raise/contact/check/"
    assert "Lift still broken" in hand.get("check").content.decode()


def test_a_change_that_opens_a_branch_asks_it_and_then_returns(hand):
    hand.fill()
    assert (
        hand.post("topic", {"topic": "council"}, query={"change": "1"}).url
        == "/raise/contact/who-can-help/?change=1"
    )
    assert hand.post("who-can-help", {}, query={"change": "1"}).url == "/raise/contact/check/"


def test_a_change_of_place_asks_again_for_a_member_who_is_not_theirs(hand):
    hand.fill()
    hand.post("where", {"where": "none"}, query={"change": "1"})
    response = hand.post("link", {"link": "none"}, query={"change": "1"})
    assert response.url == "/raise/contact/member/?change=1"
    assert hand.send().url == "/raise/contact/member/?notice=again&change=1#notice"
    assert cases() == 0


def test_answers_of_a_branch_that_was_left_are_neither_shown_nor_sent(hand):
    hand.fill(where={"where": "none"}, link={"link": "placed", "link_placed": "E09000025"})
    hand.post("where", {"where": "borough", "where_borough": "E09000025"}, query={"change": "1"})
    assert "placed" not in hand.get("check").content.decode()
    hand.send()
    with scoped(ALL):
        assert "placed" not in str(Case.objects.get().answers)


def test_who_began_on_an_old_version_finishes_on_it(hand, definition, submission):
    hand.fill(until="details")
    definition["steps"] = [step for step in definition["steps"] if step["slug"] != "files"]
    definition["steps"][0]["title"]["en"] = "A new beginning"
    services.publish(slug="contact", definition=definition, by=None)
    assert hand.post("details").url == "/raise/contact/help/"
    assert hand.post("help").url == "/raise/contact/files/"
    assert submission().version.number == 1
    stranger = Hand(Client())
    stranger.post("safety")
    assert Submission.objects.latest("pk").version.number == 2


def test_sending_twice_makes_one_case_and_shows_it_again(hand):
    hand.fill()
    assert hand.send().url == hand.send().url == "/raise/contact/sent/"
    assert cases() == 1


@pytest.mark.parametrize("step", [*list(ANSWERS)[1:], "check"])
def test_going_back_after_sending_shows_that_it_is_sent(hand, step):
    hand.fill()
    hand.send()
    assert hand.get(step).url == "/raise/contact/sent/"
    answers = ANSWERS.get(step, {})
    assert hand.post(step, answers).url == "/raise/contact/sent/"
    assert cases() == 1


def test_after_sending_another_case_can_be_begun(hand):
    hand.fill()
    hand.send()
    assert hand.get("").url == "/raise/contact/safety/"
    hand.fill()
    hand.send()
    assert cases() == 2


def test_someone_without_their_session_reads_what_they_just_typed(contact):
    response = Hand(Client()).post("details")
    assert response.status_code == 409
    assert "The lift has not worked since October." in response.content.decode()


def test_someone_elses_session_does_not_open_the_answers(hand):
    hand.fill()
    other = Hand(Client())
    assert other.get("check").url == "/raise/contact/safety/?notice=none#notice"
    assert other.get("sent").url == "/raise/contact/"


def test_a_second_person_on_the_same_browser_does_not_get_the_firsts_answers(hand, submission, ada, assembly):
    hand.post("safety")
    Submission.objects.update(person=assembly.bea)
    assert hand.get("about").url == "/raise/contact/safety/?notice=none#notice"


def test_whoever_comes_back_is_told_and_can_go_on_or_begin_anew(hand, submission):
    hand.fill(until="details")
    assert "not sent yet" in hand.get("").content.decode()
    assert hand.client.post("/raise/contact/").url == "/raise/contact/safety/"
    assert not Submission.objects.exists()


def test_later_says_until_when_and_forgets_on_request(hand, submission):
    hand.fill(until="details")
    assert "Come back in this browser" in hand.get("later").content.decode()
    assert hand.client.post(hand.url("later"), {"delete": "1"}).status_code == 200
    assert not Submission.objects.exists()


def test_on_a_shared_device_the_way_back_ends_with_the_browser(hand):
    response = hand.post("safety", {"safe": "yes", "shared": "yes"})
    [cookie] = [c for c in response.cookies.values() if "session" in c.key]
    assert cookie["max-age"] == ""
    assert "close this browser" in hand.get("later").content.decode()


def test_elsewhere_the_way_back_lasts_as_long_as_the_answers(hand):
    response = hand.post("safety")
    [cookie] = [c for c in response.cookies.values() if "session" in c.key]
    assert 0 <= 7 * 24 * 60 * 60 - cookie["max-age"] < 60


def test_no_page_of_the_form_may_be_kept_by_a_browser(hand):
    hand.fill()
    for step in ("safety", "check", "later"):
        assert "no-store" in hand.get(step)["Cache-Control"]


def test_head_and_get_write_nothing(hand, submission):
    hand.fill()
    before = submission().saved_at
    for step in ("", *ANSWERS, "check", "later", "sent"):
        hand.get(step)
        hand.client.head(hand.url(step))
    assert submission().saved_at == before
    assert submission().submitted_at is None


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(hand, method):
    hand.post("safety")
    assert getattr(hand.client, method)(hand.url("about")).status_code == 405


def test_the_check_page_links_the_notice_of_the_office_and_warns_of_nothing(hand, assembly):
    publish_notice(office=assembly.office, text="<p>We keep it for a year.</p>")
    hand.fill()
    page = hand.get("check").content.decode()
    assert f'href="/privacy/{assembly.office.slug}/"' in page
    assert 'id="notice"' not in page


@pytest.mark.parametrize("typed", ["\u202ejunk", "\0", "💥"])
@pytest.mark.parametrize("step", sorted(set(NAMES) - {"files"}))
def test_whatever_stands_on_a_page_that_was_left_halfway_breaks_no_page(hand, step, typed):
    hand.fill(until="check")
    garbage = dict.fromkeys(NAMES[step], typed * 900)
    assert hand.post(step, garbage, later="1").status_code == 302
    for page in (*NAMES, "check", "later", ""):
        assert hand.get(page).status_code in {200, 302, 422}, page
