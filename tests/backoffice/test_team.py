"""The team of an office: visible to colleagues, changed by managers, with mails to all managers."""

import pytest
from django.urls import reverse

from casework.audit.models import Entry
from casework.audit.verbs import Verb
from casework.cases.models import Case
from casework.cases.services.case import assign
from casework.offices.access.invitations import invite
from casework.offices.models import Invitation, Membership
from casework.wall.scope import ALL, scoped
from tests import factories

TEAM = "/office/team/"
INVITE = "/office/team/invite/"


def membership(user):
    with scoped(ALL):
        return user.memberships.get()


def invitation(office, **more):
    return {"email": "gil@work.example", "name": "Gil", "office": office.slug, "role": "caseworker"} | more


def count_entries(verb):
    with scoped(ALL):
        return Entry.objects.filter(verb=verb).count()


def page(name, user):
    return reverse(f"backoffice:{name}", args=[membership(user).uuid])


def test_team_page_shows_own_team_only(desk, ben):
    shown = desk(ben).get(TEAM).context["memberships"]
    assert {str(each.user) for each in shown} == {"Ben", "Dev", "Fay"}


def test_manager_invites_a_colleague(desk, dev, office, sent_mail):
    response = desk(dev).post(INVITE, invitation(office))
    assert response.status_code == 302
    with scoped(ALL):
        made = Invitation.objects.get(email="gil@work.example")
    assert (made.office, made.role) == (office, "caseworker")
    assert count_entries(Verb.INVITATION_SENT) == 1
    assert {mail["To"] for mail in sent_mail()} == {made.email, dev.email}


def test_invitation_is_mailed_to_all_managers_and_the_invited_person(assembly, sent_mail):
    other = factories.staff("Hal", office=assembly.office, role=Membership.Role.MANAGER)
    gil = factories.staff("Gil")
    invite(office=assembly.office, email=gil.email, role="caseworker", by=assembly.dev)
    mails = sent_mail()
    assert {mail["To"] for mail in mails} == {assembly.dev.email, other.email, gil.email}
    told = mails[1].get_body(("plain",)).get_content()
    assert gil.email in told
    assert "Gil" not in told


@pytest.mark.parametrize("who", ["ben", "fay"])
def test_team_changes_are_refused_to_staff_who_do_not_manage(desk, assembly, who):
    client = desk(getattr(assembly, who))
    for address in (
        INVITE,
        page("membership_end", assembly.ben),
        page("membership_recover", assembly.ben),
    ):
        assert client.get(address).status_code == client.post(address).status_code == 403


def test_manager_cannot_change_another_offices_team(desk, dev, cat, assembly):
    client = desk(dev)
    assert client.post(page("membership_end", cat)).status_code == 404
    response = client.post(INVITE, invitation(assembly.rival))
    assert response.status_code == 422
    assert count_entries(Verb.INVITATION_SENT) == 0


@pytest.mark.parametrize("email", ["ben@staff.example", "no address"])
def test_unusable_address_is_refused_and_redisplayed(desk, dev, office, email):
    response = desk(dev).post(INVITE, invitation(office, email=email))
    assert response.status_code == 422
    assert email in response.text
    assert count_entries(Verb.INVITATION_SENT) == 0


def test_ended_membership_loses_access_at_once(desk, dev, ben, case):
    manager, colleague = desk(dev), desk(ben)
    address = page("membership_end", ben)
    assert "no longer see" in manager.get(address).text
    manager.post(address)
    answer = colleague.get(reverse("backoffice:case_detail", args=[case.reference]))
    assert answer.url.startswith(reverse("account_login"))
    assert count_entries(Verb.MEMBERSHIP_ENDED) == 1
    with scoped(ALL):
        assert not Case.objects.visible_to(ben).exists()


def test_membership_of_the_last_manager_cannot_be_ended(desk, dev):
    response = desk(dev).post(page("membership_end", dev), follow=True)
    assert "Make someone else a manager first" in response.text
    assert membership(dev).ended_at is None


def test_manager_sends_a_recovery_link(desk, dev, ben, sent_mail):
    desk(dev).post(page("membership_recover", ben))
    assert [mail["To"] for mail in sent_mail()] == [ben.email]
    assert count_entries(Verb.RECOVERY_SENT) == 1


def test_team_change_needs_a_recent_second_factor(desk, dev, office):
    client = desk(dev)
    session = client.session
    session["account_authentication_methods"] = [
        record | {"at": 0} for record in session["account_authentication_methods"]
    ]
    session.save()
    response = client.post(INVITE, invitation(office))
    assert response.status_code == 302
    assert "reauthenticate" in response.headers["Location"]
    assert count_entries(Verb.INVITATION_SENT) == 0


@pytest.fixture
def bens_case(case, ben, dev):
    with scoped(ALL):
        return assign(case=case, to=ben, by=dev)


def assignee_of(case):
    with scoped(ALL):
        return Case.objects.get(pk=case.pk).assignee


def test_manager_says_who_takes_over_the_cases_of_a_leaver(desk, ben, dev, bens_case):
    client, address, taker = desk(dev), page("membership_end", ben), membership(dev)
    refused = client.post(address)
    assert refused.status_code == 422
    assert "Choose who takes over their open cases" in refused.text
    assert membership(ben).ended_at is None

    client.post(address, {"owner": taker.uuid})
    assert assignee_of(bens_case) == dev
    assert membership(ben).ended_at is not None


def test_cases_of_a_leaver_can_wait_for_whoever_takes_them(desk, ben, dev, bens_case):
    desk(dev).post(page("membership_end", ben), {"owner": "no-one"})
    assert assignee_of(bens_case) is None


@pytest.mark.parametrize("who", ["ben", "fay", "cat"])
def test_cases_go_to_nobody_who_does_not_work_on_them(desk, assembly, ben, dev, bens_case, who):
    taker = membership(getattr(assembly, who))
    assert desk(dev).post(page("membership_end", ben), {"owner": taker.uuid}).status_code == 422
    assert assignee_of(bens_case) == ben


def test_last_manager_keeps_their_work_and_cases(desk, dev, ben, case):
    with scoped(ALL):
        assign(case=case, to=dev, by=dev)
    desk(dev).post(page("membership_end", dev), {"owner": membership(ben).uuid})
    assert assignee_of(case) == dev
