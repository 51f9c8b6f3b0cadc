"""The search page, the box on every page and what it suggests."""

import re
import uuid

import pytest
from django.core.cache import cache

from casework.audit.models import Entry
from casework.cases.services.case import close_case
from casework.cases.services.messages.message import add_note
from casework.wall.scope import ALL, scoped
from tests import factories, sharing

SEARCH, SUGGEST = "/office/search/", "/office/search/suggestions/"


def references(response):
    return [result.case.reference for result in response.context["found"].shown]


def entries():
    with scoped(ALL):
        return list(Entry.objects.filter(verb="search.made").values_list("office_id", "detail"))


@pytest.mark.parametrize("path", ["/office/cases/", "/office/team/", "/office/cases/{reference}/"])
def test_every_page_of_the_desk_has_the_box(desk, ben, case, path):
    page = desk(ben).get(path.format(reference=case.reference)).content.decode()
    assert f'action="{SEARCH}"' in page


def box_of(page):
    return re.search(r'id="search-box"[^>]*value="([^"]*)"', page.text)[1]


def test_box_holds_what_was_searched_for_on_the_page_of_results_alone(desk, assembly, ben, case):
    sharing.shared(case, to=assembly.sister, by=ben, yes=assembly.eve)
    assert box_of(desk(ben).get(SEARCH, {"q": "bins"})) == "bins"
    for path in ("/office/cases/", f"/office/cases/{case.reference}/"):
        assert box_of(desk(assembly.eve).get(path)) == ""


def test_administrator_without_an_office_has_no_box(desk, assembly):
    boss = factories.staff("Boss", is_administrator=True)
    assert SEARCH not in desk(boss).get("/office/administration/").content.decode()


def test_open_and_closed_cases_are_found(desk, ben, office, case):
    closed = factories.case(office=office, subject="Lift again")
    with scoped(ALL):
        close_case(case=closed, outcome="Mended", by=ben)
    found = desk(ben).get(SEARCH, {"q": "lift"})
    assert references(found) == [closed.reference, case.reference]
    assert references(desk(ben).get(SEARCH, {"q": "lift", "status": "closed"})) == [closed.reference]


def test_words_found_are_marked_in_a_line_of_the_text(desk, ben, case):
    with scoped(ALL):
        add_note(case=case, body="Before that, ask the giraffes keeper.", by=ben, once=uuid.uuid4())
    page = desk(ben).get(SEARCH, {"q": "giraffe"}).content.decode()
    assert "ask the <mark>giraffes</mark> keeper" in page


def test_whole_reference_opens_its_case(desk, ben, case):
    response = desk(ben).get(SEARCH, {"q": case.reference.lower().replace("-", " ")})
    assert response.url == f"/office/cases/{case.reference}/"


def test_reference_of_another_office_finds_nothing(desk, cat, case):
    response = desk(cat).get(SEARCH, {"q": case.reference})
    assert response.status_code == 200
    assert references(response) == []


def test_results_go_on_where_the_page_ended(desk, ben, office, case, monkeypatch):
    monkeypatch.setattr("backoffice.search.results.PAGE_SIZE", 2)
    for _number in range(4):
        factories.case(office=office)
    first = desk(ben).get(SEARCH, {"q": "lift"})
    shown = references(first)
    second = desk(ben).get(first.context["next"])
    third = desk(ben).get(second.context["next"])
    assert len({*shown, *references(second), *references(third)}) == 5
    assert third.context["next"] == ""


def test_filtered_results_go_on_past_what_was_looked_through(desk, ben, office, case, monkeypatch):
    monkeypatch.setattr("backoffice.search.results.LOOKED_THROUGH", 2)
    with scoped(ALL):
        close_case(case=case, outcome="Mended", by=ben)
    for _number in range(3):
        factories.case(office=office)
    seen, address = [], f"{SEARCH}?q=lift&status=closed"
    while address:
        page = desk(ben).get(address)
        seen += references(page)
        address = page.context["next"]
    assert seen == [case.reference]


