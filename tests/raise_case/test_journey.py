"""A Londoner answers the form, step by step, and sends it."""

import pytest

from casework.cases.models import Case
from casework.questionnaires.models import Submission
from casework.scope import ALL, scoped
from tests.raise_case.conftest import ANSWERS


def the_case():
    with scoped(ALL):
        return Case.objects.select_related("constituent", "office", "member", "topic", "borough").get()


def test_the_start_leads_to_the_first_step_and_keeps_nothing(hand):
    response = hand.get(member="ines-vale")
    assert response.url == "/raise/contact/safety/?member=ines-vale"
    assert "sessionid" not in response.cookies
    assert hand.client.get(response.url).status_code == 200
    assert not Submission.objects.exists()


def test_each_step_leads_to_the_next_and_the_last_to_the_check(hand):
    steps = list(ANSWERS)
    for step, following in zip(steps, [*steps[1:], "check"], strict=True):
        assert hand.get(step).status_code == 200, step
        assert hand.post(step).url == f"/raise/contact/{following}/"


def test_the_check_page_shows_every_answer_with_a_way_to_change_it(hand):
    hand.fill()
    page = hand.get("check").content.decode()
    for text in ("Lift out of order", "Amina Yusuf", "Ines Vale", "Transport", "Newham", "English"):
        assert text in page
    assert "/raise/contact/topic/?change=1" in page
    assert "Nothing has been sent yet" in page


def test_sending_makes_the_case_that_was_checked(hand):
    hand.fill()
    assert hand.send().url == "/raise/contact/sent/"
    case = the_case()
    assert (case.subject, case.office.slug, case.member.slug) == (
        "Lift out of order",
        "labour-east",
        "ines-vale",
    )
    assert (case.kind, case.nature, case.topic.slug, case.borough.name) == (
        "problem", "casework", "transport", "Newham",
    )  # fmt: skip
    with scoped(ALL):
        assert case.messages.get().body.startswith("The lift has not worked since October.")
        assert "A date for the repair." in case.messages.get().body


def test_the_last_page_shows_the_reference_and_no_word_of_the_case(hand):
    hand.fill()
    page = hand.client.get(hand.send().url).content.decode()
    assert the_case().reference in page
    title = " ".join(page.partition("<title>")[2].split())
    assert title.startswith("Sent – Your case")
    assert "Lift" not in page
    assert "999" in page


def test_answers_leave_the_submission_when_they_become_a_case(hand, submission):
    hand.fill()
    hand.send()
    assert submission().answers == {}
    assert submission().case_reference == the_case().reference


def test_one_acknowledgement_without_a_word_of_the_case_goes_out(hand, sent_mail):
    hand.fill()
    hand.send()
    [mail] = sent_mail()
    assert mail["To"] == "amina@london.example"
    assert "Lift" not in mail.as_string()


def test_someone_who_says_email_is_not_safe_gets_none(hand, sent_mail):
    hand.fill(safety={"safe": "no", "safe_way": "Call before 3pm", "shared": "yes"})
    page = hand.client.get(hand.send().url).content.decode()
    assert sent_mail() == []
    assert the_case().safe_contact
    assert "Before you leave this device" in page


def test_a_phone_number_is_enough(hand):
    hand.fill(you={"phone": "020 7946 0000"})
    hand.send()
    with scoped(ALL):
        assert the_case().constituent.contact_points.get().value == "020 7946 0000"


def test_no_fixed_address_is_an_answer(hand):
    hand.fill(
        where={"where": "none"},
        link={"link": "placed", "link_placed": "E09000025"},
    )
    hand.send()
    assert the_case().borough.name == "Newham"


def test_a_postcode_outside_the_area_is_an_answer(hand, postcodes):
    hand.post("safety")
    hand.post("about")
    hand.post("for-whom")
    hand.post("topic")
    response = hand.post("where", {"where": "postcode", "where_postcode": "m1 1ae"})
    assert response.url == "/raise/contact/link/"


