"""The office's log: managers see who did what, in plain words; looking at it is written down as well."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from backoffice.office.log_export import COPIES_AN_HOUR
from backoffice.office.log_words import BETTER, KINDS, WORDS, Kind, kind_of
from backoffice.sheets import plain
from casework.audit.models import Entry, Unsealed
from casework.audit.reading import ACCESS, PAGE_SIZE
from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.cases.services import add_note, assign
from casework.offices.models import Membership
from casework.scope import ALL, scoped
from tests import factories
from tests.sharing import shared

LOG = "/office/log/"
COPY = "/office/log/copy/"


def written(verb, **facts):
    with scoped(ALL):
        return list(Entry.objects.filter(verb=verb, **facts).order_by("pk"))


def acts(response):
    """The lines of the page, without those that say that the test's own people signed in."""
    return [row for row in response.context["rows"] if row["entry"].verb != Verb.SIGNED_IN]


def shown(response):
    """(who, what, case, why) of each line."""
    return [(row["who"], row["what"], row["case"], row["why"]) for row in acts(response)]


def note(case, by, number=1):
    with scoped(ALL):
        for _each in range(number):
            record(Verb.NOTE_ADDED, by=by, office=case.office_id, subject=case.reference)


def manages(user, office):
    with scoped(ALL):
        Membership.objects.create(office=office, user=user, role="manager", accepted_at=timezone.now())


def test_a_manager_sees_who_did_what(desk, dev, ben, case):
    desk(ben).get(f"/office/cases/{case.reference}/")
    page = desk(dev).get(LOG)
    assert shown(page)[:2] == [
        ("Ben", "Looked at a case", case.reference, ""),
        ("The constituent", "Raised a case", case.reference, ""),
    ]
    assert f'href="/office/cases/{case.reference}/"' in page.text


def test_every_verb_has_plain_words():
    wordless = [verb.name for verb in Verb if verb not in WORDS]
    assert wordless == [], "say each in backoffice/office/log_words.py, as a manager would"
    assert {kind for kind, _words in WORDS.values()} == set(KINDS)
    assert {verb for verb, _part, _value in BETTER} <= set(WORDS)


@pytest.mark.parametrize("who", ["ben", "fay"])
@pytest.mark.parametrize("address", [LOG, COPY])
def test_the_log_is_for_managers(desk, assembly, who, address):
    assert desk(getattr(assembly, who)).get(address).status_code == 403


@pytest.mark.parametrize("address", [LOG, COPY])
def test_others_find_no_log(desk, assembly, address):
    boss = factories.staff("Boss", is_administrator=True)
    for stranger in (assembly.ada, boss, factories.staff("Gus")):
        assert desk(stranger).get(address).status_code == 404


def test_reading_the_log_is_in_the_log(desk, dev, office):
    desk(dev).get(LOG, {"kind": "reading", "case": "nonsense"})
    [entry] = written(Verb.LOG_READ)
    assert (entry.actor_id, entry.office_id, entry.detail) == (dev.pk, office.pk, {"filters": "kind"})
    assert entry.route == "backoffice:log"


def test_no_other_office_stands_in_the_log(desk, assembly, dev):
    theirs = factories.case(office=assembly.rival)
    page = desk(dev).get(LOG)
    assert shown(page) == []
    assert theirs.reference not in page.text
    assert "Nothing in the log matches" in desk(dev).get(LOG, {"kind": "casework"}).text


def test_people_of_other_offices_have_no_name_here(desk, assembly, dev, case):
    boss = factories.staff("Boss", is_administrator=True)
    for stranger in (assembly.cat, boss, assembly.ada, None):
        note(case, stranger)
    names = [who for who, what, _case, _why in shown(desk(dev).get(LOG)) if what == "Wrote a note"]
    assert names == [
        "The service",
        "The constituent",
        "An administrator",
        "Somebody who does not work here",
    ]


def test_whom_an_act_was_about_has_a_name(desk, assembly, dev, case):
    with scoped(ALL):
        assign(case=case, to=assembly.ben, by=dev)
        assign(case=case, to=None, by=dev)
    said = [what for _who, what, _case, _why in shown(desk(dev).get(LOG))]
    assert said[:2] == ["Made a case no one’s", "Gave a case to Ben"]


def test_the_log_does_not_tell_whose_address_was_invited(desk, assembly, dev, office):
    """A constituent's, a stranger's or a colleague's from elsewhere: the log says the same of all."""
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
        ({"case": "LA-2222-2222"}, 0),
        ({"person": "nobody"}, 3),
        ({"after": "nonsense"}, 3),
    ],
)
def test_filters_narrow_the_log_and_nonsense_does_no_harm(desk, assembly, dev, case, query, count):
    note(case, assembly.ben, 2)
    assert len(acts(desk(dev).get(LOG, query))) == count


