"""Tests of the form filled in for someone else, and of where data about that person is stored."""

from casework.cases.models import Authority, Case
from casework.constituents.models import ContactPoint
from casework.wall.scope import ALL, scoped

FOR_ROSA = {
    "for-whom": {"for_whom": "other"},
    "person": {
        "person_name": "Rosa Yusuf",
        "person_relation": "family",
        "person_why": "She does not read English.",
        "person_knows": "agrees",
    },
    "person-contact": {"person_safe": "yes", "person_email": "rosa@london.example"},
}


def sent_case(hand, **changed):
    answers = FOR_ROSA | changed
    hand.fill(**answers)
    hand.send()
    with scoped(ALL):
        return Case.objects.select_related("authority__person", "constituent").get()


def test_check_and_sent_pages_say_that_the_person_is_asked_first(hand):
    hand.fill(**FOR_ROSA)
    sentence = "asks the person you write for if they agree"
    assert sentence in hand.get("check").text
    hand.send()
    assert sentence in hand.get("sent").text


def test_writing_for_oneself_skips_the_person_steps(hand):
    hand.fill(until="for-whom")
    assert hand.post("for-whom").url == "/raise/contact/topic/"


def test_for_whom_is_required(hand):
    hand.fill(until="for-whom")
    assert "Choose who you are writing for" in hand.post("for-whom", {}).content.decode()


def test_whether_the_person_knows_is_required(hand):
    hand.fill(until="person", **FOR_ROSA)
    page = hand.post("person", FOR_ROSA["person"] | {"person_knows": ""}).content.decode()
    assert "Say whether they know that you are writing" in page
    assert "Rosa Yusuf" in page


def test_case_has_an_authority_with_the_writer_as_representative(hand):
    case = sent_case(hand)
    authority = case.authority
    assert (authority.person.name, authority.relation, authority.knows) == ("Rosa Yusuf", "family", "agrees")
    assert authority.representative_id == case.constituent_id
    assert case.constituent.name == "Amina Yusuf"
    assert case.is_withheld


def test_typed_address_of_the_person_is_no_contact_point(hand):
    case = sent_case(hand)
    assert case.authority.email_typed == "rosa@london.example"
    with scoped(ALL):
        assert not ContactPoint.objects.filter(value="rosa@london.example").exists()
        assert not case.authority.person.contact_points.exists()


def test_case_answers_contain_no_data_about_the_person(hand):
    case = sent_case(hand)
    assert "Rosa" not in str(case.answers)
    assert "rosa@" not in str(case.answers)


def test_person_unsafe_to_contact_is_marked_unsafe(hand):
    case = sent_case(hand, **{"person-contact": {"person_safe": "no"}})
    assert case.authority.unsafe


def test_own_case_has_no_authority(hand):
    hand.fill()
    hand.send()
    with scoped(ALL):
        assert Case.objects.get().authority is None
        assert not Authority.objects.exists()