@pytest.mark.parametrize(
    "after", ["x", "0~1", "9~1~x", "0~99999999999999999999~x", "0~1~\0", "2~5~LA-0000-0000"]
)
def test_address_that_names_no_place_shows_a_page(desk, ben, case, after):
    assert desk(ben).get(SEARCH, {"q": "lift", "after": after}).status_code == 200


def test_safe_contact_case_is_shown_by_its_reference_alone(desk, ben, office):
    case = factories.case(office=office, subject="Hiding place", body="The giraffe knows.", safe_contact=True)
    for word in ("hiding", "giraffe"):
        page = desk(ben).get(SEARCH, {"q": word}).content.decode()
        assert case.reference in page
        assert "Hiding place" not in page
        assert "The giraffe" not in page
        assert case.constituent.name not in page


def test_shared_case_is_found_by_subject_and_not_by_its_text(desk, assembly, case, ben):
    with scoped(ALL):
        add_note(case=case, body="A giraffe.", by=ben, once=uuid.uuid4())
    sharing.shared(case, to=assembly.sister, by=ben, yes=assembly.eve)
    guest = desk(assembly.eve)
    assert [s.case.reference for s in guest.get(SEARCH, {"q": "lift"}).context["found"].shared] == [
        case.reference
    ]
    for word in ("giraffe", "ada@london.example"):
        assert guest.get(SEARCH, {"q": word}).context["found"].shared == []


def test_suggestions_name_reference_name_and_subject_only(desk, ben, case):
    with scoped(ALL):
        add_note(case=case, body="A giraffe.", by=ben, once=uuid.uuid4())
    lines = desk(ben).get(SUGGEST, {"q": "gira"}).content.decode()
    assert case.reference in lines
    assert "giraffe" not in lines
    assert str(case.constituent) in lines


def test_one_letter_suggests_nothing(desk, ben, case):
    assert case.reference not in desk(ben).get(SUGGEST, {"q": "l"}).content.decode()


def test_log_says_that_a_search_was_made_and_never_the_words(desk, ben, case):
    desk(ben).get(SEARCH, {"q": "lift secretword"})
    assert entries() == [(case.office_id, {"over": "cases"})]
    with scoped(ALL):
        assert not any("secretword" in str(vars(entry)) for entry in Entry.objects.all())


def test_keystrokes_within_a_minute_are_one_entry(desk, ben, case):
    client = desk(ben)
    for typed in ("li", "lif", "lift"):
        client.get(SUGGEST, {"q": typed})
    assert entries() == [(case.office_id, {"over": "suggestions"})]
    cache.clear()  # as after a minute
    client.get(SUGGEST, {"q": "lift"})
    assert len(entries()) == 2


def test_read_only_staff_may_search(desk, assembly, case):
    assert references(desk(assembly.fay).get(SEARCH, {"q": "lift"})) == [case.reference]


def test_word_typed_in_part_finds_what_the_suggestions_show(desk, ben, office, monkeypatch):
    monkeypatch.setattr("backoffice.search.results.PAGE_SIZE", 1)
    mead, man = (factories.case(office=office, subject=subject) for subject in ("Ferrymead", "Ferryman"))
    first = desk(ben).get(SEARCH, {"q": "ferry"})
    assert "words that start with it" in first.text
    second = desk(ben).get(first.context["next"])
    assert references(first) + references(second) == [man.reference, mead.reference]


def test_whole_word_is_preferred_to_what_begins_so(desk, ben, office):
    whole, _longer = (factories.case(office=office, subject=subject) for subject in ("Ferry", "Ferryman"))
    assert references(desk(ben).get(SEARCH, {"q": "ferry"})) == [whole.reference]


def test_words_are_escaped(desk, ben, office):
    factories.case(office=office, subject="<b>giraffe</b>")
    page = desk(ben).get(SEARCH, {"q": "giraffe <script>"}).content.decode()
    assert "<script>" not in page.replace('<script type="module"', "")
    assert "&lt;b&gt;" in desk(ben).get(SEARCH, {"q": "giraffe"}).content.decode()
