"""Nobody works in an office before they said yes, and until then the office learns nothing about them."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.services import invite, invite_again
from casework.audit.models import Entry
from casework.audit.verbs import Verb
from casework.cases.models import Case
from casework.offices.models import Membership
from casework.offices.offers import forget_turned_away, offer_work, offers_of, turn_away
from casework.offices.services import accept_membership, grant_membership, pending_for
from casework.scope import ALL, scoped
from tests import factories
from tests.backoffice.test_team import INVITE, TEAM, invitation

MINE = "/office/team/invitations/"


@pytest.fixture
def offered(assembly):
    """Labour East wants Cat, who works for another office."""
    return grant_membership(office=assembly.office, user=assembly.cat, role="caseworker", by=assembly.dev)


def answer(client, offered, words):
    return client.post(MINE, {"membership": str(offered.uuid), "answer": words}, follow=True)


def sees(user, case):
    with scoped(ALL):
        return Case.objects.visible_to(user).filter(pk=case.pk).exists()


def log_of(office):
    with scoped(ALL):
        return set(Entry.objects.filter(office_id=office.pk).values_list("verb", flat=True))


def plain(mail):
    return mail.get_body(("plain",)).get_content()


def test_an_offer_opens_nothing_and_names_nobody(desk, assembly, offered, case):
    assert not sees(assembly.cat, case)
    page = desk(assembly.dev).get(TEAM)
    assert assembly.cat.email in page.text
    assert assembly.cat not in [each.user for each in page.context["memberships"]]
    assert ">Cat<" not in page.text


def test_what_they_do_meanwhile_stays_out_of_the_log_of_that_office(desk, assembly, offered):
    desk(assembly.cat).get("/office/cases/LA-2222-2222/")
    assert Verb.REFUSED not in log_of(assembly.office)
    assert Verb.REFUSED in log_of(assembly.rival)


def test_somebody_with_an_account_hears_where_to_answer(offered, assembly, sent_mail):
    [mail] = [mail for mail in sent_mail() if mail["To"] == assembly.cat.email]
    assert mail["Subject"] == "You were invited to work for Labour East"
    assert MINE in plain(mail)


def test_who_accepts_works_there_at_once(desk, assembly, offered, case, sent_mail):
    client = desk(assembly.cat)
    assert "Your invitations" in client.get("/office/cases/").text
    assert "You now work for Labour East" in answer(client, offered, "accept").text
    assert sees(assembly.cat, case)
    assert Verb.MEMBERSHIP_ACCEPTED in log_of(assembly.office)
    assert sent_mail()[-1]["To"] == assembly.dev.email


def test_who_declines_never_works_there(desk, assembly, offered, case, sent_mail):
    answer(desk(assembly.cat), offered, "decline")
    answer(desk(assembly.cat), offered, "accept")
    assert not sees(assembly.cat, case)
    assert Verb.MEMBERSHIP_DECLINED in log_of(assembly.office)
    assert "declined" in plain(sent_mail()[-1])


@pytest.mark.parametrize("who", ["eve", "dev"])
def test_nobody_answers_for_somebody_else(desk, assembly, offered, who):
    assert "no longer open" in answer(desk(getattr(assembly, who)), offered, "accept").text
    offered.refresh_from_db()
    assert offered.accepted_at is None


def test_a_manager_takes_an_offer_back(desk, assembly, offered, case):
    address = reverse("backoffice:membership_end", args=[offered.uuid])
    client = desk(assembly.dev)
    page = client.get(address).text
    assert "Take back an invitation" in page
    assert "Cat" not in page
    client.post(address)
    answer(desk(assembly.cat), offered, "accept")
    assert not sees(assembly.cat, case)


def test_a_pending_person_is_not_invited_twice_nor_given_a_new_password(desk, assembly, offered):
    client = desk(assembly.dev)
    again = client.post(INVITE, invitation(assembly.office, email=assembly.cat.email))
    assert again.status_code == 422
    fresh = client.post(reverse("backoffice:membership_invite_again", args=[offered.uuid]))
    assert fresh.status_code == 404


@pytest.mark.parametrize("typed", ["zed@b\u00fccher.example", "zed@xn--bcher-kva.example"])
@pytest.mark.parametrize("known", [True, False], ids=["a constituent's", "nobody's"])
def test_an_address_reads_the_same_whoever_it_belongs_to(desk, assembly, known, typed):
    if known:
        User.objects.create_user("zed@xn--bcher-kva.example", kind=User.Kind.CONSTITUENT)
    client = desk(assembly.dev)
    client.post(INVITE, invitation(assembly.office, email=typed))
    assert "zed@xn--bcher-kva.example" in client.get("/office/team/").text
    again = client.post(INVITE, invitation(assembly.office, email="zed@b\u00fccher.example"))
    assert again.status_code == 422


def test_staff_without_an_office_find_their_invitations(desk, assembly):
    gil = factories.staff("Gil")
    grant_membership(office=assembly.office, user=gil, role="caseworker", by=assembly.dev)
    page = desk(gil).get("/office/", follow=True)
    assert page.redirect_chain[-1][0] == MINE
    assert "Labour East" in page.text


def test_a_first_invitation_is_accepted_with_the_work_it_names(desk, client, assembly, case, sent_mail):
    desk(assembly.dev).post(INVITE, invitation(assembly.office))
    gil = User.objects.get(email="gil@work.example")
    [mail] = [mail for mail in sent_mail() if mail["To"] == gil.email]
    assert "Labour East" in plain(mail)
    assert not sees(gil, case)
    client.get(re.search(r"/accounts/invitation/\S+", plain(mail)).group())
    words = "otters under the bridge"
    client.post(reverse("accounts_invitation"), {"password": words, "again": words})
    assert sees(gil, case)


def test_it_accepts_nothing_that_another_office_offered(assembly, client, sent_mail):
    gil = invite(email="gil@work.example", name="Gil", by=assembly.dev)
    grant_membership(office=assembly.office, user=gil, role="caseworker", by=assembly.dev)
    grant_membership(office=assembly.rival, user=gil, role="caseworker", by=assembly.cat)
    text = next(plain(mail) for mail in sent_mail() if mail["To"] == gil.email)
    client.get(re.search(r"/accounts/invitation/\S+", text).group())
    words = "otters under the bridge"
    client.post(reverse("accounts_invitation"), {"password": words, "again": words})
    held = Membership.objects.active().filter(user=gil)
    assert [each.office for each in held] == [assembly.office]


@pytest.fixture
def ben_in_two(assembly):
    """Ben of Labour East works for Labour South too."""
    with scoped(ALL):
        offered = grant_membership(
            office=assembly.sister, user=assembly.ben, role="caseworker", by=assembly.eve
        )
        accept_membership(membership=offered, by=assembly.ben)
        return assembly.ben


def test_one_office_alone_cannot_change_how_a_person_of_two_signs_in(desk, assembly, ben_in_two, sent_mail):
    with scoped(ALL):
        here = ben_in_two.memberships.get(office=assembly.office)
    sent = len(sent_mail())
    address = reverse("backoffice:membership_invite_again", args=[here.uuid])
    for answer in (
        desk(assembly.dev).get(address, follow=True),
        desk(assembly.dev).post(address, follow=True),
    ):
        assert "Ask the managers of the other office first" in answer.text
    assert len(sent_mail()) == sent


def test_every_office_of_a_person_sees_that_a_new_way_in_was_sent(assembly, ben_in_two):
    invite_again(user=ben_in_two, by=assembly.dev)
    for office in (assembly.office, assembly.sister):
        assert Verb.PERSON_INVITED in log_of(office)


def test_a_reference_stays_out_of_the_logs_of_a_person_of_two_offices(desk, assembly, ben_in_two):
    desk(ben_in_two).get("/office/cases/LA-2222-2222/")
    with scoped(ALL):
        refused = Entry.objects.filter(verb=Verb.REFUSED)
        assert {(entry.office_id, entry.subject) for entry in refused} == {
            (assembly.office.pk, ""),
            (assembly.sister.pk, ""),
        }


def test_the_answer_to_an_invitation_does_not_tell_constituents_apart(desk, assembly, sent_mail):
    client = desk(assembly.dev)
    texts = []
    for email in (assembly.ada.email, "gil@work.example"):
        page = client.post(INVITE, invitation(assembly.office, email=email), follow=True)
        assert "Gil is invited." in page.text
        told = [plain(mail) for mail in sent_mail() if mail["To"] == assembly.dev.email][-1]
        texts.append(told.replace(email, "ADDRESS"))
    assert texts[0] == texts[1]


def test_the_list_of_invitations_does_not_tell_constituents_apart(desk, assembly):
    client, texts = desk(assembly.dev), []
    for email in (assembly.ada.email, "gil@work.example"):
        client.post(INVITE, invitation(assembly.office, email=email))
        again = client.post(INVITE, invitation(assembly.office, email=email))
        assert again.status_code == 422
        [offer] = client.get(TEAM).context["pending"]
        address = reverse("backoffice:membership_end", args=[offer.uuid])
        pages = [
            client.get(TEAM),
            client.get(address),
            client.post(address, follow=True),
            client.get(address),
        ]
        told = [re.sub(r'value="\w{64}"', "", page.text) for page in pages]
        texts.append([text.replace(email, "ADDRESS").replace(str(offer.uuid), "UUID") for text in told])
        assert pages[-1].status_code == 404
    assert texts[0] == texts[1]


def test_the_log_of_the_office_does_not_tell_them_apart(desk, assembly):
    """A constituent's address leaves what that of somebody leaves who can sign in already."""
    client, logs = desk(assembly.dev), []
    for user in (assembly.ada, assembly.eve):
        client.post(INVITE, invitation(assembly.office, email=user.email))
        [offer] = client.get(TEAM).context["pending"]
        client.post(reverse("backoffice:membership_end", args=[offer.uuid]))
        with scoped(ALL):
            entries = Entry.objects.filter(office_id=assembly.office.pk, subject=str(offer.uuid))
            logs.append([(entry.verb, entry.actor_id, entry.detail) for entry in entries])
    assert logs[0] == logs[1]
    assert len(logs[0]) == 2


