"""Publishing, keeping and forgetting."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from casework.files import store
from casework.files.intake import take_in
from casework.questionnaires import services
from casework.questionnaires.answers import answered, answers_for_case
from casework.questionnaires.models import Submission, Version
from tests.raise_case.conftest import ANSWERS, contact, definition  # noqa: F401


def answer_everything(submission):
    for step, answers in ANSWERS.items():
        submission = services.save_answers(submission=submission, step=step, answers=answers, by=None)
    return submission


def test_publishing_again_makes_the_next_version_and_keeps_the_first(contact, definition):  # noqa: F811
    second = services.publish(slug="contact", definition=definition, by=None)
    assert second.number == 2
    assert services.current_version("contact") == second
    assert Version.objects.count() == 2


def test_the_key_of_a_submission_is_not_stored(contact):  # noqa: F811
    submission, key = services.start_submission(version=contact, by=None)
    assert key not in str(Submission.objects.values().get())
    assert services.find_submission(key=key, slug="contact") == submission
    assert services.find_submission(key=key + "x", slug="contact") is None


def test_two_tabs_do_not_undo_each_others_answers(contact):  # noqa: F811
    one, key = services.start_submission(version=contact, by=None)
    other = services.find_submission(key=key, slug="contact")
    services.save_answers(submission=one, step="safety", answers={"safe": "yes"}, by=None)
    services.save_answers(submission=other, step="about", answers={"kind": "problem"}, by=None)
    assert set(Submission.objects.get().answers) == {"safety", "about"}


def test_a_submission_is_claimed_once_and_takes_no_answers_after(contact):  # noqa: F811
    submission = answer_everything(services.start_submission(version=contact, by=None)[0])
    answers = answers_for_case(submission)
    assert services.claim_submission(submission=submission, answers=answers)
    assert not services.claim_submission(submission=submission, answers=answers)
    with pytest.raises(services.AlreadySent):
        services.save_answers(submission=submission, step="about", answers={}, by=None)


def test_the_facts_of_the_case_come_from_the_answers(contact):  # noqa: F811
    facts = answers_for_case(answer_everything(services.start_submission(version=contact, by=None)[0]))
    assert (facts.member_slug, facts.kind, facts.topic, facts.topic_name) == (
        "ines-vale", "problem", "transport", "Transport",
    )  # fmt: skip
    assert (facts.borough, facts.language) == ("E09000025", "English")
    assert facts.message == (
        "The lift has not worked since October.\n\nWhat you would like done\nA date for the repair."
    )
    assert facts.safe_to_email
    assert not facts.shared_device
    assert ["Safe to email you", "Yes, only I read my emails"] in facts.record
    assert "Amina" not in str(facts.record)


def test_another_body_says_the_name_of_its_own_place(contact, settings):  # noqa: F811
    settings.PLACE_NAME = "Wessex"
    submission, _key = services.start_submission(version=contact, by=None)
    outside = {"where": {"where": "outside"}}
    submission.answers = {"safety": ANSWERS["safety"], "about": ANSWERS["about"]} | outside
    assert "Outside Wessex" in [line.text for line in answered(submission)]


def test_answers_that_were_not_sent_are_forgotten_after_a_week(contact, django_capture_on_commit_callbacks):  # noqa: F811
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


def test_the_database_keeps_no_answers_of_what_was_sent(contact):  # noqa: F811
    submission = answer_everything(services.start_submission(version=contact, by=None)[0])
    with pytest.raises(IntegrityError), transaction.atomic():
        Submission.objects.filter(pk=submission.pk).update(submitted_at=timezone.now())
