"""The office log: shown to managers in plain words, and each read of it is logged."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from backoffice.log.words import BETTER, KINDS, WORDS
from casework.audit.models import Entry
from casework.audit.reading import PAGE_SIZE
from casework.audit.verbs import Verb
from casework.cases.services.case import assign
from casework.wall.scope import ALL, scoped
from tests import factories
from tests.backoffice.entries import entries_with
from tests.backoffice.log.pages import COPY, LOG, make_manager, note, rows_of, shown


def test_log_shows_managers_who_did_what(desk, dev, ben, case):
    desk(ben).get(f"/office/cases/{case.reference}/")
    page = desk(dev).get(LOG)
    assert shown(page)[:2] == [
        ("Ben", "Looked at a case", case.reference, ""),
        ("The constituent", "Raised a case", case.reference, ""),
    ]
    assert f'href="/office/cases/{case.reference}/"' in page.text


def test_every_verb_has_words():
    wordless = [verb.name for verb in Verb if verb not in WORDS]
    assert wordless == [], "say each in backoffice/log/words.py, as a manager would"
    assert {kind for kind, _words in WORDS.values()} == set(KINDS)
    assert {verb for verb, _part, _value in BETTER} <= set(WORDS)


@pytest.mark.parametrize("who", ["ben", "fay"])
@pytest.mark.parametrize("address", [LOG, COPY])
def test_log_is_refused_to_staff_who_do_not_manage(desk, assembly, who, address):
    assert desk(getattr(assembly, who)).get(address).status_code == 403


@pytest.mark.parametrize("address", [LOG, COPY])
def test_log_is_404_without_an_office(desk, assembly, address):
    boss = factories.staff("Boss", is_administrator=True)
    for stranger in (assembly.ada, boss, factories.staff("Gus")):
        assert desk(stranger).get(address).status_code == 404


def test_reading_the_log_writes_an_entry(desk, dev, office):
    desk(dev).get(LOG, {"kind": "reading", "case": "nonsense"})
    [entry] = entries_with(Verb.LOG_READ)
    assert (entry.actor_id, entry.office_id, entry.detail) == (dev.pk, office.pk, {"filters": "kind"})
    assert entry.route == "backoffice:log"


def test_log_excludes_other_offices(desk, assembly, dev):
    theirs = factories.case(office=assembly.rival)
    page = desk(dev).get(LOG)
    assert shown(page) == []
    assert theirs.reference not in page.text
    assert "Nothing in the log matches" in desk(dev).get(LOG, {"kind": "casework"}).text


def test_log_does_not_name_people_of_other_offices(desk, assembly, dev, case):
    boss = factories.staff("Boss", is_administrator=True)
    for stranger in (assembly.cat, boss, assembly.ada, None):
        note(case, stranger)
    names = [who for who, what, _case, _why in shown(desk(dev).get(LOG)) if what == "Wrote a note"]
    assert names == [
        "The service",
        "The constituent",
        "An administrator",
        "Someone who does not work here",
    ]


def test_log_names_the_assignee(desk, assembly, dev, case):
    with scoped(ALL):
        assign(case=case, to=assembly.ben, by=dev)
        assign(case=case, to=None, by=dev)
    said = [what for _who, what, _case, _why in shown(desk(dev).get(LOG))]
    assert said[:2] == ["Made a case no one’s", "Gave a case to Ben"]


def test_log_is_the_same_for_every_kind_of_invited_address(desk, assembly, dev, office):
    """Compare a constituent, an unknown address and staff of another office."""
    said = set()
    for email in (assembly.ada.email, "gil@work.example", assembly.cat.email):
        begun = timezone.now()
        desk(dev).post(
            "/office/team/invite/", {"email": email, "name": "X", "office": office.slug, "role": "caseworker"}
        )
        with scoped(ALL):
            entries = Entry.objects.filter(office_id=office.pk, at__gte=begun)
            said.add(tuple((entry.verb, str(sorted(entry.detail))) for entry in entries))
    assert len(said) == 1


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"kind": "casework"}, 3),
        ({"kind": "reading"}, 0),
        ({"person": "constituents"}, 1),
        ({"person": "service"}, 0),
        ({"since_day": "1", "since_month": "1", "since_year": "2020"}, 3),
        ({"until_day": "1", "until_month": "1", "until_year": "2020"}, 0),
        ({"until_day": "31", "until_month": "12", "until_year": "9999"}, 3),
        ({"since_day": "40", "since_month": "1", "since_year": "2020"}, 3),
        ({"person": "nobody"}, 3),
        ({"after": "nonsense"}, 3),
    ],
)
def test_log_filters_narrow_and_ignore_invalid_values(desk, assembly, dev, case, query, count):
    note(case, assembly.ben, 2)
    assert len(rows_of(desk(dev).get(LOG, query))) == count


def test_log_of_an_unknown_reference_is_empty(desk, assembly, dev, case):
    note(case, assembly.ben)
    assert rows_of(desk(dev).get(LOG, {"case": factories.reference("2222-2222")})) == []


def test_log_is_filtered_by_person_and_case(desk, assembly, dev, case):
    note(case, assembly.ben)
    note(case, dev)
    query = {"person": str(assembly.ben.uuid), "case": case.reference.lower()}
    assert [who for who, *_rest in shown(desk(dev).get(LOG, query))] == ["Ben"]


def test_log_pages_neither_repeat_nor_skip_entries(desk, assembly, dev, case):
    note(case, assembly.ben, PAGE_SIZE + 5)
    client = desk(dev)
    first = client.get(LOG, {"kind": "casework"})
    note(case, assembly.ben)  # something new must not push an entry onto the next page again
    second = client.get(first.context["next"])
    entries = [row["entry"].pk for page in (first, second) for row in page.context["rows"]]
    assert len(entries) == len(set(entries)) == PAGE_SIZE + 6
    assert second.context["next"] == ""


def test_query_count_does_not_grow_with_the_log(desk, assembly, dev, case):
    client = desk(dev)
    note(case, assembly.ben)
    client.get(LOG)
    few = queries(client)
    note(case, assembly.ben, 30)
    note(case, assembly.fay, 15)
    assert queries(client) == few <= 16


def queries(client):
    with CaptureQueriesContext(connection) as captured:
        client.get(LOG)
    plumbing = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT", "select set_config")
    return len([q for q in captured if not q["sql"].startswith(plumbing)])


def test_refused_reference_is_shown_without_a_link(desk, assembly, dev, ben):
    theirs = factories.case(office=assembly.rival)
    desk(ben).get(f"/office/cases/{theirs.reference}/")
    page = desk(dev).get(LOG)
    assert shown(page)[0][:3] == (
        "Ben",
        "Was refused a page: not there, or not this office’s",
        theirs.reference,
    )
    assert f'href="/office/cases/{theirs.reference}/"' not in page.text


def test_manager_of_two_offices_sees_the_office_of_each_entry(desk, assembly, dev, case):
    make_manager(dev, assembly.sister)
    factories.case(office=assembly.sister)
    page = desk(dev).get(LOG)
    assert [str(row["office"]) for row in rows_of(page)] == ["Labour South", "Labour East"]
    assert len(entries_with(Verb.LOG_READ)) == 2
