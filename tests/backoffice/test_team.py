"""Who works in an office: seen by colleagues, changed by managers, told to all managers."""

import pytest
from django.urls import reverse

from accounts.models import User
from casework.audit.models import Entry
from casework.audit.verbs import Verb
from casework.cases.models import Case
from casework.offices.models import Membership
from casework.offices.services import grant_membership
from casework.scope import ALL, scoped
from tests import factories

TEAM = "/office/team/"
INVITE = "/office/team/invite/"


def membership(user):
    with scoped(ALL):
        return user.memberships.get()


def invitation(office, **more):
    return {"email": "gil@work.example", "name": "Gil", "office": office.slug, "role": "caseworker"} | more


def written(verb):
    with scoped(ALL):
        return Entry.objects.filter(verb=verb).count()


def page(name, user):
    return reverse(f"backoffice:{name}", args=[membership(user).uuid])


def test_colleagues_see_their_own_team_only(desk, ben):
    shown = desk(ben).get(TEAM).context["memberships"]
    assert {str(each.user) for each in shown} == {"Ben", "Dev", "Fay"}


def test_a_manager_invites_a_colleague(desk, dev, office, sent_mail):
    response = desk(dev).post(INVITE, invitation(office))
    assert response.status_code == 302
    gil = User.objects.get(email="gil@work.example")
    assert (membership(gil).office, membership(gil).role) == (office, "caseworker")
    assert written(Verb.MEMBERSHIP_GRANTED) == written(Verb.PERSON_INVITED) == 1
    assert {mail["To"] for mail in sent_mail()} == {gil.email, dev.email}


def test_all_managers_hear_of_a_grant_and_no_one_else(assembly, sent_mail):
    other = factories.staff("Hal", office=assembly.office, role=Membership.Role.MANAGER)
    gil = factories.staff("Gil")
    grant_membership(office=assembly.office, user=gil, role="caseworker", by=assembly.dev)
    mails = sent_mail()
    assert {mail["To"] for mail in mails} == {assembly.dev.email, other.email, gil.email}
    told = mails[0].get_body(("plain",)).get_content()
    assert gil.email in told
    assert "Gil" not in told


@pytest.mark.parametrize("who", ["ben", "fay"])
def test_only_managers_change_the_team(desk, assembly, who):
    client = desk(getattr(assembly, who))
    for address in (
        INVITE,
        page("membership_end", assembly.ben),
        page("membership_invite_again", assembly.ben),
    ):
        assert client.get(address).status_code == client.post(address).status_code == 403


def test_a_manager_has_no_say_in_another_office(desk, dev, cat, assembly):
    client = desk(dev)
    assert client.post(page("membership_end", cat)).status_code == 404
    response = client.post(INVITE, invitation(assembly.rival))
    assert response.status_code == 422
    assert not User.objects.filter(email="gil@work.example").exists()


@pytest.mark.parametrize("email", ["ben@staff.example", "no address"])
def test_an_address_that_cannot_be_used_is_refused_and_kept(desk, dev, office, email):
    response = desk(dev).post(INVITE, invitation(office, email=email))
    assert response.status_code == 422
    assert email in response.text
    assert written(Verb.MEMBERSHIP_GRANTED) == 0


def test_the_end_of_a_membership_ends_the_view_at_once(desk, dev, ben, case):
    manager, colleague = desk(dev), desk(ben)
    address = page("membership_end", ben)
    assert "no longer see" in manager.get(address).text
    manager.post(address)
    assert colleague.get(reverse("backoffice:case_detail", args=[case.reference])).status_code == 404
    assert written(Verb.MEMBERSHIP_ENDED) == 1
    with scoped(ALL):
        assert not Case.objects.visible_to(ben).exists()


def test_an_office_keeps_its_last_manager(desk, dev):
    response = desk(dev).post(page("membership_end", dev), follow=True)
    assert "Make somebody else a manager first" in response.text
    assert membership(dev).ended_at is None


def test_somebody_who_lost_their_factor_is_invited_again(desk, dev, ben, sent_mail):
    desk(dev).post(page("membership_invite_again", ben))
    assert [mail["To"] for mail in sent_mail()] == [ben.email]
    assert written(Verb.PERSON_INVITED) == 1


def test_changing_the_team_asks_who_is_there_again(desk, dev, office):
    client = desk(dev)
    session = client.session
    session["account_authentication_methods"] = [
        record | {"at": 0} for record in session["account_authentication_methods"]
    ]
    session.save()
    response = client.post(INVITE, invitation(office))
    assert response.status_code == 302
    assert "reauthenticate" in response.headers["Location"]
    assert not User.objects.filter(email="gil@work.example").exists()
