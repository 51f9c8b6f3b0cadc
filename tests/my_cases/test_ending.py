"""A constituent says that they no longer need help, and opens a closed case again within 28 days."""

from datetime import timedelta

import pytest

from casework.audit.models import Entry
from casework.cases.models import Activity, Case
from casework.cases.services import close_case
from casework.cases.turns import Turn
from casework.scope import ALL, scoped
from tests import factories


@pytest.fixture
def mine(sign_in, ada):
    return sign_in(ada)


def address(case, page=""):
    return f"/my-cases/{case.reference}/{page}"


def now(case):
    with scoped(ALL):
        return Case.objects.get(pk=case.pk)


def closed(case, by, *, days_ago=0):
    with scoped(ALL):
        close_case(case=case, outcome="It is mended.", by=by)
        moment = now(case).closed_at - timedelta(days=days_ago)
        Case.objects.filter(pk=case.pk).update(closed_at=moment)
    return now(case)


def test_looking_at_the_page_closes_nothing(mine, case):
    assert "Close my case" in mine.get(address(case, "no-longer-needed/")).text
    assert now(case).is_open


def test_the_button_closes_the_case_and_both_sides_see_why(mine, case, sign_in, ben, client):
    page = mine.post(address(case, "no-longer-needed/"), follow=True).text
    assert "You closed this case because you no longer need help" in page
    assert not now(case).is_open
    desk = sign_in(ben).get(f"/office/cases/{case.reference}/").text
    assert "no longer needs help and closed the case" in desk


def test_pressing_twice_closes_once(mine, case):
    for _press in range(2):
        assert mine.post(address(case, "no-longer-needed/")).status_code == 302
    with scoped(ALL):
        assert Activity.objects.filter(case=case, verb=Activity.Verb.CLOSED).count() == 1
        assert Entry.objects.filter(verb="case.withdrawn", subject=case.reference).count() == 1


def test_a_closed_case_says_until_when_it_can_be_opened_again(mine, case, ben):
    case = closed(case, ben)
    page = mine.get(address(case)).text
    assert "You can open this case again until" in page
    mine.post(address(case, "open-again/"))
    assert now(case).turn == Turn.OFFICE
    assert "You opened this case again" in mine.get(address(case)).text


@pytest.mark.parametrize(("days", "opens"), [(0, True), (28, True), (29, False)])
def test_the_window_is_28_days_to_the_end_of_the_last(mine, case, ben, days, opens):
    case = closed(case, ben, days_ago=days)
    assert ("Open this case again" in mine.get(address(case)).text) is opens
    mine.post(address(case, "open-again/"))
    assert now(case).is_open is opens


def test_later_the_page_leads_to_a_new_case_that_names_this_one(mine, case, ben):
    page = mine.get(address(closed(case, ben, days_ago=40))).text
    assert "raise a case and give this reference" in page


@pytest.mark.parametrize("page", ["no-longer-needed/", "open-again/", "print/"])
def test_it_is_ones_own_case_or_no_page(sign_in, assembly, case, page):
    bea = sign_in(assembly.bea)
    assert bea.post(address(case, page)).status_code == bea.get(address(case, page)).status_code == 404
    hidden = factories.case(office=assembly.office, raised_by=assembly.bea, safe_contact=True)
    assert bea.post(address(hidden, page)).status_code == 404


def test_looking_opens_nothing_again(mine, case, ben):
    case = closed(case, ben)
    assert mine.get(address(case, "open-again/")).status_code == 405
    assert not now(case).is_open


def test_what_went_to_another_office_is_not_opened_here(mine, case, ben, assembly):
    from casework.cases.transfer import accept_transfer
    from tests.sharing import transfer_offered

    with scoped(ALL):
        transfer = transfer_offered(case, to=assembly.sister, by=ben)
        member = factories.member("Sol Marsh", office=assembly.sister)
        accept_transfer(transfer=transfer, member=member, by=assembly.eve)
    mine.post(address(case, "open-again/"))
    assert not now(case).is_open
