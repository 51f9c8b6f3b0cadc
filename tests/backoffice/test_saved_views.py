"""Saved views of the queue, of one person and of a whole office."""

import pytest

from casework.cases.models import SavedView
from casework.wall.scope import ALL, scoped

VIEWS, QUEUE = "/office/cases/views/", "/office/cases/"


@pytest.fixture
def save(desk, ben, assembly):
    def go(by=ben, **sends):
        given = {
            "name": "Late on buses",
            "whose": "own",
            "office": "labour-east",
            "list": "?view=mine&due=late",
        }
        return desk(by).post(VIEWS, given | sends)

    return go


def test_list_is_saved_with_its_filters_and_stands_above_the_queue(desk, ben, save):
    response = save()
    assert response.url == f"{QUEUE}?view=mine&due=late#result"
    assert "Late on buses" in desk(ben).get(QUEUE).text


def test_own_view_is_hidden_from_colleagues_and_an_office_view_is_not(desk, dev, save):
    save()
    save(name="Ours", whose="office")
    page = desk(dev).get(QUEUE).text
    assert "Ours" in page
    assert "Late on buses" not in page


def test_no_view_reaches_another_office(desk, assembly, save):
    save(whose="office")
    for other in (assembly.cat, assembly.eve):
        assert "Late on buses" not in desk(other).get(QUEUE).text


def test_only_what_can_be_read_is_saved(save):
    save(list="?view=x&due=never&q=lift&after=1&evil=%3Cscript%3E&sort=from")
    with scoped(ALL):
        assert SavedView.objects.get().query == "view=open&q=lift&sort=from"


def test_same_name_replaces_the_earlier_view(save):
    save()
    save(list="?due=today")
    with scoped(ALL):
        assert SavedView.objects.get().query == "view=open&due=today"


def test_view_is_removed(desk, ben, save):
    save()
    with scoped(ALL):
        view = SavedView.objects.get()
    desk(ben).post(f"{VIEWS}{view.uuid}/remove/")
    with scoped(ALL):
        assert not SavedView.objects.exists()


def test_view_of_someone_else_cannot_be_removed(desk, assembly, save):
    save()
    with scoped(ALL):
        view = SavedView.objects.get()
    for other in (assembly.dev, assembly.cat):
        assert desk(other).post(f"{VIEWS}{view.uuid}/remove/").status_code == 404


def test_read_only_staff_save_nothing(save, assembly):
    assert save(by=assembly.fay).status_code == 403
