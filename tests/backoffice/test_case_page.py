"""The case page: who may see it, its timeline, and the log entry for each read."""

import shutil

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from backoffice.words import whose_turn
from casework.audit.models import Entry
from casework.audit.verbs import Verb
from casework.cases.models import Case
from casework.cases.services.messages.message import attach
from casework.cases.turns import Turn
from casework.constituents.models import ContactPoint
from casework.files.intake import take_in
from casework.wall.scope import ALL, scoped
from tests import factories


def page_of(case):
    return reverse("backoffice:case_detail", args=[case.reference])


def entries(verb):
    with scoped(ALL):
        return list(Entry.objects.filter(verb=verb).values_list("subject", "actor_id"))


@pytest.fixture
def file(case):
    """Return a case file accepted through the upload checks."""
    taken = take_in(SimpleUploadedFile("letter.txt", b"Words of the operator", "text/plain"))
    with scoped(ALL):
        attach(case=case, message=case.messages.get(), files=[taken])
        return case.files.get()


def address_of(file, case):
    return reverse("backoffice:case_file", args=[case.reference, file.uuid])


def test_file_is_sent_as_a_download_and_logged(desk, ben, case, file):
    client = desk(ben)
    assert address_of(file, case) in client.get(page_of(case)).text
    response = client.get(address_of(file, case))
    assert response.getvalue() == b"Words of the operator"
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert entries(Verb.FILE_READ) == [(case.reference, ben.pk)]


def test_file_is_404_under_another_case_or_office(desk, ben, cat, office, case, file):
    another = factories.case(office=office)
    assert desk(ben).get(address_of(file, another)).status_code == 404
    assert desk(cat).get(address_of(file, case)).status_code == 404
    assert entries(Verb.FILE_READ) == []


def test_file_missing_on_disk_is_404(desk, ben, case, file, private_files):
    shutil.rmtree(private_files)
    assert desk(ben).get(address_of(file, case)).status_code == 404


def test_timeline_shows_all_kinds_oldest_first(desk, ben, case):
    factories.note(case, body="Call the operator.")
    factories.message(case, body="Any news?")
    kinds = [entry["kind"] for entry in desk(ben).get(page_of(case)).context["entries"]]
    assert kinds == ["event", "message", "note", "message"]


def test_turn_of_a_person_without_a_name_is_the_writers(case):
    case.constituent.name = ""
    assert whose_turn(Turn.CONSTITUENT, case) == "the writer’s turn"


def test_headings_of_messages_and_notes_differ(desk, ben, case):
    factories.note(case, body="Call back.")
    page = BeautifulSoup(desk(ben).get(page_of(case)).content, "html.parser")
    headings = [" ".join(heading.get_text(" ").split()) for heading in page.select(".ui-timeline h3")]
    assert len(headings) == len(set(headings)) > 1


def test_note_says_that_it_is_never_sent(desk, ben, case):
    factories.note(case, body="Call the operator.")
    assert "stays in this office, never sent" in desk(ben).get(page_of(case)).text


@pytest.mark.parametrize(
    ("show", "kinds"), [("notes", {"note"}), ("messages", {"message"}), ("files", set())]
)
def test_timeline_filter_shows_one_kind(desk, ben, case, show, kinds):
    factories.note(case)
    shown = desk(ben).get(page_of(case), {"show": show}).context["entries"]
    assert {entry["kind"] for entry in shown} == kinds


def test_another_offices_case_page_equals_missing_case_page(desk, cat, case):
    client = desk(cat)
    theirs = client.get(page_of(case))
    not_there = client.get(reverse("backoffice:case_detail", args=["LA-2222-2222"]))
    assert theirs.status_code == not_there.status_code == 404
    assert theirs.content == not_there.content


@pytest.mark.parametrize("reference", ["%00", "x" * 3000, "LA-2222-2222", "'", "LA-7K3M-92Q%00"])
def test_malformed_references_are_404(desk, ben, reference, case):
    assert desk(ben).get(f"/office/cases/{reference}/").status_code == 404


def test_each_view_of_a_case_writes_one_entry(desk, ben, case):
    desk(ben).get(page_of(case))
    assert entries(Verb.CASE_READ) == [(case.reference, ben.pk)]


def test_page_title_contains_reference_but_not_subject(desk, ben, case):
    title = desk(ben).get(page_of(case)).text.split("<title>")[1].split("</title>")[0]
    assert case.subject not in title
    assert case.reference in title