def test_a_person_and_a_case_are_found(desk, assembly, dev, case):
    note(case, assembly.ben)
    note(case, dev)
    query = {"person": str(assembly.ben.uuid), "case": case.reference.lower()}
    assert [who for who, *_rest in shown(desk(dev).get(LOG, query))] == ["Ben"]


def test_pages_repeat_nothing_and_miss_nothing(desk, assembly, dev, case):
    note(case, assembly.ben, PAGE_SIZE + 5)
    client = desk(dev)
    first = client.get(LOG, {"kind": "casework"})
    note(case, assembly.ben)  # something new must not push an entry onto the next page again
    second = client.get(first.context["next"])
    entries = [row["entry"].pk for page in (first, second) for row in page.context["rows"]]
    assert len(entries) == len(set(entries)) == PAGE_SIZE + 6
    assert second.context["next"] == ""


def test_a_long_log_asks_as_much_as_a_short_one(desk, assembly, dev, case):
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


def test_a_refused_reference_stands_as_text_only(desk, assembly, dev, ben):
    theirs = factories.case(office=assembly.rival)
    desk(ben).get(f"/office/cases/{theirs.reference}/")
    page = desk(dev).get(LOG)
    assert shown(page)[0][:3] == (
        "Ben",
        "Was refused a page: not there, or not this office’s",
        theirs.reference,
    )
    assert f'href="/office/cases/{theirs.reference}/"' not in page.text


def test_a_manager_of_two_offices_sees_which(desk, assembly, dev, case):
    manages(dev, assembly.sister)
    factories.case(office=assembly.sister)
    page = desk(dev).get(LOG)
    assert [str(row["office"]) for row in acts(page)] == ["Labour South", "Labour East"]
    assert len(written(Verb.LOG_READ)) == 2


# --- A copy to take away


def take(client, query="", **data):
    return client.post(f"{COPY}?{query}", data or {"reason": "incident"})


def table(response):
    text = response.getvalue().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    return rows[:6], rows[6], rows[7:]


def test_a_copy_says_who_took_it_and_holds_the_log(desk, assembly, dev, office, case):
    with scoped(ALL):
        add_note(case=case, body="Private words", by=assembly.ben, once=case.constituent.uuid)
    response = take(desk(dev))
    assert response.headers["Content-Disposition"].startswith('attachment; filename="log-labour-east-')
    mark, heads, lines = table(response)
    assert mark[:2] == [["Log of", "Labour East"], ["Taken by", "Dev (dev@staff.example)"]]
    assert [line[2:6] for line in lines if line[4] != "Signed in"][:2] == [
        ["Dev", "Use of this log", "Took a copy of this log", ""],
        ["Ben", "Work on cases", "Wrote a note", case.reference],
    ]
    assert all(len(line) == len(heads) for line in lines)
    [entry] = written(Verb.LOG_EXPORTED)
    assert (entry.actor_id, entry.office_id, entry.reason) == (dev.pk, office.pk, "incident")


def test_a_copy_is_as_long_as_the_log(desk, assembly, dev, case):
    note(case, assembly.ben, 1203)
    lines = table(take(desk(dev), "kind=casework"))[2]
    assert len(lines) == len({line[-1] for line in lines}) == 1204


def test_a_copy_needs_a_reason(desk, dev):
    assert take(desk(dev), reason="because").status_code == 422
    assert written(Verb.LOG_EXPORTED) == []


def test_a_copy_asks_who_is_there_again(desk, dev):
    client = desk(dev)
    session = client.session
    session["account_authentication_methods"] = [
        record | {"at": 0} for record in session["account_authentication_methods"]
    ]
    session.save()
    response = take(client)
    assert "reauthenticate" in response.headers["Location"]
    assert written(Verb.LOG_EXPORTED) == []


def test_nobody_takes_copies_all_day(desk, dev):
    client = desk(dev)
    statuses = [take(client).status_code for _each in range(COPIES_AN_HOUR + 1)]
    assert statuses == [200] * COPIES_AN_HOUR + [429]
    assert [entry.detail for entry in written(Verb.REFUSED)] == [{"status": 429}]


def test_a_copy_ends_where_the_persons_right_ends(desk, assembly, dev, case):
    """It goes out after the request has ended; what they may no longer see by then is not in it."""
    note(case, assembly.ben, 5)
    response = take(desk(dev))
    with scoped(ALL):
        dev.memberships.update(ended_at=timezone.now())
    assert [line for line in table(response)[2] if line] == []


def test_a_copy_is_of_the_offices_in_whose_logs_it_stands(desk, assembly, dev, case):
    """While a slow reader takes it they may come to manage another office."""
    theirs = factories.case(office=assembly.rival)
    desk(assembly.cat).get(f"/office/cases/{theirs.reference}/")
    response = take(desk(dev))
    with scoped(ALL):
        dev.memberships.create(office=assembly.rival, role="manager", accepted_at=timezone.now())
    assert {line[1] for line in table(response)[2]} == {"Labour East"}


