"""Tests of withdrawal: a constituent closes their own case, and reopens it within 28 days."""

from datetime import timedelta

import pytest

from casework.audit.models import Entry
from casework.cases.models import Activity, Case
from casework.cases.services.case import close_case
from casework.cases.turns import Turn
from casework.wall.scope import ALL, scoped
from tests import factories


@pytest.fixture
def ada_client(sign_in, ada):
    return sign_in(ada)


def case_url(case, page=""):
    return f"/my-cases/{case.reference}/{page}"


def reloaded(case):
    with scoped(ALL):
        return Case.objects.get(pk=case.pk)


def closed(case, by, *, days_ago=0):
    with scoped(ALL):
        close_case(case=case, outcome="It is mended.", by=by)
        moment = reloaded(case).closed_at - timedelta(days=days_ago)
        Case.objects.filter(pk=case.pk).update(closed_at=moment)
    return reloaded(case)


def test_get_of_the_withdrawal_page_closes_nothing(ada_client, case):
    assert "Close my case" in ada_client.get(case_url(case, "no-longer-needed/")).text
    assert reloaded(case).is_open


def test_withdrawal_closes_the_case_and_both_sides_see_the_reason(ada_client, case, sign_in, ben, client):
    page = ada_client.post(case_url(case, "no-longer-needed/"), follow=True).text
    assert "You closed this case because you no longer need help" in page
    assert not reloaded(case).is_open
    desk = sign_in(ben).get(f"/office/cases/{case.reference}/").text
    assert "no longer needs help and closed the case" in desk


def test_withdrawing_twice_closes_once(ada_client, case):
    for _ in range(2):
        assert ada_client.post(case_url(case, "no-longer-needed/")).status_code == 302
    with scoped(ALL):
        assert Activity.objects.filter(case=case, verb=Activity.Verb.CLOSED).count() == 1
        assert Entry.objects.filter(verb="case.withdrawn", subject=case.reference).count() == 1


def test_closed_case_shows_the_last_day_to_reopen_and_reopens(ada_client, case, ben):
    case = closed(case, ben)
    page = ada_client.get(case_url(case)).text
    assert "You can open this case again until" in page
    ada_client.post(case_url(case, "open-again/"))
    assert reloaded(case).turn == Turn.OFFICE
    assert "You opened this case again" in ada_client.get(case_url(case)).text


@pytest.mark.parametrize(("days", "opens"), [(0, True), (28, True), (29, False)])
def test_reopening_is_possible_for_28_whole_days(ada_client, case, ben, days, opens):
    case = closed(case, ben, days_ago=days)
    assert ("Open this case again" in ada_client.get(case_url(case)).text) is opens
    ada_client.post(case_url(case, "open-again/"))
    assert reloaded(case).is_open is opens


def test_case_past_the_reopen_window_suggests_a_new_case(ada_client, case, ben):
    page = ada_client.get(case_url(closed(case, ben, days_ago=40))).text
    assert "raise a case and give this reference" in page


@pytest.mark.parametrize("page", ["no-longer-needed/", "open-again/", "print/"])
def test_pages_of_another_persons_or_safe_contact_case_return_404(sign_in, assembly, case, page):
    bea = sign_in(assembly.bea)
    assert bea.post(case_url(case, page)).status_code == bea.get(case_url(case, page)).status_code == 404
    hidden = factories.case(office=assembly.office, raised_by=assembly.bea, safe_contact=True)
    assert bea.post(case_url(hidden, page)).status_code == 404


def test_get_of_the_reopen_url_returns_405(ada_client, case, ben):
    case = closed(case, ben)
    assert ada_client.get(case_url(case, "open-again/")).status_code == 405
    assert not reloaded(case).is_open


def test_transferred_case_cannot_be_reopened(ada_client, case, ben, assembly):
    from casework.cases.services.sharing.transfer import accept_transfer
    from tests.sharing import transfer_offered

    with scoped(ALL):
        transfer = transfer_offered(case, to=assembly.sister, by=ben)
        member = factories.member("Sol Marsh", office=assembly.sister)
        accept_transfer(transfer=transfer, member=member, by=assembly.eve)
    ada_client.post(case_url(case, "open-again/"))
    assert not reloaded(case).is_open
