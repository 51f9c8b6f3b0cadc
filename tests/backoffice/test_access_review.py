"""The access review by managers."""

from datetime import timedelta

import pytest
from django.utils import timezone

from casework.audit.verbs import Verb
from casework.offices.access.invitations import invite
from casework.offices.access.review import REVIEW_EVERY, confirm_access, review_due
from casework.offices.models import Membership
from casework.wall.scope import ALL, scoped
from tests import factories
from tests.backoffice.entries import entries_with

REVIEW = "/office/team/review/"
TEAM = "/office/team/"


def people(response, number=0):
    return {str(row["user"]): row for row in response.context["reviews"][number]["people"]}


def confirm(client, page, **more):
    review = page.context["reviews"][0]
    slug = review["office"].slug
    seen = review["form"]["seen"].value()
    return client.post(REVIEW, {"office": slug, f"{slug}-seen": seen, f"{slug}-checked": "on"} | more)


def test_review_lists_everyone_with_access(desk, assembly, dev, office, ben):
    with scoped(ALL):
        ben.memberships.update(granted_by=dev)
    invite(office=office, email="gil@staff.example", role="caseworker", by=dev)
    client = desk(dev)
    page = client.get(REVIEW)
    rows = people(page)
    assert set(rows) == {"Ben", "Dev", "Fay"}
    assert (rows["Ben"]["granted_by"], rows["Dev"]["granted_by"]) == ("Dev", "The set-up")
    assert (rows["Dev"]["factors"], rows["Ben"]["factors"]) == (["app"], [])
    assert "gil@staff.example" in page.text
    assert "Gil" not in page.text


def test_review_shows_the_end_of_temporary_access(desk, dev, office):
    gus = factories.staff("Gus")
    now = timezone.now()
    with scoped(ALL):
        Membership.objects.create(
            office=office, user=gus, role="read-only", ended_at=now + timedelta(hours=2)
        )
    page = desk(dev).get(REVIEW)
    assert people(page)["Gus"]["membership"].ended_at is not None
    assert "until" in page.text


@pytest.mark.parametrize(("who", "status"), [("ben", 403), ("fay", 403), ("ada", 404)])
def test_review_is_refused_to_everyone_but_managers(desk, assembly, who, status):
    client = desk(getattr(assembly, who))
    assert client.get(REVIEW).status_code == client.post(REVIEW).status_code == status


def test_confirming_a_review_writes_an_entry(desk, dev, office):
    client = desk(dev)
    assert confirm(client, client.get(REVIEW)).status_code == 302
    [entry] = entries_with(Verb.ACCESS_REVIEWED)
    assert (entry.actor_id, entry.office_id, entry.detail) == (dev.pk, office.pk, {"people": 3})
    page = client.get(REVIEW)
    assert page.context["reviews"][0]["by"] == "Dev"
    assert "Last checked" in page.text


def test_review_without_the_tick_is_not_confirmed(desk, dev):
    client = desk(dev)
    assert confirm(client, client.get(REVIEW), **{"labour-east-checked": ""}).status_code == 422
    assert entries_with(Verb.ACCESS_REVIEWED) == []


def test_review_of_a_changed_list_is_not_confirmed(desk, dev, office):
    client = desk(dev)
    before = client.get(REVIEW)
    factories.staff("Gus", office=office)
    refused = confirm(client, before)
    assert refused.status_code == 422
    assert "It has changed since you opened it" in refused.text
    assert entries_with(Verb.ACCESS_REVIEWED) == []
    assert confirm(client, refused).status_code == 302


def test_manager_cannot_confirm_the_review_of_another_office(desk, assembly, dev):
    hal = factories.staff("Hal", office=assembly.rival, role=Membership.Role.MANAGER)
    theirs = desk(hal).get(REVIEW)
    assert confirm(desk(dev), theirs).status_code == 200
    assert entries_with(Verb.ACCESS_REVIEWED) == []


def test_review_is_due_every_90_days(assembly, dev, office):
    with scoped(ALL):
        assert not review_due(office)  # no membership is that old
        office.memberships.update(started_at=timezone.now() - REVIEW_EVERY)
        assert review_due(office)
        confirm_access(office=office, by=dev, people=3)
        assert not review_due(office)


def test_team_page_tells_managers_that_a_review_is_due(desk, dev, ben, office):
    with scoped(ALL):
        office.memberships.update(started_at=timezone.now() - REVIEW_EVERY)
    assert "No one has done so for 90 days" in desk(dev).get(TEAM).text
    assert "Check who has access" not in desk(ben).get(TEAM).text
