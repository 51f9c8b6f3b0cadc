"""Tests of the reminder of unsent answers, and of their deletion."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from casework.files import store
from casework.questionnaires import resume, services
from casework.questionnaires.models import ResumeLink, Submission, SubmissionKey
from tests.raise_case.come_back.links import EMAIL, UNSAFE, link_in, open_link


@pytest.fixture
def age_to_two_days_left(saved):
    """Return a function that makes the saved answers five days and a minute old."""

    def wait():
        past = timedelta(days=5, minutes=1)
        now = timezone.now()
        Submission.objects.update(expires_at=now + timedelta(days=7) - past, saved_at=now - past)

    return wait


def test_address_that_used_the_link_is_reminded_once(saved, age_to_two_days_left, sent_mail):
    open_link(link_in(sent_mail()[0]), sent_mail, on=Client())
    assert resume.remind_of_deletion() == 0
    age_to_two_days_left()
    assert resume.remind_of_deletion() == 1
    assert resume.remind_of_deletion() == 0
    mail = sent_mail()[-1]
    assert (mail["To"], mail["Subject"]) == (EMAIL, "Your reminder")
    assert "Lift" not in mail.as_string()
    assert open_link(link_in(mail), sent_mail, on=Client()).url == "/raise/contact/"


def test_address_that_did_not_use_the_link_is_not_reminded(saved, age_to_two_days_left):
    age_to_two_days_left()
    assert resume.remind_of_deletion() == 0


def test_signed_in_person_is_reminded_at_the_account_address(
    saved, age_to_two_days_left, ada, sign_in, sent_mail
):
    sign_in(ada)
    age_to_two_days_left()
    assert resume.remind_of_deletion() == 1
    mail = sent_mail()[-1]
    assert mail["To"] == ada.email
    assert "/my-cases/" in mail.get_body(("plain",)).get_content()


@pytest.mark.parametrize("why", ["unsafe", "sent", "just saved"])
def test_unsafe_sent_or_recent_submission_is_not_reminded(saved, age_to_two_days_left, ada, sign_in, why):
    sign_in(ada)
    age_to_two_days_left()
    if why == "unsafe":
        Submission.objects.update(answers={"safety": UNSAFE})
    elif why == "sent":
        Submission.objects.update(submitted_at=timezone.now(), answers={})
    else:
        Submission.objects.update(saved_at=timezone.now())
    assert resume.remind_of_deletion() == 0


def test_failed_reminder_is_sent_on_the_next_run(saved, age_to_two_days_left, ada, sign_in, monkeypatch):
    sign_in(ada)
    age_to_two_days_left()
    with monkeypatch.context() as patch:
        patch.setattr(resume, "post", lambda **mail: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            resume.remind_of_deletion()
    assert resume.remind_of_deletion() == 1


def test_expired_submission_is_deleted_with_files_and_keys(
    saved, sent_mail, django_capture_on_commit_callbacks
):
    """D-02: opening the link does not extend the week."""
    open_link(link_in(sent_mail()[0]), sent_mail, on=Client())
    Submission.objects.update(expires_at=timezone.now())
    with django_capture_on_commit_callbacks(execute=True):
        assert services.expire_submissions() == 1
    assert not Submission.objects.exists()
    assert not ResumeLink.objects.exists()
    assert not SubmissionKey.objects.exists()
    assert list(store.keys()) == []
    assert saved.get("details").url.startswith("/raise/contact/safety/")


def test_expired_submissions_are_deleted_in_batches(contact, monkeypatch):
    monkeypatch.setattr(services, "EXPIRED_AT_ONCE", 3)
    for _ in range(7):
        services.start_submission(version=contact, by=None)
    Submission.objects.update(expires_at=timezone.now())
    unexpired, _key = services.start_submission(version=contact, by=None)
    assert services.expire_submissions() == 7
    assert Submission.objects.get() == unexpired