@pytest.mark.parametrize("who", ["ada", "eve"])
def test_an_offer_lapses_with_its_invitation(desk, assembly, who, monkeypatch):
    user = getattr(assembly, who)
    offer_work(office=assembly.office, email=user.email, name="", role="manager", by=assembly.dev)
    then = timezone.now() + timedelta(days=7)
    monkeypatch.setattr(timezone, "now", lambda: then)
    assert not offers_of([assembly.office.pk])
    assert not pending_for(user).exists()
    offer_work(office=assembly.office, email=user.email, name="", role="caseworker", by=assembly.dev)
    assert [offer.role for offer in offers_of([assembly.office.pk])] == ["caseworker"]


def test_a_lapsed_address_is_forgotten(assembly, monkeypatch):
    turn_away(office=assembly.office, email=assembly.ada.email, role="manager", by=assembly.dev)
    assert forget_turned_away() == 0
    then = timezone.now() + timedelta(days=7)
    monkeypatch.setattr(timezone, "now", lambda: then)
    assert forget_turned_away() == 1


@pytest.mark.parametrize("answer_given", ["accept", "decline"])
def test_saying_yes_asks_who_is_there_again(desk, assembly, offered, case, answer_given):
    client = desk(assembly.cat)
    session = client.session
    name = "account_authentication_methods"
    session[name] = [record | {"at": 0} for record in session[name]]
    session.save()
    response = client.post(MINE, {"membership": str(offered.uuid), "answer": answer_given})
    assert ("reauthenticate" in response.headers["Location"]) == (answer_given == "accept")
    assert not sees(assembly.cat, case)


def test_a_constituent_who_was_invited_hears_and_gets_nothing(desk, assembly, sent_mail):
    desk(assembly.dev).post(INVITE, invitation(assembly.office, email=assembly.ada.email))
    assert assembly.ada.email not in {mail["To"] for mail in sent_mail()}
    assert Verb.INVITATION_REFUSED not in log_of(assembly.office)
    with scoped(ALL):
        assert not assembly.ada.memberships.exists()
        assert Entry.objects.get(verb=Verb.INVITATION_REFUSED).actor_id == assembly.dev.pk
