"""Tests of a constituent's list of cases and case page."""

from datetime import date
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.cases.services.messages.message import reply_to_constituent
from casework.cases.services.turn import set_turn
from casework.cases.turns import Turn
from tests import factories
from tests.browser import press
from tests.my_cases.pages import every_office


def test_case_page_redirects_anonymous_to_sign_in_with_next(client, case_url):
    response = client.get(case_url)
    assert response.url == f"/accounts/login/code/?next=%2Fmy-cases%2F{case_url.split('/')[2]}%2F"


def test_list_returns_404_for_staff(sign_in, ben):
    assert sign_in(ben).get("/my-cases/").status_code == 404


def test_list_shows_only_own_cases(ada_client, assembly, case):
    other = factories.case(office=assembly.office, raised_by=assembly.bea)
    page = ada_client.get("/my-cases/").content.decode()
    assert case.reference in page
    assert other.reference not in page


def test_empty_list_says_there_are_no_cases(sign_in, assembly):
    assert "no cases under this email address" in sign_in(assembly.bea).get("/my-cases/").content.decode()


def test_list_query_count_is_constant(ada_client, assembly, case, django_assert_num_queries):
    ada_client.get("/my-cases/")
    with CaptureQueriesContext(connection) as few:
        ada_client.get("/my-cases/")
    for _ in range(5):
        factories.case(office=assembly.rival, raised_by=assembly.ada)
    with django_assert_num_queries(len(few)):
        ada_client.get("/my-cases/")


def test_case_page_shows_turn_and_missing_next_date(ada_client, case, case_url):
    page = ada_client.get(case_url).content.decode()
    assert "It is the office’s turn" in page
    assert "no next date set" in page


def test_case_page_shows_third_party_and_next_date(ada_client, case, case_url, ben):
    with every_office():
        set_turn(case=case, turn=Turn.THIRD_PARTY, waiting_on="Met Police", next_on=date(2099, 6, 1), by=ben)
    page = ada_client.get(case_url).content.decode()
    assert "It is Met Police’s turn" in page
    assert "1 June 2099" in page


def test_case_page_shows_office_reply_with_its_author(ada_client, case, case_url, ben):
    with every_office():
        reply_to_constituent(case=case, body="Which days?", by=ben, turn=Turn.CONSTITUENT, once=uuid4())
    page = ada_client.get(case_url).content.decode()
    assert "Which days?" in page
    assert "Ben" in page
    assert "It is your turn" in page


@pytest.mark.parametrize("reference", ["%00", "LA-2222-2222", "x" * 2000, "..%2f", "LA-7K3M-92Q%00"])
def test_unknown_or_malformed_reference_returns_404(ada_client, reference):
    assert ada_client.get(f"/my-cases/{reference}/").status_code == 404


def test_safe_contact_case_is_neither_listed_nor_found(ada_client, assembly):
    hidden = factories.case(office=assembly.office, raised_by=assembly.ada, safe_contact=True)
    assert hidden.reference not in ada_client.get("/my-cases/").content.decode()
    assert ada_client.get(f"/my-cases/{hidden.reference}/").status_code == 404


def test_signed_in_pages_are_not_cached(ada_client, case_url):
    assert "no-store" in ada_client.get(case_url)["Cache-Control"]


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_print_button_prints_the_whole_case(new_page, client, sign_in):
    made = factories.assembly()
    case = factories.case(office=made.office, raised_by=made.ada)
    page = new_page()
    page.add_init_script("window.print = () => { document.title = 'printed' }")
    name = settings.SESSION_COOKIE_NAME
    value = sign_in(made.ada).cookies[name].value
    page.context.add_cookies([{"name": name, "value": value, "domain": "localhost", "path": "/"}])
    page.goto(f"/my-cases/{case.reference}/")
    press(page, "Print or keep all of this case", role="link")
    page.get_by_role("button", name="Print this page").click()
    assert page.title() == "printed"


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [1280, 320])
def test_list_case_and_refused_reply_have_no_axe_findings(new_page, axe, width, client, sign_in):
    made = factories.assembly()
    case = factories.case(office=made.office, raised_by=made.ada)
    page = new_page(viewport={"width": width, "height": 900})
    sign_in(made.ada)
    name = settings.SESSION_COOKIE_NAME
    value = client.cookies[name].value
    page.context.add_cookies([{"name": name, "value": value, "domain": "localhost", "path": "/"}])
    page.goto("/my-cases/")
    axe(page)
    page.goto(f"/my-cases/{case.reference}/")
    axe(page)
    press(page, "Send reply")
    page.get_by_role("alert").first.wait_for()
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
