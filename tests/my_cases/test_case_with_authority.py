"""Tests of My cases for a case raised with the authority of another person."""

from uuid import uuid4

import pytest

from casework.cases.services.case import close_case
from casework.cases.services.turn import set_turn
from casework.wall.scope import ALL, scoped
from tests import factories
from tests.authority import agreed, case_for_mother


@pytest.fixture
def case(assembly, ben):
    case = case_for_mother(assembly)
    factories.message(case, body="Her benefit was stopped.", direction="out")
    with scoped(ALL):
        set_turn(case=case, by=ben, turn="third-party", waiting_on="The pension service")
    return case


@pytest.fixture
def case_url(case):
    return f"/my-cases/{case.reference}/"


@pytest.fixture
def ada_client(sign_in, ada):
    return sign_in(ada)


def test_case_without_authority_shows_only_that_permission_is_awaited(ada_client, case_url):
    page = ada_client.get(case_url).text
    assert "We have your message and wait for permission" in page
    assert "The lift is broken." in page
    assert "benefit" not in page
    assert "pension" not in page


def test_list_shows_only_that_permission_is_awaited(ada_client, case):
    page = ada_client.get("/my-cases/").text
    assert "Waits for permission" in page
    assert "pension" not in page


def test_representative_can_add_a_message_while_permission_is_awaited(ada_client, case_url):
    ada_client.post(case_url, {"once": uuid4(), "body": "Her new address."})
    assert "Her new address." in ada_client.get(case_url).text


def test_printed_case_withholds_replies_and_turn(ada_client, case_url):
    page = ada_client.get(f"{case_url}print/").text
    assert "benefit" not in page
    assert "pension" not in page


def test_closed_case_withholds_its_outcome(ada_client, case_url, ben, case):
    with scoped(ALL):
        close_case(case=case, by=ben, outcome="Her pension is paid again")
    assert "pension" not in ada_client.get(case_url).text
    assert "pension" not in ada_client.get("/my-cases/").text


@pytest.mark.parametrize("act", ["no-longer-needed", "open-again"])
@pytest.mark.parametrize("what", [None, "write"])
def test_closing_and_reopening_need_full_authority(ada_client, case_url, ben, case, act, what):
    if what:
        agreed(case, ben, what=what)
    assert ada_client.post(f"{case_url}{act}/").status_code == 403


def test_full_authority_allows_withdrawal(ada_client, case_url, ben, case):
    agreed(case, ben, what="all")
    assert ada_client.post(f"{case_url}no-longer-needed/").status_code == 302


def test_case_with_authority_shows_replies_and_turn(ada_client, case_url, ben, case):
    agreed(case, ben)
    page = ada_client.get(case_url).text
    assert "Her benefit was stopped." in page
    assert "pension" in page


def test_authority_to_read_refuses_messages(ada_client, case_url, ben, case):
    agreed(case, ben, what="read")
    response = ada_client.post(case_url, {"once": uuid4(), "body": "More."})
    assert response.status_code == 422
    assert "They let you read this case" in response.text
    assert "is closed" not in response.text
    assert "and not write on it" in ada_client.get(case_url).text


@pytest.mark.parametrize("language", ["", "/ar"])
def test_permission_letter_supports_large_print_and_right_to_left(ada_client, case_url, language, offer):
    offer("ar")
    page = ada_client.get(f"{language}{case_url}permission-letter/?size=large").text
    assert "letter--large" in page
    assert 'dir="rtl"' in page if language else 'dir="ltr"' in page
    assert "Rosa" not in page


def test_permission_letter_of_an_own_case_returns_404(ada_client, assembly):
    own = factories.case(office=assembly.office, raised_by=assembly.ada)
    assert ada_client.get(f"/my-cases/{own.reference}/permission-letter/").status_code == 404
