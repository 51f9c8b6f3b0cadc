"""Starting again, deleting, and what happens to practice that no one uses."""

from datetime import timedelta

import pytest
from django.utils import timezone

from casework.audit.models import Entry
from casework.cases.models import Case
from casework.cases.services.practice.emptying import NotPractice, empty
from casework.cases.tasks.practice import remove_unused_practice
from casework.offices.models import Office
from casework.wall.scope import ALL, scoped

PRACTICE = "/office/practice/"


def test_practice_after_deleting_has_the_same_office(practise, ben, made_up, practice_of):
    office = practice_of_after(practise(ben), practice_of, ben)
    practise(ben)
    assert practice_of(ben) == office
    assert len(made_up(ben)) == 12


def practice_of_after(client, practice_of, ben):
    client.post(f"{PRACTICE}remove/")
    return practice_of(ben)


def test_log_keeps_its_entries_of_practice(practise, ben, practice_of):
    practise(ben).post(f"{PRACTICE}remove/")
    with scoped(ALL):
        verbs = Entry.objects.filter(office_id=practice_of(ben).pk).values_list("verb", flat=True)
        assert {"practice.begun", "practice.emptied", "case.opened"} <= set(verbs)


def test_real_office_is_never_emptied(office, case):
    with scoped(ALL), pytest.raises(NotPractice):
        empty(office)
    with scoped(ALL):
        assert Case.objects.filter(pk=case.pk).exists()


@pytest.mark.parametrize(("days", "removed"), [(29, 0), (31, 1)])
def test_worker_removes_practice_unused_for_thirty_days(practise, ben, made_up, case, days, removed):
    practise(ben)
    Office.practices.update(practised_at=timezone.now() - timedelta(days=days))
    assert remove_unused_practice() == removed
    assert bool(made_up(ben)) != bool(removed)
    with scoped(ALL):
        assert Case.objects.filter(pk=case.pk).exists()


def test_worker_removes_practice_of_someone_who_left(practise, ben, made_up):
    practise(ben)
    ben.memberships.update(ended_at=timezone.now())
    assert remove_unused_practice() == 1
    assert not made_up(ben)


def test_unused_practice_is_used_again_by_going_on(practise, ben):
    practise(ben)
    Office.practices.update(practised_at=timezone.now() - timedelta(days=29))
    practise(ben)
    assert Office.practices.get().practised_at > timezone.now() - timedelta(minutes=1)
