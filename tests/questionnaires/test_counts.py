"""Counts of where people give up: by week and step, without person, office or answer."""

from datetime import timedelta

import pytest
from django.utils import timezone

from casework.questionnaires import counts, services
from casework.questionnaires.counts import What, numbers_of, rounded
from casework.questionnaires.models import FormCount, Submission


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """Return what runs an act as if it were committed."""

    def run(act, *args, **kwargs):
        with django_capture_on_commit_callbacks(execute=True):
            return act(*args, **kwargs)

    return run


def numbers():
    return {(row.what, row.step, row.question): row.n for row in FormCount.objects.all()}


def test_each_step_is_counted_once_and_sending_too(committed, hand):
    committed(hand.fill)
    committed(hand.post, "topic", query={"change": "1"})
    committed(hand.send)
    found = numbers()
    assert found["started", "", ""] == 1
    assert found["answered", "topic", ""] == 1
    assert found["sent", "", ""] == 1


def test_error_is_counted_by_question_without_what_was_typed(committed, hand):
    committed(hand.fill, until="you")
    committed(hand.post, "you", {"email": "secret words"})
    assert numbers()["error", "you", "email"] == 1
    assert "secret" not in str(list(FormCount.objects.values()))


def test_unsent_answers_are_counted_as_left_when_they_expire(committed, hand):
    committed(hand.fill, until="where")
    Submission.objects.update(expires_at=timezone.now())
    committed(services.expire_submissions)
    assert numbers()["left", "where", ""] == 1


def test_sent_submission_that_expires_was_not_left(committed, hand):
    committed(hand.fill)
    committed(hand.send)
    Submission.objects.update(expires_at=timezone.now())
    committed(services.expire_submissions)
    assert not [key for key in numbers() if key[0] == "left"]


def test_week_that_is_not_over_is_not_shown(committed, contact):
    committed(counts.count, contact, What.STARTED)
    assert not numbers_of("contact")
    FormCount.objects.update(week=FormCount.objects.get().week - timedelta(weeks=1))
    assert numbers_of("contact")[What.STARTED, "", ""] == 1


@pytest.mark.parametrize(("number", "shown"), [(0, None), (4, None), (5, 5), (7, 5), (8, 10), (102, 100)])
def test_numbers_are_rounded_and_small_ones_hidden(number, shown):
    assert rounded(number) == shown