def test_read_only_staff_see_no_actions(desk, assembly, case):
    text = desk(assembly.fay).get(page_of(case)).text
    assert 'id="reply"' not in text
    assert "Write a note" not in text
    assert "Assign" not in text


def test_composer_names_the_reply_route_with_a_masked_address(desk, ben, ada, case):
    text = desk(ben).get(page_of(case)).text
    assert "with an alert that says nothing about the case" in text
    assert "a•••@london.example" in text
    assert ada.email not in text


def case_with_contact_points(office, raised_by=None, **points):
    """Return a case whose constituent has these contact points, none of them verified."""
    case = factories.case(office=office, raised_by=raised_by)
    with scoped(ALL):
        case.constituent.contact_points.all().delete()
        for kind, value in points.items():
            ContactPoint.objects.create(office=office, constituent=case.constituent, kind=kind, value=value)
    return case


def test_composer_says_when_no_alert_can_be_sent(desk, ben, ada, office):
    client = desk(ben)
    waiting = client.get(page_of(case_with_contact_points(office, email="x@y.example"))).text
    assert "We can’t notify them until they confirm this email address." in waiting
    mistyped = client.get(page_of(case_with_contact_points(office, raised_by=ada, email="x@y.example"))).text
    assert "in the portal. No alert can go: the email address is not proved." in mistyped
    assert "No alert can go: no email address." in client.get(page_of(case_with_contact_points(office))).text


@pytest.mark.parametrize(
    ("points", "offered"),
    [
        ({"email": "x@y.example"}, set()),
        ({"email": "x@y.example", "phone": "020 7946 0000"}, {"Phone them as well."}),
        ({"post": "1 High Street"}, {"Write them a letter as well."}),
        ({"phone": "020 7946 0000", "post": "1 High Street"}, {"Phone or write as well."}),
        ({}, set()),
    ],
)
def test_phone_and_letter_are_offered_only_with_such_contact_points(desk, ben, office, points, offered):
    text = desk(ben).get(page_of(case_with_contact_points(office, **points))).text
    words = {"Phone them as well.", "Write them a letter as well.", "Phone or write as well."}
    assert {each for each in words if each in text} == offered


def test_turn_defaults_to_constituent_only_when_an_alert_reaches_them(desk, ben, office, case):
    client = desk(ben)
    for asked, turn in [
        (case, "constituent"),
        (case_with_contact_points(office, email="x@y.example"), "office"),
    ]:
        assert client.get(page_of(asked)).context["form"]["turn"].value() == turn


def test_safe_contact_warning_precedes_the_first_text_field(desk, ben, ada, office):
    text = desk(ben).get(page_of(factories.case(office=office, raised_by=ada, safe_contact=True))).text
    assert "No alert can go: safe contact" in text
    assert text.index("Safe contact.") < text.index("<textarea")


def test_answers_page_shows_every_answer(desk, ben, office):
    answers = [{"question": "Is it safe to email you?", "answer": "Yes"}]
    case = factories.case(office=office, answers=answers)
    client = desk(ben)
    address = reverse("backoffice:case_answers", args=[case.reference])
    assert address in client.get(page_of(case)).text
    assert "Is it safe to email you?" in client.get(address).text


def test_case_page_shows_answers_marked_for_it(desk, ben, office):
    answers = [
        {"question": "Which bus route?", "answer": "Route 12", "on_case_page": True},
        {"question": "Who did you ask?", "answer": "The council", "on_case_page": False},
    ]
    page = desk(ben).get(page_of(factories.case(office=office, answers=answers))).text
    assert "Route 12" in page
    assert "The council" not in page


def test_case_page_lists_other_cases_of_the_same_constituent(desk, ben, case, office):
    with scoped(ALL):
        other = factories.case(office=office, subject="Older matter")
        Case.objects.filter(pk=other.pk).update(constituent=case.constituent)
    assert "Older matter" in desk(ben).get(page_of(case)).text


def test_query_count_does_not_grow_with_the_timeline(desk, ben, case):
    client = desk(ben)
    factories.message(case, direction="out")
    factories.note(case)
    client.get(page_of(case))  # the first page of a session also notes when it began
    few = queries(client, case)
    for _n in range(5):
        factories.message(case)
        factories.message(case, direction="out")
        factories.note(case)
    assert queries(client, case) == few


def queries(client, case):
    with CaptureQueriesContext(connection) as captured:
        client.get(page_of(case))
    return len(captured)
