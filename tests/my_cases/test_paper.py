"""B10: what was sent, and the whole case, to print or keep."""

from datetime import timedelta

import pytest
from django.utils import timezone

from casework.cases.models import Case
from casework.questionnaires.models import Submission
from casework.scope import ALL, scoped
from tests import factories
from tests.raise_case.conftest import contact, definition, hand  # noqa: F401  fixtures

COPY = "/raise/contact/sent/copy/"


def test_a_case_on_paper_has_its_answers_its_timeline_and_no_navigation(sign_in, assembly, ben):
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


def test_a_note_is_on_no_paper(sign_in, assembly, case):
    factories.note(case, "Call the operator.")
    assert "operator" not in sign_in(assembly.ada).get(f"/my-cases/{case.reference}/print/").text


def test_who_just_sent_a_case_can_keep_their_answers(hand):  # noqa: F811
    hand.fill()
    hand.send()
    assert COPY in hand.get("sent").text
    page = hand.client.get(COPY)
    assert "The lift has not worked since October." in page.text
    assert "amina@london.example" in page.text
    assert "no-cache" in page["Cache-Control"]


@pytest.mark.parametrize("safety", [{"safe": "no", "shared": "no"}, {"safe": "yes", "shared": "yes"}])
def test_where_others_may_look_nothing_stays_to_be_read(hand, safety):  # noqa: F811
    hand.fill(safety=safety)
    hand.send()
    assert COPY not in hand.get("sent").text
    assert hand.client.get(COPY).url == "/raise/contact/sent/"


def test_after_an_hour_it_is_gone(hand):  # noqa: F811
    hand.fill()
    hand.send()
    Submission.objects.update(submitted_at=timezone.now() - timedelta(hours=1, seconds=1))
    assert hand.client.get(COPY).status_code == 302


def test_another_browser_has_nothing_to_keep(hand, sign_in, assembly):  # noqa: F811
    hand.fill()
    hand.send()
    with scoped(ALL):
        assert Case.objects.count() == 1
    hand.client.cookies.clear()
    assert hand.client.get(COPY).status_code == 302


def test_a_claimed_record_keeps_what_a_stranger_may_have_typed(sign_in, assembly):
    case = factories.case(office=assembly.office, raised_by=assembly.ada)
    with scoped(ALL):
        person = case.constituent
        person.claimed_at = timezone.now()
        person.save()
    page = sign_in(assembly.ada).get(f"/my-cases/{case.reference}/print/").text
    assert "ada@london.example" not in page
