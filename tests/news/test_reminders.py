"""One mail a working day at most says that something is due, and nothing about what."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from casework.cases.models import Case, NewsMail
from casework.cases.services.deadlines.reminder import remind_of_due
from casework.cases.services.queue.news import choose
from casework.cases.tasks.deadline import remind_of_deadlines
from casework.offices.duty.models import Away
from casework.wall.scope import ALL, scoped
from casework.working_days import is_working_day
from tests import factories

DUE = "Something is due in Casework"


@pytest.fixture
def late(office, ben):
    """Return a case of Ben whose next date has passed."""
    case = factories.case(office=office)
    with scoped(ALL):
        yesterday = timezone.localdate() - timedelta(days=1)
        Case.objects.filter(pk=case.pk).update(assignee=ben, next_on=yesterday)
    return case


def reminded(sent_mail):
    return [mail["To"] for mail in sent_mail() if mail["Subject"] == DUE]


def test_owner_is_reminded_once_without_content(ben, late, office, sent_mail):
    assert [remind_of_due(user=ben), remind_of_due(user=ben)] == [True, False]
    assert reminded(sent_mail) == [ben.email]
    text = sent_mail()[0].as_string()
    assert not any(part in text for part in (late.subject, late.reference, office.name))


def test_nothing_due_sends_nothing(ben, dev, case, cat, late):
    assert not remind_of_due(user=cat)
    assert not remind_of_due(user=dev)


def test_manager_is_reminded_of_what_no_one_has_and_of_people_away(dev, ben, late, office):
    today = timezone.localdate()
    with scoped(ALL):
        Away.objects.create(office=office, person=ben, starts_on=today, ends_on=today + timedelta(days=1))
    assert not remind_of_due(user=ben)
    assert remind_of_due(user=dev)


def test_person_who_wants_none_gets_none(sign_in, ben, late):
    sign_in(ben).post("/office/team/news/", {"how": "never"})
    assert not remind_of_due(user=ben)


def test_interrupted_reminder_is_sent_at_the_next_try(ben, late, sent_mail):
    try:
        with transaction.atomic():
            remind_of_due(user=ben)
            raise KeyboardInterrupt
    except KeyboardInterrupt:
        pass
    assert remind_of_due(user=ben)
    assert reminded(sent_mail) == [ben.email]


def test_next_day_sends_another(ben, late):
    remind_of_due(user=ben)
    NewsMail.objects.update(reminded_on=timezone.localdate() - timedelta(days=1))
    assert remind_of_due(user=ben)


@pytest.mark.parametrize(("works", "hour", "mails"), [(True, 9, 1), (True, 5, 0), (False, 9, 0)])
def test_worker_reminds_on_working_days_from_the_morning(ben, late, monkeypatch, works, hour, mails):
    choose(user=ben, how=NewsMail.How.NEVER)
    days = (timezone.now() + timedelta(days=number) for number in range(1, 10))
    now = next(day.replace(hour=hour) for day in days if is_working_day(day.date()) == works)
    monkeypatch.setattr(timezone, "now", lambda: now)
    assert remind_of_deadlines() == mails