def test_a_postcode_finds_the_borough_however_it_is_typed(hand, submission, postcodes):
    hand.fill(until="member", where={"where": "postcode", "where_postcode": " e161 ze "})
    assert submission().answers["where"] == {
        "where": "postcode", "where_postcode": "E16 1ZE", "where_borough": "E09000025",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "sentence"), [("ZZ1 1ZZ", "We cannot find this one"), ("nowhere", "Enter a postcode like")]
)
def test_a_postcode_that_cannot_be_found_is_asked_for_again(hand, postcodes, typed, sentence):
    hand.fill(until="where")
    page = hand.post("where", {"where": "postcode", "where_postcode": typed}).content.decode()
    assert sentence in page
    assert f'value="{typed}"' in page


def test_council_matters_are_signposted_and_may_go_on(hand):
    hand.fill(until="who-can-help", topic={"topic": "council"})
    page = hand.get("who-can-help").content.decode()
    assert "https://www.gov.uk/find-local-council" in page
    assert hand.post("who-can-help", {}).url == "/raise/contact/where/"


def test_only_members_for_the_place_and_for_all_are_offered(hand):
    hand.fill(until="member", where={"where": "none"}, link={"link": "none"})
    page = hand.get("member").content.decode()
    assert "Hugh Marsh" in page
    assert "Ines Vale" not in page


def test_the_member_someone_found_is_chosen_when_they_get_there(hand):
    hand.post("safety", query={"member": "hugh-marsh"})
    for step in ("about", "for-whom", "topic", "where"):
        hand.post(step)
    assert hand.get("member").context["form"]["member"].value() == "hugh-marsh"


def test_a_signed_in_constituent_finds_their_email_filled_in_and_owns_the_case(hand, ada, sign_in):
    sign_in(ada)
    hand.fill(until="you")
    assert ada.email in hand.get("you").content.decode()
    hand.fill(you={"email": ada.email})
    hand.send()
    with scoped(ALL):
        assert Case.objects.raised_by(ada).get() == the_case()


def test_another_body_names_its_own_place_and_seats(hand, settings):
    settings.PLACE_NAME, settings.WHOLE_PLACE_SEAT = "Wessex", "Wessex-wide"
    hand.fill(until="member")
    page = hand.get("member").content.decode()
    assert "Wessex-wide Member. Elected by everyone who lives in Wessex." in page


def test_saving_for_later_keeps_the_page_one_is_on(hand, submission):
    hand.fill(until="details")
    assert hand.post("details", later="1").url == "/raise/contact/later/"
    assert submission().answers["details"]["subject"] == "Lift out of order"


def test_who_stops_halfway_is_let_go_and_finds_what_they_typed(hand, submission):
    hand.fill(until="details")
    stopped = hand.post("details", {"subject": "Lift out of order", "message": ""}, later="1")
    assert stopped.url == "/raise/contact/later/"
    there = hand.get("check").url
    page = hand.client.get(there).text
    assert "/details/" in there
    assert "Look at this page again." in page
    assert "Lift out of order" in page
    assert (
        hand.post("details", query={"change": "1"}).url != "/raise/contact/check/"
    )  # the rest is still to come


def test_who_stops_at_an_empty_page_finds_it_empty(hand, submission):
    hand.fill(until="you")
    assert hand.post("you", {}, later="1").url == "/raise/contact/later/"
    assert "you" not in submission().answers


def test_a_word_that_is_too_short_is_not_kept_in_the_clear(hand, submission):
    hand.post("safety")
    unsafe = {"safe": "no", "safe_way": "Before 3pm", "safe_word": "ash", "shared": "no"}
    assert hand.post("safety", unsafe, later="1").url == "/raise/contact/later/"
    kept = submission().answers["safety"]
    assert kept["safe_way"] == "Before 3pm"
    assert kept["safe_word"] == ""


def test_that_others_use_the_device_counts_on_a_page_left_halfway_too(hand):
    hand.post("safety")
    hand.post("safety", {"safe": "no", "safe_word": "ash", "shared": "yes"}, later="1")
    assert hand.client.session.get_expire_at_browser_close()


def test_coming_with_another_member_says_whom_the_answers_are_addressed_to(hand, assembly):
    hand.fill(until="details")
    page = hand.get(member=assembly.rival_member.slug).content.decode()
    assert assembly.rival_member.name in page
    assert "addressed to" in page
