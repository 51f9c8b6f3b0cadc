"""The first practice of a person, starting again, and deleting, in an assembly where no one has practised yet."""

import re

import pytest

from casework.cases.models import CaseFile
from casework.cases.services.practice.emptying import walled_models
from casework.files import store
from casework.offices.models import Membership
from casework.outbox.models import OutboxMessage
from casework.wall.scope import ALL, scoped
from tests import factories

PRACTICE = "/office/practice/"
PAGES = [
    "cases/?view=all",
    "cases/?view=closed",
    "cases/?text=playground",
    "my-day/",
    "risks/",
    "search/?q=playground",
    "search/suggestions/?q=playg",
    "contacts/people/?q=Haddad",
    "shared/",
    "team/",
    "feedback/",
    "duty/",
    "data/",
    "go-to/",
    "permissions/",
]


@pytest.fixture
def assembly(db):
    return factories.assembly()


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


def steady(page):
    """Return the page without what differs each time: the token of its forms, and when the session ends."""
    assert page.status_code == 200
    return re.sub(r'(name="csrfmiddlewaretoken" value|data-[a-z-]*ends?[a-z-]*|nonce)="[^"]*"', "", page.text)


def test_start_leads_to_the_tour_and_a_dozen_cases(practise, ben, made_up):
    client = practise(ben)
    assert "0 of 10 steps done" in client.get(PRACTICE).text
    assert len(made_up(ben)) == 12


@pytest.mark.parametrize("who", ["ben", "cat", "dev"])
def test_no_page_changes_when_someone_practises(desk, practise, assembly, made_up, who):
    client = desk(getattr(assembly, who))
    before = {page: steady(client.get(f"/office/{page}")) for page in PAGES}
    practise(assembly.ben)
    assert made_up(assembly.ben)
    assert [page for page in PAGES if steady(client.get(f"/office/{page}")) != before[page]] == []


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
