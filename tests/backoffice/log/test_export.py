"""The export of the office log."""

import csv
import io

import pytest
from django.utils import timezone

from backoffice.log.export import COPIES_AN_HOUR
from backoffice.sheets import plain
from casework.audit.verbs import Verb
from casework.cases.services.messages.message import add_note
from casework.wall.scope import ALL, scoped
from tests import factories
from tests.backoffice.entries import entries_with
from tests.backoffice.log.pages import COPY, note
from tests.sharing import shared


def export(client, query="", **data):
    return client.post(f"{COPY}?{query}", data or {"reason": "incident"})


def table(response):
    text = response.getvalue().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    return rows[:6], rows[6], rows[7:]


def test_export_names_the_exporter_and_contains_the_log(desk, assembly, dev, office, case):
    with scoped(ALL):
        add_note(case=case, body="Private words", by=assembly.ben, once=case.constituent.uuid)
    response = export(desk(dev))
    assert response.headers["Content-Disposition"].startswith('attachment; filename="log-labour-east-')
    mark, heads, lines = table(response)
    assert mark[:2] == [["Log of", "Labour East"], ["Taken by", "Dev (dev@staff.example)"]]
    assert [line[2:6] for line in lines if line[4] != "Signed in"][:2] == [
        ["Dev", "Use of this log", "Took a copy of this log", ""],
        ["Ben", "Work on cases", "Wrote a note", case.reference],
    ]
    assert all(len(line) == len(heads) for line in lines)
    [entry] = entries_with(Verb.LOG_EXPORTED)
    assert (entry.actor_id, entry.office_id, entry.reason) == (dev.pk, office.pk, "incident")


def test_export_contains_every_entry(desk, assembly, dev, case):
    note(case, assembly.ben, 1203)
    lines = table(export(desk(dev), "kind=casework"))[2]
    assert len(lines) == len({line[-1] for line in lines}) == 1204


def test_export_without_a_listed_reason_is_refused(desk, dev):
    assert export(desk(dev), reason="because").status_code == 422
    assert entries_with(Verb.LOG_EXPORTED) == []


def test_export_needs_a_recent_second_factor(desk, dev):
    client = desk(dev)
    session = client.session
    session["account_authentication_methods"] = [
        record | {"at": 0} for record in session["account_authentication_methods"]
    ]
    session.save()
    response = export(client)
    assert "reauthenticate" in response.headers["Location"]
    assert entries_with(Verb.LOG_EXPORTED) == []


def test_exports_are_limited_per_hour(desk, dev):
    client = desk(dev)
    statuses = [export(client).status_code for _each in range(COPIES_AN_HOUR + 1)]
    assert statuses == [200] * COPIES_AN_HOUR + [429]
    assert [entry.detail for entry in entries_with(Verb.REFUSED)] == [{"status": 429}]


def test_export_stops_when_the_membership_ends(desk, assembly, dev, case):
    """The export streams after the request, so access is checked again for each batch."""
    note(case, assembly.ben, 5)
    response = export(desk(dev))
    with scoped(ALL):
        dev.memberships.update(ended_at=timezone.now())
    assert [line for line in table(response)[2] if line] == []


def test_export_excludes_offices_joined_while_it_streams(desk, assembly, dev, case):
    """A membership gained during a slow download does not add its office to the export."""
    theirs = factories.case(office=assembly.rival)
    desk(assembly.cat).get(f"/office/cases/{theirs.reference}/")
    response = export(desk(dev))
    with scoped(ALL):
        dev.memberships.create(office=assembly.rival, role="manager")
    assert {line[1] for line in table(response)[2]} == {"Labour East"}


def test_pseudonyms_differ_between_offices(desk, assembly, dev, case):
    """A guest's read is in both logs, which must not be linkable by their pseudonyms."""
    shared(case, to=assembly.sister, by=assembly.ben, yes=assembly.eve)
    desk(assembly.eve).get(f"/office/cases/{case.reference}/")
    with scoped(ALL):
        dev.memberships.create(office=assembly.sister, role="manager")
    looks = [line for line in table(export(desk(dev)))[2] if line[4].startswith("Looked at a case that")]
    assert {line[1] for line in looks} == {"Labour East", "Labour South"}
    assert len({line[8] for line in looks}) == 2


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@A1", "\t=1", "  =1", "＝1", "\r=1"])
def test_formula_cells_are_escaped(cell):
    assert plain(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["Ben", "LA-7K3M-92QF", "2026-11-23 08:00:00", ""])
def test_plain_cells_are_unchanged(cell):
    assert plain(cell) == cell
