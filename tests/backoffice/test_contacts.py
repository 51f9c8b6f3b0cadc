"""Logging a call, letter or visit: onto an open case, a closed one, or a new one, on one screen."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from casework.audit.models import Entry
from casework.cases.models import Case, CaseFile, Channel, Message, Note, RiskFlag, SafeContact
from casework.cases.services.case import close_case
from casework.cases.services.search import index_person
from casework.constituents.models import Constituent, ContactPoint
from casework.wall.scope import ALL, scoped

LOG, PEOPLE = "/office/contacts/", "/office/contacts/people/"
CALL = {
    "channel": "phone", "body": "The lift is out again.", "risk": "none", "safe": "yes", "turn": "office",
    "kind": "problem", "nature": "casework",
}  # fmt: skip
NEW = {
    "about": "new",
    "name": "Joseph Lim",
    "phone": "020 7946 0142",
    "subject": "Dial-a-Ride",
    "member": "ines-vale",
}


@pytest.fixture
def save(desk, ben):
    """Return a function that sends the screen and returns the response and the newest case."""
    client = desk(ben)

    def go(**sends):
        response = client.post(LOG, {"once": str(uuid.uuid4())} | CALL | sends)
        with scoped(ALL):
            return response, Case.objects.select_related("constituent", "channel", "typed_by").latest("pk")

    return go


def test_usual_channels_are_rows(db):
    usual = {"web", "email", "phone", "letter", "visit", "surgery"}
    assert usual <= set(Channel.objects.values_list("slug", flat=True))


def test_call_of_someone_new_is_a_case_that_says_how_it_came(save, ben):
    response, case = save(**NEW)
    assert response.status_code == 302
    assert (case.channel.slug, case.typed_by, case.subject) == ("phone", ben, "Dial-a-Ride")
    assert case.constituent.name == "Joseph Lim"
    with scoped(ALL):
        message = Message.objects.get(case=case)
        assert (message.channel_id, message.typed_by, message.author) == ("phone", ben, None)
        assert ContactPoint.objects.get(constituent=case.constituent).value == "020 7946 0142"


def test_case_page_names_channel_and_who_typed_it_in(save, desk, ben):
    _response, case = save(**NEW)
    page = desk(ben).get(f"/office/cases/{case.reference}/").content.decode()
    assert "Phone call · typed in by Ben" in page
    assert "web form" not in page.lower()


def test_case_by_the_web_form_says_so(desk, ben, case):
    assert "Channel: Web form" in desk(ben).get(f"/office/cases/{case.reference}/").content.decode()


def test_call_goes_onto_an_open_case(save, case):
    response, newest = save(about=f"case:{case.reference}", promised="A call on Friday", turn="constituent")
    assert newest == case
    assert case.reference in response.url
    with scoped(ALL):
        assert Message.objects.filter(case=case, channel="phone", body=CALL["body"]).exists()
        assert Note.objects.get(case=case).body == "Promised: A call on Friday"
        case.refresh_from_db()
    assert case.turn == "constituent"


def test_call_about_a_closed_case_opens_it_again(save, ben, case):
    with scoped(ALL):
        close_case(case=case, outcome="Mended", by=ben)
    save(about=f"case:{case.reference}")
    with scoped(ALL):
        case.refresh_from_db()
    assert case.is_open


def test_two_presses_are_one_contact(save):
    once = str(uuid.uuid4())
    save(once=once, **NEW)
    save(once=once, **NEW)
    with scoped(ALL):
        assert Case.objects.count() == 1
        assert Message.objects.count() == 1


def test_questions_of_safety_must_be_answered(desk, ben, assembly):
    sends = {"once": str(uuid.uuid4())} | CALL | NEW | {"risk": "", "safe": ""}
    response = desk(ben).post(LOG, sends)
    assert response.status_code == 422
    assert {"risk", "safe"} <= set(response.context["form"].errors)


def test_nothing_is_chosen_beforehand(desk, ben):
    form = desk(ben).get(LOG).context["form"]
    assert [form[name].value() for name in ("risk", "safe", "about")] == [None, None, None]


def test_risk_is_flagged(save):
    _response, case = save(risk="eviction", **NEW)
    with scoped(ALL):
        assert RiskFlag.objects.get(case=case).kind == "eviction"


@pytest.mark.parametrize(("safe", "way"), [("no", ""), ("sometimes", "Before 3pm")])
def test_contact_that_is_not_safe_makes_a_safe_contact_case(save, safe, way):
    _response, case = save(safe=safe, safe_way="Before 3pm", **NEW)
    assert case.safe_contact
    with scoped(ALL):
        assert SafeContact.objects.get(case=case).way == way
        assert not ContactPoint.objects.get(constituent=case.constituent).safe


def test_caller_without_a_name_is_a_case(save):
    _response, case = save(**NEW | {"about": "nobody", "name": ""})
    assert case.constituent.name == ""


def test_letter_of_several_files_needs_no_text(save, case):
    files = [SimpleUploadedFile(f"page {number}.txt", b"Dear Member") for number in (1, 2, 3)]
    response, _case = save(about=f"case:{case.reference}", channel="letter", body="", files=files)
    assert response.status_code == 302
    with scoped(ALL):
        assert CaseFile.objects.filter(case=case, message__channel="letter").count() == 3
        assert Message.objects.get(case=case, channel="letter").body == "page 1.txt, page 2.txt, page 3.txt"


@pytest.mark.parametrize("more", [{}, {"find": "Find"}])
def test_files_of_a_refused_contact_are_kept(save, case, more):
    file = SimpleUploadedFile("page 1.txt", b"Dear Member")
    response, _case = save(about=f"case:{case.reference}", channel="", body="", files=[file], **more)
    form = response.context["form"]
    assert [kept.name for kept in form.kept_files] == ["page 1.txt"]
    kept = {"files_kept": form["files_kept"].value()}
    response, _case = save(about=f"case:{case.reference}", channel="letter", body="", **kept)
    assert response.status_code == 302
    with scoped(ALL):
        assert CaseFile.objects.get(case=case, message__channel="letter").name == "page 1.txt"


def test_empty_contact_is_refused(save, case):
    response, _case = save(about=f"case:{case.reference}", body="")
    assert "Write what was said, or add a file" in response.content.decode()


def test_what_was_logged_is_found(save, desk, ben):
    _response, case = save(**NEW | {"body": "About the giraffe."})
    for typed in ("joseph lim", "giraffe", "0142"):
        found = desk(ben).get("/office/search/", {"q": typed}).context["found"].shown
        assert [result.case for result in found] == [case]


def test_known_person_is_found_with_their_open_case_first(save, desk, ben):
    _response, case = save(**NEW)
    lines = desk(ben).get(PEOPLE, {"q": "joseph l"}).content.decode()
    assert f"case:{case.reference}" in lines
    assert "phone ends 0142" in lines
    assert lines.index(f"case:{case.reference}") < lines.index("person:")


def test_find_button_shows_people_and_keeps_what_was_typed(save, desk, ben):
    save(**NEW)
    typed = CALL | {"who": "joseph", "find": "yes", "next_on_day": "3", "subject": "Half a word"}
    page = desk(ben).post(LOG, typed)
    assert page.status_code == 200
    assert len(page.context["candidates"]) == 1
    assert "Half a word" in page.content.decode()
    assert "There is a problem" not in page.content.decode()


def test_answer_that_is_no_longer_offered_leaves_nobody_chosen(save, desk, ben, case):
    """Else a text browser would choose the first person found."""
    save(**NEW)
    typed = CALL | {"who": "joseph", "find": "yes", "about": f"case:{case.reference}"}
    page = desk(ben).post(LOG, typed)
    assert page.context["candidates"]
    assert page.context["chosen"] == ""
    assert "Not answered yet" in page.text


def test_reference_of_a_closed_case_offers_that_case(desk, ben, case):
    with scoped(ALL):
        close_case(case=case, outcome="Mended", by=ben)
    assert f"case:{case.reference}" in desk(ben).get(PEOPLE, {"q": case.reference}).content.decode()


def test_new_case_of_a_known_person_keeps_their_record(save, case):
    with scoped(ALL):
        person = Constituent.objects.get(cases=case)
        index_person(person)
    _response, newest = save(about=f"person:{person.uuid}", subject="Another", member="ines-vale")
    assert newest != case
    assert newest.constituent == person


def test_people_who_are_found_show_what_language_and_format_they_need(desk, ben, case):
    with scoped(ALL):
        facts = {"name": "Jan Kowalski", "language_code": "pl", "format": "large print"}
        Constituent.objects.filter(pk=case.constituent_id).update(**facts)
        index_person(Constituent.objects.get(pk=case.constituent_id))
    page = desk(ben).get(PEOPLE, {"q": "kowalski"}).text
    assert "reads Polish" in page
    assert "needs large print" in page


@pytest.mark.parametrize("about", ["case:{case}", "person:{person}", "case:", "person:x", "x", ""])
def test_other_offices_people_and_cases_cannot_be_named(desk, assembly, case, about):
    with scoped(ALL):
        person = Constituent.objects.get(cases=case)
    named = about.format(case=case.reference, person=person.uuid)
    sends = {"once": str(uuid.uuid4())} | CALL | NEW | {"about": named, "member": "hugh-marsh"}
    response = desk(assembly.cat).post(LOG, sends)
    assert response.status_code == 422
    assert case.reference not in desk(assembly.cat).get(PEOPLE, {"q": case.reference}).content.decode()


def test_member_of_another_office_is_refused(desk, ben):
    sends = {"once": str(uuid.uuid4())} | CALL | NEW | {"member": "hugh-marsh"}
    assert "member" in desk(ben).post(LOG, sends).context["form"].errors


def test_read_only_staff_cannot_log(desk, assembly):
    assert desk(assembly.fay).get(LOG).status_code == 403


def test_log_says_that_a_contact_was_logged_and_no_words(save, case):
    save(about=f"case:{case.reference}")
    with scoped(ALL):
        entry = Entry.objects.get(verb="contact.logged")
    assert entry.detail == {"channel": "phone"}
