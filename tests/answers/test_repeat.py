"""B8: a likely repeat of one's own open case is offered first: "add to your case instead?"."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from casework.cases.models import Case, CaseFile, Message
from casework.questionnaires.models import Submission
from casework.wall.scope import ALL, scoped

OFFER = "Add to your case instead?"
OTHER_TOPIC = {"topic": "policing"}
OTHER_WORDS = {"subject": "Bus stop moved", "what_happened": "Nobody told us where it went."}


@pytest.fixture
def first(hand, sign_in, ada, labour):
    """Return ada's open case about the lift."""
    sign_in(ada)
    hand.fill(you={"name": "Ada", "email": ada.email})
    hand.send()
    return labour.case()


def offer(hand, **changed):
    hand.client.get("/raise/contact/")
    hand.fill(**changed)
    return hand.get("check").text


def test_same_words_are_offered_to_be_added(first, hand):
    text = offer(hand)
    assert OFFER in text
    assert first.reference in text


def test_same_topic_with_other_words_is_offered(first, hand):
    assert OFFER in offer(hand, details=OTHER_WORDS)


def test_other_topic_with_other_words_is_not_offered(first, hand, definition):
    values = [
        c["value"] for s in definition["steps"] if s["slug"] == "topic" for c in s["questions"][0]["choices"]
    ]
    other = next(value for value in values if value not in {"transport", "council", "national"})
    assert OFFER not in offer(hand, topic={"topic": other}, details=OTHER_WORDS)


def test_case_of_three_weeks_ago_is_not_offered(first, hand):
    with scoped(ALL):
        Case.objects.update(opened_at=timezone.now() - timedelta(days=21))
    assert OFFER not in offer(hand)


def test_closed_case_is_not_offered(first, hand, labour):
    labour.close()
    assert OFFER not in offer(hand)


def test_another_persons_case_is_never_offered(first, hand, sign_in, assembly):
    hand.client.logout()
    sign_in(assembly.bea)
    assert OFFER not in offer(hand, you={"name": "Bea", "email": assembly.bea.email})


def test_adding_keeps_every_word_and_file_on_the_open_case(first, hand):
    hand.fill(until="files", help={"would_help": "A date.", "asked_before": "The operator, twice."})
    photo = SimpleUploadedFile("letter.txt", b"A letter.", content_type="text/plain")
    hand.client.post("/raise/contact/files/", {"files-files": photo, "upload": "1"})
    for step in ("files", "you", "language"):
        hand.post(step)
    response = hand.client.post("/raise/contact/check/", {"add": "yes"})
    assert response.url.startswith(f"/my-cases/{first.reference}/?at=")
    with scoped(ALL):
        assert Case.objects.count() == 1
        added = Message.objects.last()
        assert all(
            part in added.body for part in ("The lift has not worked", "A date.", "The operator, twice.")
        )
        assert CaseFile.objects.get().message == added
    assert not Submission.objects.filter(submitted_at=None).exists()


def test_sending_anyway_opens_a_case_of_its_own(first, hand):
    offer(hand)
    hand.send()
    with scoped(ALL):
        assert Case.objects.count() == 2
