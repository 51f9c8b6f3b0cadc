"""Tests of the form from the first step to the created case."""

import pytest

from casework.cases.models import Case
from casework.questionnaires import services
from casework.questionnaires.models import Submission
from casework.wall.scope import ALL, scoped
from tests.raise_case.hand import ANSWERS


def the_case():
    with scoped(ALL):
        return Case.objects.select_related("constituent", "office", "member", "topic", "borough").get()


def test_start_redirects_to_the_first_step_and_stores_nothing(hand):
    response = hand.get(member="ines-vale")
    assert response.url == "/raise/contact/safety/?member=ines-vale"
    assert "sessionid" not in response.cookies
    assert hand.client.get(response.url).status_code == 200
    assert not Submission.objects.exists()


def test_each_step_leads_to_the_next_and_the_last_to_the_check_page(hand):
    steps = list(ANSWERS)
    for step, following in zip(steps, [*steps[1:], "check"], strict=True):
        assert hand.get(step).status_code == 200, step
        assert hand.post(step).url == f"/raise/contact/{following}/"


def test_check_page_shows_every_answer_with_a_change_link(hand):
    hand.fill()
    page = hand.get("check").content.decode()
    for text in ("Lift out of order", "Amina Yusuf", "Ines Vale", "Transport", "Newham", "English"):
        assert text in page
    assert "/raise/contact/topic/?change=1" in page
    assert "Nothing has been sent yet" in page


def test_sending_creates_the_case_shown_on_the_check_page(hand):
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


def test_sent_page_shows_the_reference_and_no_answers(hand):
    hand.fill()
    page = hand.client.get(hand.send().url).content.decode()
    assert the_case().reference in page
    title = " ".join(page.partition("<title>")[2].split())
    assert title.startswith("Sent – Your case")
    assert "Lift" not in page
    assert "999" in page


def test_sent_submission_contains_no_answers(hand, submission):
    hand.fill()
    hand.send()
    assert submission().answers == {}
    assert submission().case_reference == the_case().reference


def test_one_acknowledgement_without_answers_is_mailed(hand, sent_mail):
    hand.fill()
    hand.send()
    [mail] = sent_mail()
    assert mail["To"] == "amina@london.example"
    assert "Lift" not in mail.as_string()


def test_unsafe_submission_gets_no_acknowledgement(hand, sent_mail):
    hand.fill(safety={"safe": "no", "safe_way": "Call before 3pm"}, device={"shared": "yes"})
    page = hand.client.get(hand.send().url).content.decode()
    assert sent_mail() == []
    assert the_case().safe_contact
    assert "Before you leave this device" in page


def test_phone_number_is_enough_to_send(hand):
    hand.fill(you={"phone": "020 7946 0000"})
    hand.send()
    with scoped(ALL):
        assert the_case().constituent.contact_points.get().value == "020 7946 0000"


def test_person_without_fixed_address_is_placed_by_the_link(hand):
    hand.fill(
        where={"where": "none"},
        link={"link": "placed", "link_placed": "E09000025"},
    )
    hand.send()
    assert the_case().borough.name == "Newham"


def test_postcode_outside_the_area_leads_to_the_link_step(hand, two_postcodes):
    hand.fill(until="where")
    response = hand.post("where", {"where": "postcode", "where_postcode": "m1 1ae"})
    assert response.url == "/raise/contact/link/"


def test_postcode_is_normalised_and_finds_the_borough(hand, submission, two_postcodes):
    hand.fill(until="member", where={"where": "postcode", "where_postcode": " e161 ze "})
    assert submission().answers["where"] == {
        "where": "postcode", "where_postcode": "E16 1ZE", "where_borough": "E09000025",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "sentence"), [("ZZ1 1ZZ", "We cannot find this one"), ("nowhere", "Enter a postcode like")]
)
def test_unknown_or_malformed_postcode_is_refused(hand, two_postcodes, typed, sentence):
    hand.fill(until="where")
    page = hand.post("where", {"where": "postcode", "where_postcode": typed}).content.decode()
    assert sentence in page
    assert f'value="{typed}"' in page


def test_council_topic_shows_who_can_help_and_can_continue(hand):
    hand.fill(until="who-can-help", topic={"topic": "council"})
    page = hand.get("who-can-help").content.decode()
    assert "https://www.gov.uk/find-local-council" in page
    assert hand.post("who-can-help", {}).url == "/raise/contact/where/"


def test_member_step_offers_members_for_the_place_and_for_everyone(hand):
    hand.fill(until="member", where={"where": "none"}, link={"link": "none"})
    page = hand.get("member").content.decode()
    assert "Hugh Marsh" in page
    assert "Ines Vale" not in page


