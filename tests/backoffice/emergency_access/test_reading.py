"""What emergency access opens, and when it ends."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from casework.audit.verbs import Verb
from casework.cases.scope import scope_of
from casework.offices.access import emergency_access
from casework.offices.models import Membership
from casework.offices.visibility import TenantQuerySet
from casework.wall.scope import NOTHING
from tests import factories
from tests.backoffice.emergency_access.pages import END_MINE, WHY, access_url, case_page, log_of, sees
from tests.sharing import offered, shared


def test_case_page_equals_missing_case_page_before_and_after_access(desk, boss, ask, dev, case, advance):
    client = desk(boss)

    def answer():
        return client.get(case_page(case)).content

    nowhere = client.get(reverse("backoffice:case_detail", args=["LA-2222-2222"])).content
    assert answer() == nowhere
    access = ask()
    assert answer() == nowhere
    emergency_access.approve(access=access, by=dev)
    assert answer() != nowhere
    emergency_access.end_access(access=access, by=dev)
    assert answer() == nowhere


def test_approved_access_reads_cases_but_cannot_change_them(desk, boss, ask, dev, case, sent_mail):
    access = ask(hours=2)
    page = desk(dev).post(access_url(access), {"act": "approve"}, follow=True)
    assert "Approved. Boss reads the cases" in page.text
    client = desk(boss)
    page = client.get(case_page(case)).text
    assert "You are looking at Labour East’s cases under emergency access until" in page
    assert "End it now" in page
    refused = client.post(reverse("backoffice:note", args=[case.reference]), {"body": "Mine now"})
    assert refused.status_code == 403
    assert boss.email in {mail["To"] for mail in sent_mail()}


def test_get_of_the_end_url_does_not_end_access(desk, boss, open_now):
    assert desk(boss).get(END_MINE).status_code == 405
    assert emergency_access.current_of(boss) == open_now


def test_cases_shared_with_the_office_are_not_included(boss, assembly, desk):
    """The managers of the office that owns the shared case have not approved the access."""
    case = factories.case(office=assembly.rival, subject="canary-subject")
    shared(case, to=assembly.office, by=assembly.cat, yes=assembly.ben)
    offered(factories.case(office=assembly.rival), to=assembly.office, by=assembly.cat, purpose="canary-why")
    emergency_access.ask_for_access(office=assembly.office, reason=WHY, hours=1, by=boss, life_at_risk=True)
    assert desk(boss).get(reverse("backoffice:case_detail", args=[case.reference])).status_code == 404
    assert "canary" not in desk(boss).get("/office/shared/").text
    assert scope_of(boss).shared == frozenset()
    assert not sees(boss, case)


def test_other_offices_cases_are_404(desk, boss, open_now, assembly):
    client = desk(boss)
    nowhere = client.get(reverse("backoffice:case_detail", args=["LA-2222-2222"])).content
    for office in (assembly.rival, assembly.sister):
        assert client.get(case_page(factories.case(office=office))).content == nowhere


def test_access_expires_to_the_second(boss, open_now, case, monkeypatch):
    began = open_now.membership.started_at
    for seconds, seen in ((0, True), (3599, True), (3600, False), (7200, False)):
        monkeypatch.setattr(timezone, "now", lambda seconds=seconds: began + timedelta(seconds=seconds))
        assert sees(boss, case) == seen, seconds
        assert (scope_of(boss) != NOTHING) == seen, seconds


@pytest.mark.postgresql
def test_postgresql_enforces_access_without_the_queryset_filter(
    desk, boss, ask, dev, assembly, case, monkeypatch
):
    theirs = factories.case(office=assembly.rival)
    monkeypatch.setattr(TenantQuerySet, "visible_to", lambda queryset, user: queryset)
    access, client = ask(), desk(boss)
    assert client.get(case_page(case)).status_code == 404
    emergency_access.approve(access=access, by=dev)
    assert client.get(case_page(case)).status_code == 200
    assert client.get(case_page(theirs)).status_code == 404
    emergency_access.end_access(access=access, by=boss)
    assert client.get(case_page(case)).status_code == 404


def test_emergency_membership_is_not_listed_in_the_team(desk, open_now, assembly):
    shown = desk(assembly.dev).get("/office/team/").context["memberships"]
    assert "Boss" not in {str(each.user) for each in shown}
    address = reverse("backoffice:membership_role", args=[open_now.membership.uuid])
    assert desk(assembly.dev).get(address).status_code == 404


@pytest.mark.parametrize("who", ["dev", "boss"])
def test_manager_or_administrator_ends_access_at_once(desk, assembly, boss, open_now, case, who):
    if who == "dev":
        desk(assembly.dev).post(access_url(open_now), {"act": "end"})
    else:
        desk(boss).post(END_MINE)
    assert not sees(boss, case)
    [entry] = log_of(assembly.office, Verb.EMERGENCY_ENDED)
    assert entry.actor_id == (assembly.dev if who == "dev" else boss).pk


def test_membership_without_an_end_grants_an_administrator_nothing(boss, office, case):
    """An account is either administrator or staff of an office, so only dated emergency access counts."""
    Membership.objects.create(office=office, user=boss, role="manager")
    assert not sees(boss, case)
    assert scope_of(boss) == NOTHING
