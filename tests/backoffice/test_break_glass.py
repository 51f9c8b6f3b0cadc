"""Emergency access: asked for with a reason, answered by a manager, seen by the office, over by itself."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from casework.audit.models import Entry
from casework.audit.verbs import Verb
from casework.cases.models import Case
from casework.cases.wall import scope_of
from casework.offices import break_glass
from casework.offices.models import EmergencyAccess, Membership
from casework.offices.wall import TenantQuerySet
from casework.scope import ALL, NOTHING, scoped
from config import middleware
from tests import factories
from tests.sharing import offered, shared

ASK = "/office/administration/emergency/"
END_MINE = "/office/administration/emergency/end/"
WHY = "The office cannot open its case and asked me to look."


@pytest.fixture
def boss(assembly):
    return factories.staff("Boss", is_administrator=True)


@pytest.fixture
def later(monkeypatch):
    """Moves every clock of the product on."""

    def go(**by):
        now = timezone.now
        monkeypatch.setattr(timezone, "now", lambda: now() + timedelta(**by))

    return go


@pytest.fixture
def ask(boss, office):
    """Boss asks to read the cases of Labour East."""

    def go(**more):
        return break_glass.ask_for_access(**{"office": office, "reason": WHY, "hours": 1, "by": boss} | more)

    return go


@pytest.fixture
def open_now(ask):
    return ask(life_at_risk=True)


def asked(office, **more):
    return {"office": office.slug, "reason": WHY, "hours": "1"} | more


def paper(access):
    return reverse("backoffice:emergency", args=[access.uuid])


def case_page(case):
    return reverse("backoffice:case_detail", args=[case.reference])


def sees(user, case):
    with scoped(scope_of(user)):
        return Case.objects.visible_to(user).filter(pk=case.pk).exists()


def log_of(office, verb):
    with scoped(ALL):
        return list(Entry.objects.filter(office_id=office.pk, verb=verb))


def plain(mail):
    return mail.get_body(("plain",)).get_content()


def make_stale(client):
    """The second factor of this session was used too long ago for what matters."""
    session = client.session
    name = "account_authentication_methods"
    session[name] = [record | {"at": 0} for record in session[name]]
    session.save()


def test_an_ask_opens_nothing_and_asks_every_manager(desk, boss, assembly, case, sent_mail):
    other = factories.staff("Hal", office=assembly.office, role=Membership.Role.MANAGER)
    page = desk(boss).post(ASK, asked(assembly.office, reference=case.reference), follow=True)
    assert "The managers of Labour East are asked" in page.text
    assert not sees(boss, case)
    assert scope_of(boss) == NOTHING
    assert {mail["To"] for mail in sent_mail()} == {assembly.dev.email, other.email}


def test_before_and_after_a_case_is_the_same_page_as_none(desk, boss, ask, dev, case, later):
    client = desk(boss)

    def answer():
        return client.get(case_page(case)).content

    nowhere = client.get(reverse("backoffice:case_detail", args=["LA-2222-2222"])).content
    assert answer() == nowhere
    access = ask()
    assert answer() == nowhere
    break_glass.approve(access=access, by=dev)
    assert answer() != nowhere
    break_glass.end_access(access=access, by=dev)
    assert answer() == nowhere


def test_a_manager_approves_and_it_can_be_read_but_not_changed(desk, boss, ask, dev, case, sent_mail):
    access = ask(hours=2)
    page = desk(dev).post(paper(access), {"act": "approve"}, follow=True)
    assert "Approved. Boss reads the cases" in page.text
    client = desk(boss)
    page = client.get(case_page(case)).text
    assert "You are looking at Labour East’s cases under emergency access until" in page
    assert "End it now" in page
    refused = client.post(reverse("backoffice:note", args=[case.reference]), {"body": "Mine now"})
    assert refused.status_code == 403
    assert boss.email in {mail["To"] for mail in sent_mail()}


def test_a_link_alone_ends_nothing(desk, boss, open_now):
    assert desk(boss).get(END_MINE).status_code == 405
    assert break_glass.current_of(boss) == open_now


def test_what_others_share_with_the_office_stays_shut(boss, assembly, desk):
    """The managers of the office whose case it is were not asked, and would not hear of it."""
    case = factories.case(office=assembly.rival, subject="canary-subject")
    shared(case, to=assembly.office, by=assembly.cat, yes=assembly.ben)
    offered(factories.case(office=assembly.rival), to=assembly.office, by=assembly.cat, purpose="canary-why")
    break_glass.ask_for_access(office=assembly.office, reason=WHY, hours=1, by=boss, life_at_risk=True)
    assert desk(boss).get(reverse("backoffice:case_detail", args=[case.reference])).status_code == 404
    assert "canary" not in desk(boss).get("/office/shared/").text
    assert scope_of(boss).shared == frozenset()
    assert not sees(boss, case)


def test_other_offices_stay_shut(desk, boss, open_now, assembly):
    client = desk(boss)
    nowhere = client.get(reverse("backoffice:case_detail", args=["LA-2222-2222"])).content
    for office in (assembly.rival, assembly.sister):
        assert client.get(case_page(factories.case(office=office))).content == nowhere


def test_it_ends_by_itself_to_the_second(boss, open_now, case, monkeypatch):
    began = open_now.membership.started_at
    for seconds, seen in ((0, True), (3599, True), (3600, False), (7200, False)):
        monkeypatch.setattr(timezone, "now", lambda seconds=seconds: began + timedelta(seconds=seconds))
        assert sees(boss, case) == seen, seconds
        assert (scope_of(boss) != NOTHING) == seen, seconds


@pytest.mark.postgresql
def test_with_the_queryset_cut_postgresql_shows_no_more(desk, boss, ask, dev, assembly, case, monkeypatch):
    theirs = factories.case(office=assembly.rival)
    monkeypatch.setattr(TenantQuerySet, "visible_to", lambda queryset, user: queryset)
    access, client = ask(), desk(boss)
    assert client.get(case_page(case)).status_code == 404
    break_glass.approve(access=access, by=dev)
    assert client.get(case_page(case)).status_code == 200
    assert client.get(case_page(theirs)).status_code == 404
    break_glass.end_access(access=access, by=boss)
    assert client.get(case_page(case)).status_code == 404


def test_a_life_at_risk_opens_at_once_and_the_office_hears_it(desk, boss, assembly, case, sent_mail):
    response = desk(boss).post(ASK, asked(assembly.office, life_at_risk="on", hours="24"))
    assert response.headers["Location"] == reverse("backoffice:case_list")
    assert sees(boss, case)
    [mail] = sent_mail()
    assert mail["To"] == assembly.dev.email
    assert "life or safety is at risk" in plain(mail)


def test_no_mail_names_a_case_or_the_reason(ask, dev, case, sent_mail, later, db):
    access = ask(reference=case.reference)
    break_glass.approve(access=access, by=dev)
    break_glass.note_page(membership=access.membership, route="x", reference=case.reference)
    later(hours=1, minutes=1)
    break_glass.report_what_was_seen()
    mails = sent_mail()
    assert len(mails) == 4
    for mail in mails:
        assert case.reference not in mail.as_string()
        assert WHY not in plain(mail)
        assert "/office/" in plain(mail)


def test_a_manager_declines_and_says_why(desk, boss, ask, dev, case, sent_mail):
    access, client = ask(), desk(dev)
    short = client.post(paper(access), {"act": "decline", "because": "No."})
    assert short.status_code == 422
    client.post(paper(access), {"act": "decline", "because": "We opened it ourselves just now."})
    assert "Nothing has changed" in client.post(paper(access), {"act": "approve"}, follow=True).text
    assert not sees(boss, case)
    assert "We opened it ourselves" in desk(boss).get(ASK).text
    assert sent_mail()[-1]["To"] == boss.email


def test_an_ask_nobody_answers_lapses_after_a_day(ask, dev, boss, case, later):
    access = ask()
    later(hours=24)
    assert not break_glass.approve(access=access, by=dev)
    assert not sees(boss, case)
    assert ask().pk != access.pk


def test_managers_see_a_banner_on_every_page_and_others_on_the_team_page(desk, open_now, assembly):
    words = "an administrator, reads the cases of Labour East"
    for address in ("/office/cases/", "/office/team/", "/office/team/invite/"):
        page = desk(assembly.dev).get(address).text
        assert words in page, address
        assert page.count("End this access now") == 1
    colleague = desk(assembly.ben)
    assert words not in colleague.get("/office/cases/").text
    assert words in colleague.get("/office/team/").text
    assert words not in desk(assembly.cat).get("/office/cases/").text


def test_nobody_with_emergency_access_is_a_colleague(desk, open_now, assembly):
    shown = desk(assembly.dev).get("/office/team/").context["memberships"]
    assert "Boss" not in {str(each.user) for each in shown}
    address = reverse("backoffice:membership_role", args=[open_now.membership.uuid])
    assert desk(assembly.dev).get(address).status_code == 404


@pytest.mark.parametrize("who", ["dev", "boss"])
def test_a_manager_or_the_administrator_ends_it_at_once(desk, assembly, boss, open_now, case, who):
    if who == "dev":
        desk(assembly.dev).post(paper(open_now), {"act": "end"})
    else:
        desk(boss).post(END_MINE)
    assert not sees(boss, case)
    [entry] = log_of(assembly.office, Verb.EMERGENCY_ENDED)
    assert entry.actor_id == (assembly.dev if who == "dev" else boss).pk


def test_an_ask_is_taken_back(desk, boss, ask, dev):
    access = ask()
    desk(boss).post(END_MINE)
    assert not break_glass.approve(access=access, by=dev)


def test_every_page_is_recorded_and_listed_for_the_managers(desk, boss, open_now, dev, case):
    client = desk(boss)
    for address in ("/office/cases/", case_page(case), f"{case_page(case)}answers/", "/office/team/", ASK):
        assert client.get(address).status_code == 200
    client.get(reverse("backoffice:case_detail", args=["LA-2222-2222"]))
    page = desk(dev).get(paper(open_now))
    seen = [(row["page"].reference, str(row["words"])) for row in page.context["seen"]]
    assert seen == [
        ("", "The queue"),
        (case.reference, "A case"),
        (case.reference, "The answers of a case"),
        ("", "The team"),
    ]
    assert WHY in page.text


def test_a_page_asked_for_at_the_moment_of_approval_is_recorded(desk, boss, ask, dev, case, monkeypatch):
    client, access, scope = desk(boss), ask(), middleware.scope_of

    def approved_just_now(user):
        break_glass.approve(access=access, by=dev)
        return scope(user)

    monkeypatch.setattr(middleware, "scope_of", approved_just_now)
    assert client.get(case_page(case)).status_code == 200
    [entry] = log_of(case.office, Verb.EMERGENCY_PAGE_SEEN)
    assert entry.subject == case.reference


def test_what_cannot_be_written_down_is_not_seen(desk, boss, open_now, case, monkeypatch):
    monkeypatch.setattr("config.middleware.note_page", lambda **facts: 1 / 0)
    client = desk(boss)
    client.raise_request_exception = False
    response = client.get(case_page(case))
    assert response.status_code == 500
    assert case.subject not in response.text


def test_once_it_is_over_the_office_hears_how_many_pages(desk, boss, open_now, case, dev, later, sent_mail):
    desk(boss).get(case_page(case))
    later(hours=1)
    break_glass.report_what_was_seen()
    assert "Number of pages" not in plain(sent_mail()[-1])
    later(minutes=1)
    break_glass.report_what_was_seen()
    break_glass.report_what_was_seen()
    mails = [plain(mail) for mail in sent_mail() if "Number of pages they saw: 1." in plain(mail)]
    assert len(mails) == 1
    assert paper(open_now) in mails[0]


def test_a_manager_must_say_that_they_read_what_was_seen(desk, open_now, dev, office, later):
    client = desk(dev)
    later(hours=1)
    words = "without a manager’s approval"
    assert words in client.get("/office/cases/").text
    assert "I have read this report" in client.get(paper(open_now)).text
    client.post(paper(open_now), {"act": "read"})
    assert words not in client.get("/office/cases/").text
    assert "Dev</bdi> read this report" in client.get(paper(open_now)).text
    assert [entry.actor_id for entry in log_of(office, Verb.EMERGENCY_REPORT_READ)] == [dev.pk]


def test_a_report_cannot_be_read_before_its_time(open_now, dev):
    assert not break_glass.read_report(access=open_now, by=dev)


def test_the_log_of_the_office_holds_the_reason(ask, dev, office):
    break_glass.approve(access=ask(), by=dev)
    for verb in (Verb.EMERGENCY_ASKED, Verb.EMERGENCY_OPENED):
        assert [entry.reason for entry in log_of(office, verb)] == [WHY]


@pytest.mark.parametrize("who", ["ben", "dev", "fay", "cat", "ada", "editor"])
def test_nobody_but_administrators_asks(desk, assembly, who, office):
    person = factories.staff("Ed") if who == "editor" else getattr(assembly, who)
    for address in (ASK, END_MINE):
        assert desk(person).get(address).status_code == 404
        assert desk(person).post(address, asked(office, life_at_risk="on")).status_code == 404
    with pytest.raises(break_glass.OnlyAdministrators):
        break_glass.ask_for_access(office=office, reason=WHY, hours=1, by=person, life_at_risk=True)


@pytest.mark.parametrize(("who", "status"), [("ben", 403), ("fay", 403), ("cat", 404), ("boss", 404)])
@pytest.mark.parametrize("act", ["approve", "decline", "end", "read"])
def test_nobody_but_managers_of_the_office_answers(desk, assembly, boss, ask, who, status, act):
    person = boss if who == "boss" else getattr(assembly, who)
    access = ask()
    assert desk(person).get(paper(access)).status_code == status
    assert desk(person).post(paper(access), {"act": act, "because": WHY}).status_code == status
    with pytest.raises(break_glass.OnlyManagers):
        break_glass.approve(access=access, by=person)


def test_who_has_access_does_not_answer_for_the_office(desk, boss, open_now):
    client = desk(boss)
    assert client.get(paper(open_now)).status_code == client.post(paper(open_now)).status_code == 403


def test_the_database_itself_lets_nobody_approve_their_own(ask, boss):
    access = ask()
    with scoped(ALL), pytest.raises(IntegrityError), transaction.atomic():
        EmergencyAccess.objects.filter(pk=access.pk).update(answered_by=boss, answered_at=timezone.now())


def test_the_database_itself_opens_nothing_unapproved(ask, dev, office):
    access = ask()
    with scoped(ALL), pytest.raises(IntegrityError), transaction.atomic():
        EmergencyAccess.objects.filter(pk=access.pk).update(membership=dev.memberships.get())


def test_an_administrator_has_one_at_a_time(desk, boss, open_now, assembly):
    response = desk(boss).post(ASK, asked(assembly.rival, life_at_risk="on"))
    assert response.status_code == 422
    assert "one emergency access at a time" in response.text


def test_where_no_manager_is_nobody_can_approve(desk, boss, assembly):
    response = desk(boss).post(ASK, asked(assembly.sister))
    assert response.status_code == 422
    assert "It has none who could approve" in response.text


def test_where_no_manager_is_everybody_hears_of_a_life_at_risk(ask, assembly, boss, sent_mail):
    other = factories.staff("Chief", is_administrator=True)
    ask(office=assembly.sister, life_at_risk=True)
    assert {mail["To"] for mail in sent_mail()} == {assembly.eve.email, boss.email, other.email}


@pytest.mark.parametrize(
    "wrong", [{"reason": "To help."}, {"reason": ""}, {"hours": "25"}, {"hours": "0"}, {"reference": "12"}]
)
def test_an_ask_that_says_too_little_or_wants_too_much_is_refused(desk, boss, office, wrong):
    assert desk(boss).post(ASK, asked(office, life_at_risk="on", **wrong)).status_code == 422
    assert not Membership.objects.filter(user=boss).exists()


def test_asking_and_approving_need_a_fresh_second_factor(desk, boss, dev, ask, office, case):
    client = desk(boss)
    make_stale(client)
    response = client.post(ASK, asked(office, life_at_risk="on"))
    assert "reauthenticate" in response.headers["Location"]
    access, manager = ask(), desk(dev)
    make_stale(manager)
    assert "reauthenticate" in manager.post(paper(access), {"act": "approve"}).headers["Location"]
    assert not sees(boss, case)


def test_an_administrator_who_was_disabled_meanwhile_gets_nothing(ask, boss, dev, case):
    access = ask()
    type(boss).objects.filter(pk=boss.pk).update(is_active=False)
    assert not break_glass.approve(access=access, by=dev)
    assert not sees(boss, case)


def test_an_administrator_without_an_end_works_nowhere(boss, office, case):
    """One account is administrator or staff of an office: what has no end does not count for them."""
    Membership.objects.create(office=office, user=boss, role="manager", accepted_at=timezone.now())
    assert not sees(boss, case)
    assert scope_of(boss) == NOTHING
