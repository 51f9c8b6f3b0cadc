"""The form asks for whom somebody writes, and what it hears of another person stays with the office."""

from casework.cases.models import Authority, Case
from casework.constituents.models import ContactPoint
from casework.scope import ALL, scoped

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


def filled(hand, **changed):
    answers = FOR_ROSA | changed
    hand.fill(**answers)
    hand.send()
    with scoped(ALL):
        return Case.objects.select_related("authority__person", "constituent").get()


def test_whoever_writes_is_told_that_the_person_is_asked_first(hand):
    hand.fill(**FOR_ROSA)
    told = "asks the person you write for if they agree"
    assert told in hand.get("check").text
    hand.send()
    assert told in hand.get("sent").text


def test_who_writes_for_themself_is_asked_no_more(hand):
    hand.fill(until="for-whom")
    assert hand.post("for-whom").url == "/raise/contact/topic/"


def test_whoever_writes_must_say_for_whom(hand):
    hand.fill(until="for-whom")
    assert "Choose who you are writing for" in hand.post("for-whom", {}).content.decode()


def test_whether_the_person_knows_must_be_said(hand):
    hand.fill(until="person", **FOR_ROSA)
    page = hand.post("person", FOR_ROSA["person"] | {"person_knows": ""}).content.decode()
    assert "Say whether they know that you are writing" in page
    assert "Rosa Yusuf" in page


def test_the_case_is_the_persons_with_the_writer_as_representative(hand):
    case = filled(hand)
    authority = case.authority
    assert (authority.person.name, authority.relation, authority.knows) == ("Rosa Yusuf", "family", "agrees")
    assert authority.representative_id == case.constituent_id
    assert case.constituent.name == "Amina Yusuf"
    assert case.is_withheld


def test_an_address_that_the_writer_typed_is_no_way_to_anybody(hand):
    case = filled(hand)
    assert case.authority.email_typed == "rosa@london.example"
    with scoped(ALL):
        assert not ContactPoint.objects.filter(value="rosa@london.example").exists()
        assert not case.authority.person.contact_points.exists()


def test_nothing_of_the_person_stands_among_the_answers(hand):
    case = filled(hand)
    assert "Rosa" not in str(case.answers)
    assert "rosa@" not in str(case.answers)


def test_not_safe_or_not_sure_means_no_email(hand):
    case = filled(hand, **{"person-contact": {"person_safe": "no"}})
    assert case.authority.unsafe


def test_a_case_of_ones_own_has_no_authority(hand):
    hand.fill()
    hand.send()
    with scoped(ALL):
        assert Case.objects.get().authority is None
        assert not Authority.objects.exists()
