"""The page of who read a case."""

from casework.audit.verbs import Verb
from tests import factories
from tests.backoffice.entries import entries_with
from tests.backoffice.log.pages import LOG, make_manager, rows_of


def test_readers_page_lists_who_read_the_case(desk, assembly, dev, ben, case):
    colleague = desk(ben)
    for part in ("", "", "answers/"):
        colleague.get(f"/office/cases/{case.reference}/{part}")
    manager = desk(dev)
    assert "Who has looked at this case" in manager.get(f"/office/cases/{case.reference}/").text
    page = manager.get(f"/office/cases/{case.reference}/readers/")
    assert [(each["name"], each["reader"].times) for each in page.context["people"]] == [
        ("Dev", 1),
        ("Ben", 3),
    ]
    [entry] = entries_with(Verb.LOG_READ)
    assert (entry.subject, entry.detail) == (case.reference, {"part": "readers"})


def test_readers_page_is_for_managers_only(desk, assembly, ben, case):
    address = f"/office/cases/{case.reference}/readers/"
    assert "Who has looked" not in desk(ben).get(f"/office/cases/{case.reference}/").text
    assert desk(ben).get(address).status_code == 403
    assert desk(assembly.cat).get(address).status_code == 404


def test_readers_page_is_refused_to_a_manager_of_another_office(desk, assembly, ben, case):
    """Use a caseworker of this office who manages another."""
    make_manager(ben, assembly.sister)
    assert desk(ben).get(f"/office/cases/{case.reference}/readers/").status_code == 403
    assert not rows_of(desk(ben).get(LOG))


def test_readers_page_excludes_other_cases(desk, dev, ben, case):
    other = factories.case(office=case.office)
    desk(ben).get(f"/office/cases/{other.reference}/")
    assert desk(dev).get(f"/office/cases/{case.reference}/readers/").context["people"] == []
