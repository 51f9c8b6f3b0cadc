"""Publishing questionnaires, and storing, sending and expiring submissions."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from casework.files import store
from casework.files.intake import take_in
from casework.questionnaires import services
from casework.questionnaires.answers import Recorded, answered, answers_for_case
from casework.questionnaires.models import Submission, Version
from tests.raise_case.hand import ANSWERS


def answer_everything(submission):
    for step, answers in ANSWERS.items():
        submission = services.save_answers(submission=submission, step=step, answers=answers, by=None)
    return submission


def test_publishing_again_creates_the_next_version_and_keeps_the_first(contact, definition):
    second = services.publish(slug="contact", definition=definition, by=None)
    assert second.number == 2
    assert services.current_version("contact") == second
    assert Version.objects.count() == 2


def test_submission_key_is_stored_only_as_a_hash(contact):
    submission, key = services.start_submission(version=contact, by=None)
    assert key not in str(Submission.objects.values().get())
    assert services.find_submission(key=key, slug="contact") == submission
    assert services.find_submission(key=key + "x", slug="contact") is None


def test_answers_saved_in_two_tabs_are_both_kept(contact):
    one, key = services.start_submission(version=contact, by=None)
    other = services.find_submission(key=key, slug="contact")
    services.save_answers(submission=one, step="safety", answers={"safe": "yes"}, by=None)
    services.save_answers(submission=other, step="about", answers={"kind": "problem"}, by=None)
    assert set(Submission.objects.get().answers) == {"safety", "about"}


def test_submission_is_marked_sent_once_and_then_refuses_answers(contact):
    submission = answer_everything(services.start_submission(version=contact, by=None)[0])
    answers = answers_for_case(submission)
    assert services.mark_submission_sent(submission=submission, answers=answers)
    assert not services.mark_submission_sent(submission=submission, answers=answers)
    with pytest.raises(services.AlreadySent):
        services.save_answers(submission=submission, step="about", answers={}, by=None)


def test_answers_for_case_maps_answers_to_facts(contact):
    facts = answers_for_case(answer_everything(services.start_submission(version=contact, by=None)[0]))
    assert (facts.member_slug, facts.kind, facts.topic, facts.topic_name) == (
        "ines-vale", "problem", "transport", "Transport",
    )  # fmt: skip
    assert (facts.borough.code, facts.language) == ("E09000025", "English")
    assert facts.message == (
        "The lift has not worked since October.\n\nWhat you would like done\nA date for the repair."
    )
    assert facts.safe_to_email
    assert not facts.shared_device
    assert Recorded("Safe to email you", "Yes, only I read my emails", is_typed=False) in facts.record
    assert "Amina" not in str(facts.record)


def test_place_answer_uses_the_place_name_of_the_body(contact, the_body):
    the_body.place = "Wessex"
    submission, _key = services.start_submission(version=contact, by=None)
    outside = {"where": {"where": "outside"}}
    submission.answers = {"safety": ANSWERS["safety"], "about": ANSWERS["about"]} | outside
    assert "Outside Wessex" in [line.text for line in answered(submission)]


def test_unsent_submission_and_its_files_are_deleted_after_expiry(
    contact,
    django_capture_on_commit_callbacks,
):
    submission, key = services.start_submission(version=contact, by=None)
    taken = take_in(SimpleUploadedFile("a.txt", b"words", "text/plain"))
    services.add_file(submission=submission, question="files", taken=taken, most=10)
    assert services.expire_submissions() == 0
    Submission.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert services.find_submission(key=key, slug="contact") is None
    with django_capture_on_commit_callbacks(execute=True):
        assert services.expire_submissions() == 1
    assert not Submission.objects.exists()
    assert taken.key not in set(store.keys())


def test_database_refuses_answers_on_a_sent_submission(contact):
    submission = answer_everything(services.start_submission(version=contact, by=None)[0])
    with pytest.raises(IntegrityError), transaction.atomic():
        Submission.objects.filter(pk=submission.pk).update(submitted_at=timezone.now())


def test_question_for_the_case_page_is_marked_in_the_record(definition, db):
    next(step for step in definition["steps"] if step["slug"] == "safety")["questions"][0]["on_case_page"] = (
        True
    )
    version = services.publish(slug="contact", definition=definition, by=None)
    submission = answer_everything(services.start_submission(version=version, by=None)[0])
    marked = [each for each in answers_for_case(submission).record if each.on_case_page]
    assert [each.question for each in marked] == ["Safe to email you"]
