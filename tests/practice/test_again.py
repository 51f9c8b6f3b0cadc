"""Starting again, deleting, and what happens to practice that no one uses."""

from datetime import timedelta

import pytest
from django.utils import timezone

from casework.audit.models import Entry
from casework.cases.models import Case, CaseFile
from casework.cases.services.practice.emptying import NotPractice, empty, walled_models
from casework.cases.tasks.practice import remove_unused_practice
from casework.files import store
from casework.offices.models import Membership, Office
from casework.outbox.models import OutboxMessage
from casework.wall.scope import ALL, scoped

PRACTICE = "/office/practice/"


def rows_of(office):
    with scoped(ALL):
        found = {
            model.__name__: model._base_manager.filter(office=office).count() for model in walled_models()
        }
        found["OutboxMessage"] = OutboxMessage.objects.filter(office_id=office.pk).count()
    return {name: number for name, number in found.items() if number}


def keys_of(office):
    with scoped(ALL):
        return list(CaseFile.objects.filter(office=office).values_list("key", flat=True))


def test_starting_again_writes_all_anew(practise, ben, made_up, practice_of):
    client = practise(ben)
    before, rows = made_up(ben), rows_of(practice_of(ben))
    client.post(
        f"/office/cases/{before['Rubbish beside the playground'].reference}/note/",
        {"body": "Mine", "once": "x"},
    )
    assert "You can’t undo this" in client.get(f"{PRACTICE}again/").text
    client.post(f"{PRACTICE}again/")
    after = made_up(ben)
    assert after.keys() == before.keys()
    assert not {case.reference for case in after.values()} & {case.reference for case in before.values()}
    assert rows_of(practice_of(ben)) == rows


@pytest.mark.django_db(transaction=True)
def test_starting_again_deletes_the_files_and_the_search_index(practise, assembly, made_up, practice_of):
    ben = assembly.ben
    client = practise(ben)
    keys = keys_of(practice_of(ben))
    client.post(f"{PRACTICE}again/")
    assert len(keys) == 2
    assert not any(store.has(key) for key in keys)
    assert all(store.has(key) for key in keys_of(practice_of(ben)))
    found = client.get("/office/search/?q=playground").text
    assert found.count("Rubbish beside the") == 1


@pytest.mark.django_db(transaction=True)
def test_deleting_leaves_no_row_and_returns_to_real_work(practise, assembly, made_up, practice_of):
    ben = assembly.ben
    client = practise(ben)
    assert client.post(f"{PRACTICE}remove/", follow=True).redirect_chain == [("/office/my-day/", 302)]
    assert rows_of(practice_of(ben)) == {}
    assert not Membership._base_manager.filter(office=practice_of(ben), ended_at=None).exists()
    assert "Start practising" in client.get(PRACTICE).text


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