def test_member_from_the_query_string_is_preselected(hand):
    hand.post("safety", query={"member": "hugh-marsh"})
    for step in ("device", "danger", "about", "for-whom", "topic", "where"):
        hand.post(step)
    assert hand.get("member").context["form"]["member"].value() == "hugh-marsh"


def test_signed_in_constituent_has_email_prefilled_and_owns_the_case(hand, ada, sign_in):
    sign_in(ada)
    hand.fill(until="you")
    assert ada.email in hand.get("you").content.decode()
    hand.fill(you={"email": ada.email})
    hand.send()
    with scoped(ALL):
        assert Case.objects.raised_by(ada).get() == the_case()


def test_place_and_seat_names_come_from_the_body(hand, the_body):
    the_body.place, the_body.whole_seat = "Wessex", "Wessex-wide"
    hand.fill(until="member")
    page = hand.get("member").content.decode()
    assert "Wessex-wide Member. Elected by everyone who lives in Wessex." in page


def test_save_for_later_stores_the_current_step(hand, submission):
    hand.fill(until="details")
    assert hand.post("details", later="1").url == "/raise/contact/later/"
    assert submission().answers["details"]["subject"] == "Lift out of order"


def test_save_for_later_stores_an_invalid_step(hand, submission):
    hand.fill(until="details")
    stopped = hand.post("details", {"subject": "Lift out of order", "message": ""}, later="1")
    assert stopped.url == "/raise/contact/later/"
    step_url = hand.get("check").url
    page = hand.client.get(step_url).text
    assert "/details/" in step_url
    assert "Look at this page again." in page
    assert "Lift out of order" in page
    assert (
        hand.post("details", query={"change": "1"}).url != "/raise/contact/check/"
    )  # the rest is still to come


def test_save_for_later_of_an_empty_step_stores_nothing(hand, submission):
    hand.fill(until="you")
    assert hand.post("you", {}, later="1").url == "/raise/contact/later/"
    assert "you" not in submission().answers


def test_safe_word_that_is_too_short_is_not_stored_unsealed(hand, submission):
    hand.post("safety")
    unsafe = {"safe": "no", "safe_way": "Before 3pm", "safe_word": "ash"}
    assert hand.post("safety", unsafe, later="1").url == "/raise/contact/later/"
    stored = submission().answers["safety"]
    assert stored["safe_way"] == "Before 3pm"
    assert stored["safe_word"] == ""


def test_shared_device_applies_to_an_invalid_step_saved_for_later(hand, definition):
    safety, device = definition["steps"][:2]
    safety["questions"] += device["questions"]
    services.publish(
        slug="contact", definition=definition | {"steps": [safety, *definition["steps"][2:]]}, by=None
    )
    hand.post("safety", {"safe": "yes", "shared": "no"})
    hand.post("safety", {"safe": "no", "safe_word": "ash", "shared": "yes"}, later="1")
    assert hand.client.session.get_expire_at_browser_close()


def test_start_with_another_member_says_who_the_answers_are_addressed_to(hand, assembly):
    hand.fill(until="details")
    page = hand.get(member=assembly.rival_member.slug).content.decode()
    assert assembly.rival_member.name in page
    assert "addressed to" in page


def test_borough_found_before_the_form_is_offered_and_not_asked_again(hand, client, assembly):
    page = client.get("/find-your-members/in/newham/").text
    assert "/raise/contact/?member=ines-vale&amp;borough=newham" in page
    response = hand.get(member="ines-vale", borough="newham")
    client.post(response.url, {"safety-safe": "yes"})
    for step in ("device", "danger", "about", "for-whom", "topic"):
        hand.post(step)
    form = hand.get("where").context["form"]
    assert (form["where"].value(), form["where_borough"].value()) == ("borough", "E09000025")
    assert not Submission.objects.get().answers.get("where")


@pytest.mark.parametrize("borough", ["atlantis", "%00..", "x" * 60])
def test_unknown_borough_in_a_link_offers_nothing(hand, client, borough):
    client.post(f"/raise/contact/safety/?borough={borough}", {"safety-safe": "yes"})
    for step in ("device", "danger", "about", "for-whom", "topic"):
        hand.post(step)
    assert hand.get("where").context["form"]["where"].value() is None


def test_browser_is_not_asked_for_the_writers_own_address_in_the_other_persons_boxes(hand):
    person = {"person_name": "Rosa", "person_relation": "family", "person_why": "Ill", "person_knows": "no"}
    hand.fill(until="person-contact", **{"for-whom": {"for_whom": "other"}, "person": person})
    page = hand.get("person-contact").text
    assert 'name="person-contact-person_email"' in page
    assert 'autocomplete="email"' not in page
    assert 'autocomplete="tel"' not in page
