"""Who has access, checked by managers now and then; and accounts that nobody uses, which suspend themselves."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Disuse, User
from casework.audit.models import Entry
from casework.audit.verbs import Verb
from casework.offices.models import Membership
from casework.offices.review import REVIEW_EVERY, confirm_access, review_due
from casework.offices.services import grant_membership
from casework.offices.unused import LASTS, NOTICE, NotSuspended, let_back_in, suspend_unused
from casework.scope import ALL, scoped
from tests import factories

REVIEW = "/office/team/review/"
TEAM = "/office/team/"
ADMINISTRATION = "/office/administration/"


def written(verb):
    with scoped(ALL):
        return list(Entry.objects.filter(verb=verb).order_by("pk"))


def people(response, number=0):
    return {str(row["user"]): row for row in response.context["reviews"][number]["people"]}


def confirm(client, page, **more):
    review = page.context["reviews"][0]
    slug = review["office"].slug
    seen = review["form"]["seen"].value()
    return client.post(REVIEW, {"office": slug, f"{slug}-seen": seen, f"{slug}-checked": "on"} | more)


# --- The review


def test_a_manager_sees_everybody_with_access(desk, assembly, dev, office, ben):
    with scoped(ALL):
        ben.memberships.update(granted_by=dev)
    grant_membership(office=office, user=factories.staff("Gil"), role="caseworker", by=dev)
    client = desk(dev)
    page = client.get(REVIEW)
    rows = people(page)
    assert set(rows) == {"Ben", "Dev", "Fay"}
    assert (rows["Ben"]["granted_by"], rows["Dev"]["granted_by"]) == ("Dev", "The set-up")
    assert (rows["Dev"]["factors"], rows["Ben"]["factors"]) == (["app"], [])
    assert "gil@staff.example" in page.text
    assert "Gil" not in page.text


def test_access_for_a_while_stands_there_with_its_end(desk, dev, office):
    gus = factories.staff("Gus")
    now = timezone.now()
    with scoped(ALL):
        Membership.objects.create(
            office=office, user=gus, role="read-only", accepted_at=now, ended_at=now + timedelta(hours=2)
        )
    page = desk(dev).get(REVIEW)
    assert people(page)["Gus"]["membership"].ended_at is not None
    assert "until" in page.text


@pytest.mark.parametrize(("who", "status"), [("ben", 403), ("fay", 403), ("ada", 404)])
def test_the_review_is_for_managers(desk, assembly, who, status):
    client = desk(getattr(assembly, who))
    assert client.get(REVIEW).status_code == client.post(REVIEW).status_code == status


def test_a_manager_confirms_and_it_is_written_down(desk, dev, office):
    client = desk(dev)
    assert confirm(client, client.get(REVIEW)).status_code == 302
    [entry] = written(Verb.ACCESS_REVIEWED)
    assert (entry.actor_id, entry.office_id, entry.detail) == (dev.pk, office.pk, {"people": 3})
    page = client.get(REVIEW)
    assert page.context["reviews"][0]["by"] == "Dev"
    assert "Last checked" in page.text


def test_nothing_is_confirmed_without_the_tick(desk, dev):
    client = desk(dev)
    assert confirm(client, client.get(REVIEW), **{"labour-east-checked": ""}).status_code == 422
    assert written(Verb.ACCESS_REVIEWED) == []


def test_a_list_that_has_changed_is_not_confirmed(desk, dev, office):
    client = desk(dev)
    before = client.get(REVIEW)
    factories.staff("Gus", office=office)
    refused = confirm(client, before)
    assert refused.status_code == 422
    assert "It has changed since you opened it" in refused.text
    assert written(Verb.ACCESS_REVIEWED) == []
    assert confirm(client, refused).status_code == 302


def test_nobody_confirms_for_another_office(desk, assembly, dev):
    hal = factories.staff("Hal", office=assembly.rival, role=Membership.Role.MANAGER)
    theirs = desk(hal).get(REVIEW)
    assert confirm(desk(dev), theirs).status_code == 200
    assert written(Verb.ACCESS_REVIEWED) == []


def test_a_review_is_due_every_90_days(assembly, dev, office):
    with scoped(ALL):
        assert not review_due(office)  # nobody has been here for so long
        office.memberships.update(accepted_at=timezone.now() - REVIEW_EVERY)
        assert review_due(office)
        confirm_access(office=office, by=dev, people=3)
        assert not review_due(office)


def test_the_team_page_says_that_a_review_is_due(desk, dev, ben, office):
    with scoped(ALL):
        office.memberships.update(accepted_at=timezone.now() - REVIEW_EVERY)
    assert "Nobody has done so for 90 days" in desk(dev).get(TEAM).text
    assert "Check who has access" not in desk(ben).get(TEAM).text


# --- Unused accounts


def unused(user, *, days, warned=None):
    """Somebody who last signed in so many days ago, and heard so many days ago what comes of that."""
    now = timezone.now()
    User.objects.filter(pk=user.pk).update(
        last_login=now - timedelta(days=days), joined_at=now - timedelta(days=400)
    )
    if warned is not None:
        Disuse.objects.update_or_create(user=user, defaults={"warned_at": now - timedelta(days=warned)})
    return user


@pytest.fixture
def asleep(ben):
    """Ben, who has not signed in for 60 days, and whom the service has suspended."""
    suspend_unused_of(ben)
    ben.refresh_from_db()
    return ben


def suspend_unused_of(user):
    unused(user, days=LASTS.days, warned=NOTICE.days)
    suspend_unused()


def test_who_does_not_sign_in_is_warned_a_week_before(ben, sent_mail):
    unused(ben, days=LASTS.days - NOTICE.days)
    suspend_unused()
    suspend_unused()
    [mail] = sent_mail()
    assert mail["To"] == ben.email
    assert "In 7 days it is suspended" in mail.get_body(("plain",)).get_content()
    ben.refresh_from_db()
    assert ben.is_active


@pytest.mark.parametrize(("days", "warned"), [(300, None), (300, 3), (59, 7), (60, 61), (50, None)])
def test_nobody_is_suspended_too_early_or_unwarned(ben, days, warned):
    unused(ben, days=days, warned=warned)
    suspend_unused()
    ben.refresh_from_db()
    assert ben.is_active


def test_an_unused_account_is_suspended_and_managers_hear_of_it(desk, assembly, asleep, sent_mail):
    assert not asleep.is_active
    assert {mail["To"] for mail in sent_mail()} == {asleep.email, assembly.dev.email}
    [entry] = written(Verb.ACCOUNT_SUSPENDED)
    assert (entry.actor_id, entry.office_id, entry.detail) == (
        None,
        assembly.office.pk,
        {"person": asleep.pk},
    )
    assert "Suspended" in desk(assembly.dev).get(TEAM).text


def test_it_happens_once(asleep, sent_mail):
    suspend_unused()
    assert len(sent_mail()) == 2
    assert len(written(Verb.ACCOUNT_SUSPENDED)) == 1


def test_open_sessions_end_with_the_next_click(desk, ben):
    client = desk(ben)
    assert client.get(TEAM).status_code == 200
    suspend_unused_of(ben)
    assert client.get(TEAM).status_code == 302


def test_constituents_and_those_who_never_came_stay_as_they_are(assembly, ada):
    gil = User.objects.create_user("gil@work.example", kind="staff")  # invited, no password yet
    for person in (ada, gil):
        suspend_unused_of(person)
        person.refresh_from_db()
        assert person.is_active


def test_the_last_administrator_stays(db, sent_mail):
    boss = factories.staff("Boss", is_administrator=True)
    suspend_unused_of(boss)
    boss.refresh_from_db()
    assert boss.is_active


def let_in(user):
    with scoped(ALL):
        return reverse("backoffice:membership_let_back_in", args=[user.memberships.get().uuid])


def test_a_manager_lets_them_back_in_by_a_fresh_link(desk, dev, asleep, sent_mail):
    factories.use_second_factor(desk(asleep), asleep)
    sent_mail()
    client = desk(dev)
    assert "new password" in client.get(let_in(asleep)).text
    client.post(let_in(asleep))
    asleep.refresh_from_db()
    assert asleep.is_active
    assert not asleep.authenticator_set.exists()  # the old factor opens nothing any more
    assert any("invited" in mail["Subject"] for mail in sent_mail() if mail["To"] == asleep.email)
    assert [entry.actor_id for entry in written(Verb.ACCOUNT_LET_BACK_IN)] == [dev.pk]
    suspend_unused()
    asleep.refresh_from_db()
    assert asleep.is_active  # being let in counts as a sign of life


def test_a_session_from_before_opens_nothing_after(desk, dev, ben):
    client = desk(ben)
    suspend_unused_of(ben)
    desk(dev).post(let_in(ben))
    assert client.get(TEAM).status_code == 302


@pytest.mark.parametrize(("who", "status"), [("fay", 403), ("cat", 404), ("eve", 404), ("ada", 404)])
def test_nobody_else_lets_them_back_in(desk, assembly, asleep, who, status):
    client = desk(getattr(assembly, who))
    assert client.get(let_in(asleep)).status_code == client.post(let_in(asleep)).status_code == status
    asleep.refresh_from_db()
    assert not asleep.is_active


def test_who_is_disabled_for_another_reason_is_not_let_in(desk, dev, ben):
    User.objects.filter(pk=ben.pk).update(is_active=False)
    assert desk(dev).post(let_in(ben)).status_code == 404
    with pytest.raises(NotSuspended):
        let_back_in(user=ben, by=dev)


def works_also(user, office):
    with scoped(ALL):
        Membership.objects.create(office=office, user=user, role="caseworker", accepted_at=timezone.now())


def test_one_office_alone_does_not_let_in_somebody_of_two(desk, assembly, dev, ben):
    address = let_in(ben)
    works_also(ben, assembly.sister)
    suspend_unused_of(ben)
    assert "works for another office too" in desk(dev).post(address, follow=True).text
    ben.refresh_from_db()
    assert not ben.is_active
    assert len(written(Verb.ACCOUNT_SUSPENDED)) == 2  # each of the offices has it in its log
    boss = desk(factories.staff("Boss", is_administrator=True))
    assert "Ben" in boss.get(ADMINISTRATION).text
    boss.post(f"{ADMINISTRATION}people/{ben.uuid}/let-back-in/")
    ben.refresh_from_db()
    assert ben.is_active


def test_the_last_manager_is_not_locked_out_silently(desk, assembly, dev, sent_mail):
    boss = factories.staff("Boss", is_administrator=True)
    suspend_unused_of(dev)
    assert boss.email in {mail["To"] for mail in sent_mail()}
    client = desk(boss)
    assert "dev@staff.example" in client.get(ADMINISTRATION).text
    client.post(f"{ADMINISTRATION}people/{dev.uuid}/let-back-in/")
    dev.refresh_from_db()
    assert dev.is_active


def test_an_administrator_leaves_to_managers_what_is_theirs(desk, asleep):
    boss = desk(factories.staff("Boss", is_administrator=True))
    assert "Ben" not in boss.get(ADMINISTRATION).text
    assert boss.post(f"{ADMINISTRATION}people/{asleep.uuid}/let-back-in/").status_code == 404


def test_the_work_of_a_suspended_person_can_be_ended(desk, dev, asleep):
    with scoped(ALL):
        membership = asleep.memberships.get()
    desk(dev).post(reverse("backoffice:membership_end", args=[membership.uuid]))
    membership.refresh_from_db()
    assert membership.ended_at is not None
    assert "Ben" not in desk(dev).get(TEAM).text