def test_copies_of_two_offices_share_no_mark(desk, assembly, dev, case):
    """A guest's look stands in both logs: side by side they must not say who in the one is who in the other."""
    shared(case, to=assembly.sister, by=assembly.ben, yes=assembly.eve)
    desk(assembly.eve).get(f"/office/cases/{case.reference}/")
    with scoped(ALL):
        dev.memberships.create(office=assembly.sister, role="manager", accepted_at=timezone.now())
    looks = [line for line in table(take(desk(dev)))[2] if line[4].startswith("Looked at a case that")]
    assert {line[1] for line in looks} == {"Labour East", "Labour South"}
    assert len({line[8] for line in looks}) == 2


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@A1", "\t=1", "  =1", "＝1", "\r=1"])
def test_no_cell_is_taken_for_a_formula(cell):
    assert plain(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["Ben", "LA-7K3M-92QF", "2026-11-23 08:00:00", ""])
def test_plain_cells_stay_as_they_are(cell):
    assert plain(cell) == cell


# --- Who has looked at one case


def test_a_manager_sees_who_has_looked_at_a_case(desk, assembly, dev, ben, case):
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
    [entry] = written(Verb.LOG_READ)
    assert (entry.subject, entry.detail) == (case.reference, {"part": "readers"})


def test_only_managers_see_who_has_looked(desk, assembly, ben, case):
    address = f"/office/cases/{case.reference}/readers/"
    assert "Who has looked" not in desk(ben).get(f"/office/cases/{case.reference}/").text
    assert desk(ben).get(address).status_code == 403
    assert desk(assembly.cat).get(address).status_code == 404


def test_a_manager_elsewhere_does_not_see_who_has_looked(desk, assembly, ben, case):
    """Managing one office opens nothing in another where the same person only works."""
    manages(ben, assembly.sister)
    assert desk(ben).get(f"/office/cases/{case.reference}/readers/").status_code == 403
    assert not acts(desk(ben).get(LOG))


def test_times_are_of_the_case_and_no_other(desk, dev, ben, case):
    other = factories.case(office=case.office)
    desk(ben).get(f"/office/cases/{other.reference}/")
    assert desk(dev).get(f"/office/cases/{case.reference}/readers/").context["people"] == []


# --- What an administrator sees of it

NUMBERS = "/office/administration/log/"


def test_an_administrator_sees_that_things_happened_and_nothing_of_a_case(desk, assembly, ben, case):
    desk(ben).get(f"/office/cases/{case.reference}/")
    with scoped(ALL):
        record(
            Verb.MEMBERSHIP_ENDED, by=ben, office=case.office_id, subject="a-paper", reason="Private words"
        )
        record(Verb.LOG_EXPORTED, by=ben, office=case.office_id, reason="Private words")
    page = desk(factories.staff("Boss", is_administrator=True)).get(NUMBERS)
    [today] = page.context["days"]
    reading, work = today["counts"][:2]
    assert (reading, work) == (1, 1)
    assert [(str(act["who"]), act["what"], str(act["office"])) for act in page.context["acts"]] == [
        ("Ben", "Ended the work of somebody in the office", "Labour East")
    ]
    for private in (case.reference, case.subject, "Private words", "a-paper"):
        assert private not in page.text


def test_numbers_of_one_office_alone_are_shown_to_nobody(desk, assembly, ben, case):
    factories.case(office=assembly.rival)
    page = desk(factories.staff("Boss", is_administrator=True)).get(NUMBERS)
    [today] = page.context["days"]
    assert today["counts"][1] == 2  # both offices in one figure


def test_an_administrator_sees_whether_the_log_is_sealed(desk, case):
    boss = desk(factories.staff("Boss", is_administrator=True))
    assert "All entries of the log are sealed" in boss.get(NUMBERS).text
    with scoped(ALL):
        old = Entry.objects.create(verb=Verb.SIGNED_IN, at=timezone.now() - timedelta(minutes=2))
        Unsealed.objects.create(entry=old)
    assert "See that the worker runs" in boss.get(NUMBERS).text


@pytest.mark.parametrize("who", ["dev", "ben", "ada"])
def test_the_numbers_are_for_administrators(desk, assembly, who):
    assert desk(getattr(assembly, who)).get(NUMBERS).status_code == 404


def test_every_act_is_listed_or_counted_for_administrators_but_one():
    """An invitation that was turned away is neither: a figure would tell whose address it was."""
    neither = {verb for verb in Verb if verb not in ACCESS and kind_of(verb) == Kind.ACCESS}
    assert neither == {Verb.INVITATION_REFUSED}
