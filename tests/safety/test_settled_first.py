"""A case with an unsettled risk can be neither closed nor transferred."""

import pytest
from django.urls import reverse

from casework.audit.models import Entry
from casework.cases.models import Activity, Case
from casework.cases.services.case import close_case
from casework.cases.services.own_case.withdrawal import withdraw
from casework.cases.services.safety.risk import RiskNotSettled, raise_risk, settle_risk
from casework.cases.services.sharing.transfer import accept_transfer
from casework.cases.services.turn import set_turn
from casework.cases.turns import Turn
from casework.wall.scope import ALL, scoped
from tests import factories
from tests.sharing import transfer_offered

WITHDRAWN = Activity.Verb.WITHDRAWN


def flagged(case, by=None):
    with scoped(ALL):
        return raise_risk(case=case, kind="life", by=by, reason="They said so." if by else "")


@pytest.fixture
def flag(case):
    return flagged(case)


def reloaded(case):
    with scoped(ALL):
        return Case.objects.get(pk=case.pk)


def count_withdrawals(case):
    """Return how often the timeline says that the person needs no more help."""
    with scoped(ALL):
        return Activity.objects.filter(case=case, verb=WITHDRAWN).count()


def test_closing_is_refused_until_the_risk_is_settled(case, flag, ben):
    with scoped(ALL):
        with pytest.raises(RiskNotSettled):
            close_case(case=case, outcome="Done", by=ben)
        assert reloaded(case).is_open
        settle_risk(flag=flag, how="The police were called.", by=ben)
        assert not close_case(case=case, outcome="Done", by=ben).is_open


def test_offering_a_transfer_is_refused(assembly, case, flag):
    with pytest.raises(RiskNotSettled):
        transfer_offered(case, to=assembly.sister, by=assembly.ben)


def test_transfer_is_refused_for_a_risk_raised_after_the_offer(assembly, case):
    transfer = transfer_offered(case, to=assembly.sister, by=assembly.ben)
    flagged(case)
    member = factories.member("Sol Marsh", office=assembly.sister)
    with scoped(ALL):
        with pytest.raises(RiskNotSettled):
            accept_transfer(transfer=transfer, member=member, by=assembly.eve)
        assert reloaded(case).is_open
        assert not Case.objects.filter(office=assembly.sister).exists()


def test_withdrawing_at_risk_leaves_the_case_open_and_makes_it_the_offices_turn(case, flag, ada, ben):
    with scoped(ALL):
        set_turn(case=case, turn=Turn.CONSTITUENT, by=ben)
        version = reloaded(case).version
    withdraw(case=case, by=ada)
    assert (reloaded(case).is_open, reloaded(case).turn, count_withdrawals(case)) == (True, Turn.OFFICE, 1)
    assert reloaded(case).version > version  # an open reply gets an edit conflict
    with scoped(ALL):
        assert Entry.objects.get(verb="case.withdrawn").detail == {"at_risk": True}


def test_withdrawing_twice_at_risk_is_recorded_once(case, flag, ada):
    withdraw(case=case, by=ada)
    withdraw(case=case, by=ada)
    assert count_withdrawals(case) == 1


def test_withdrawing_again_after_a_change_is_recorded_again(case, flag, ada, ben):
    withdraw(case=case, by=ada)
    with scoped(ALL):
        set_turn(case=case, turn=Turn.CONSTITUENT, by=ben)
    withdraw(case=case, by=ada)
    assert count_withdrawals(case) == 2


def test_withdrawing_closes_once_the_risk_is_settled(case, flag, ada, ben):
    withdraw(case=case, by=ada)
    with scoped(ALL):
        settle_risk(flag=flag, how="The police were called.", by=ben)
    withdraw(case=case, by=ada)
    assert not reloaded(case).is_open


def test_office_reads_why_a_withdrawn_case_is_open(sign_in, case, flag, ada, ben):
    withdraw(case=case, by=ada)
    page = sign_in(ben).get(reverse("backoffice:case_detail", args=[case.reference])).text
    assert "no longer needs help. The case stays open until you settle the risk" in page


def test_risk_flagged_by_staff_is_hidden_from_the_person(sign_in, case, ada, ben):
    flagged(case, by=ben)
    client = sign_in(ada)
    page = client.post(reverse("portal:my_case_withdraw", args=[case.reference]), follow=True).text
    page = page.partition("<main")[2].partition("</main>")[0]
    assert "The office sees that you no longer need help." in page
    assert "You told the office that you no longer need help" in page
    assert "risk" not in page.lower()


@pytest.mark.parametrize(
    ("name", "words"), [("close", "before you close it"), ("transfer", "before you pass it on")]
)
def test_page_of_a_case_at_risk_redirects_to_the_risk(sign_in, case, flag, ben, name, words):
    page = sign_in(ben).get(reverse(f"backoffice:{name}", args=[case.reference]), follow=True).text
    assert f"Settle the risk on this case {words}." in page


def test_refused_close_keeps_the_outcome_that_was_typed(sign_in, case, flag, ben):
    answer = sign_in(ben).post(
        reverse("backoffice:close", args=[case.reference]), {"outcome": "The lift works"}
    )
    assert answer.status_code == 422
    assert "Settle the risk on this case before you close it." in answer.text
    assert "The lift works" in answer.text


def test_risk_is_hidden_from_the_receiving_office(sign_in, assembly, case):
    transfer = transfer_offered(case, to=assembly.sister, by=assembly.ben)
    flagged(case)
    factories.member("Sol Marsh", office=assembly.sister)
    address = reverse("backoffice:transfer_answer", args=[transfer.uuid])
    page = sign_in(assembly.eve).post(address, {"member": "sol-marsh"}, follow=True).text
    assert "nothing was passed on" in page
    assert "risk" not in page.partition("<main")[2].lower()
