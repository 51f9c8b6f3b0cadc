"""Tests of the printable case and of the copy of a sent form."""

from datetime import timedelta

import pytest
from django.utils import timezone

from casework.cases.models import Case
from casework.questionnaires.models import Submission
from casework.wall.scope import ALL, scoped
from tests import factories

COPY = "/raise/contact/sent/copy/"


def test_printed_case_has_answers_and_timeline_without_navigation(sign_in, assembly, ben):
    case = factories.case(
        office=assembly.office,
        raised_by=assembly.ada,
        answers=[{"question": "Who you asked before", "answer": "TfL, twice"}],
    )
    factories.message(case, "We asked them.", direction="out")
    page = sign_in(assembly.ada).get(f"/my-cases/{case.reference}/print/").text
    for words in (
        case.reference,
        "The lift is broken.",
        "TfL, twice",
        "We asked them.",
        "ada@london.example",
    ):
        assert words in page
    assert "ui-nav" not in page


def test_printed_case_contains_no_notes(sign_in, assembly, case):
    factories.note(case, "Call the operator.")
    assert "operator" not in sign_in(assembly.ada).get(f"/my-cases/{case.reference}/print/").text


def test_sent_answers_can_be_copied_after_sending(hand):
    hand.fill()
    hand.send()
    assert COPY in hand.get("sent").text
    page = hand.client.get(COPY)
    assert "The lift has not worked since October." in page.text
    assert "amina@london.example" in page.text
    assert "no-cache" in page["Cache-Control"]


@pytest.mark.parametrize("answers", [{"safety": {"safe": "no"}}, {"device": {"shared": "yes"}}])
def test_unsafe_or_shared_device_offers_no_copy(hand, answers):
    hand.fill(**answers)
    hand.send()
    assert COPY not in hand.get("sent").text
    assert hand.client.get(COPY).url == "/raise/contact/sent/"


def test_copy_is_unavailable_after_an_hour(hand):
    hand.fill()
    hand.send()
    Submission.objects.update(submitted_at=timezone.now() - timedelta(hours=1, seconds=1))
    assert hand.client.get(COPY).status_code == 302


def test_copy_is_unavailable_in_another_browser(hand, sign_in, assembly):
    hand.fill()
    hand.send()
    with scoped(ALL):
        assert Case.objects.count() == 1
    hand.client.cookies.clear()
    assert hand.client.get(COPY).status_code == 302


def test_printed_case_of_a_linked_account_hides_contact_details(sign_in, assembly):
    case = factories.case(office=assembly.office, raised_by=assembly.ada)
    with scoped(ALL):
        person = case.constituent
        person.linked_at = timezone.now()
        person.save()
    page = sign_in(assembly.ada).get(f"/my-cases/{case.reference}/print/").text
    assert "ada@london.example" not in page
