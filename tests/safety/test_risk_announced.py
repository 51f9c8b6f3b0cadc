"""A new risk is announced while the queue is open, without the page being a sign of life."""

import pytest

from accounts.middleware import SEEN_AT
from casework.cases.models import RiskFlag
from casework.cases.services.safety.risk import raise_risk
from casework.wall.scope import office_scope, scoped
from tests import factories


def unsettled(client):
    headers = {"Sec-Fetch-Dest": "empty"}  # as a browser says of what a script asks
    return client.get("/office/risks/unsettled/", headers=headers).json()["unsettled"]


def flag(case, by):
    with scoped(office_scope(case.office_id)):
        raise_risk(case=case, kind=RiskFlag.Kind.LIFE, reason="They called.", by=by)


@pytest.mark.django_db
def test_count_holds_own_unsettled_risks_only(sign_in, ben, cat, case, assembly):
    client = sign_in(ben)
    assert unsettled(client) == 0
    flag(case, ben)
    flag(factories.case(office=assembly.rival), cat)
    assert unsettled(client) == 1


@pytest.mark.django_db
def test_asking_does_not_keep_a_session_alive(sign_in, ben):
    client = sign_in(ben)
    client.get("/office/cases/")
    session = client.session
    session[SEEN_AT] -= 600
    session.save()
    seen = client.session[SEEN_AT]
    unsettled(client)
    assert client.session[SEEN_AT] == seen


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_open_queue_announces_a_new_risk(signed_in, ben, case):
    page = signed_in(ben)
    page.clock.install()
    page.goto("/office/cases/")
    flag(case, ben)
    page.clock.fast_forward(21_000)
    page.get_by_role("alert").get_by_text("There is a new risk.").wait_for()
