"""My cases, for a case that was raised for somebody else."""

from uuid import uuid4

import pytest

from casework.cases.services import close_case, set_turn
from casework.scope import ALL, scoped
from tests import factories
from tests.representing import agreed, case_for_mother


@pytest.fixture
def case(assembly, ben):
    case = case_for_mother(assembly)
    factories.message(case, body="Her benefit was stopped.", direction="out")
    with scoped(ALL):
        set_turn(case=case, by=ben, turn="third-party", waiting_on="The pension service")
    return case


@pytest.fixture
def address(case):
    return f"/my-cases/{case.reference}/"


@pytest.fixture
def mine(sign_in, ada):
    return sign_in(ada)


def test_the_writer_sees_that_we_have_it_and_wait(mine, address):
    page = mine.get(address).text
    assert "We have your message and wait for permission" in page
    assert "The lift is broken." in page
    assert "benefit" not in page
    assert "pension" not in page


def test_the_list_says_no_more(mine, case):
    page = mine.get("/my-cases/").text
    assert "Waits for permission" in page
    assert "pension" not in page


def test_the_writer_can_add_to_it(mine, address):
    mine.post(address, {"once": uuid4(), "body": "Her new address."})
    assert "Her new address." in mine.get(address).text


def test_nothing_slips_out_on_paper(mine, address):
    page = mine.get(f"{address}print/").text
    assert "benefit" not in page
    assert "pension" not in page


def test_nothing_slips_out_when_it_is_closed(mine, address, ben, case):
    with scoped(ALL):
        close_case(case=case, by=ben, outcome="Her pension is paid again")
    assert "pension" not in mine.get(address).text
    assert "pension" not in mine.get("/my-cases/").text


@pytest.mark.parametrize("act", ["no-longer-needed", "open-again"])
@pytest.mark.parametrize("what", [None, "write"])
def test_only_who_may_do_all_ends_it_for_the_person(mine, address, ben, case, act, what):
    if what:
        agreed(case, ben, what=what)
    assert mine.post(f"{address}{act}/").status_code == 403


def test_who_may_do_all_may_end_it(mine, address, ben, case):
    agreed(case, ben, what="all")
    assert mine.post(f"{address}no-longer-needed/").status_code == 302


def test_with_permission_it_reads_like_any_case(mine, address, ben, case):
    agreed(case, ben)
    page = mine.get(address).text
    assert "Her benefit was stopped." in page
    assert "pension" in page


def test_who_may_only_read_cannot_write(mine, address, ben, case):
    agreed(case, ben, what="read")
    response = mine.post(address, {"once": uuid4(), "body": "More."})
    assert response.status_code == 422
    assert "They let you read this case" in response.text
    assert "is closed" not in response.text
    assert "and not write on it" in mine.get(address).text


@pytest.mark.parametrize("language", ["", "/ar"])
def test_the_letter_is_one_to_print_large_and_right_to_left(mine, address, language):
    page = mine.get(f"{language}{address}permission-letter/?size=large").text
    assert "letter--large" in page
    assert 'dir="rtl"' in page if language else 'dir="ltr"' in page
    assert "Rosa" not in page


def test_a_case_of_ones_own_has_no_letter(mine, assembly):
    own = factories.case(office=assembly.office, raised_by=assembly.ada)
    assert mine.get(f"/my-cases/{own.reference}/permission-letter/").status_code == 404
