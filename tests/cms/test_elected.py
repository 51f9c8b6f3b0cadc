"""Pages of Members and groups: the offices' facts of today, the same page for each."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from casework.offices.models import GroupMembership, Term
from casework.scope import ALL, scoped
from cms import keeping
from tests import factories


def shown(client, path):
    return client.get(path).content.decode()


def test_a_page_for_all_members_and_one_for_each(client, site):
    everyone = shown(client, "/members/")
    assert site.member.name in everyone
    assert site.rival_member.name in everyone
    page = shown(client, f"/members/{site.member.slug}/")
    assert "City and East" in page
    assert "Labour" in page
    assert f"?member={site.member.slug}" in page


def test_a_member_who_left_is_said_to_have_left(client, site):
    Term.objects.filter(member=site.member).update(ends_on=timezone.localdate())
    keeping.forget_pages()
    page = shown(client, f"/members/{site.member.slug}/")
    assert "No longer a Member" in page
    assert "?member=" not in page
    assert site.member.name not in shown(client, "/members/")


def test_a_member_who_changes_group_stands_in_the_one_of_today(client, site):
    today = timezone.localdate()
    GroupMembership.objects.filter(member=site.member).update(ends_on=today)
    GroupMembership.objects.create(member=site.member, group=site.rival.group, starts_on=today)
    keeping.forget_pages()
    assert site.member.name not in shown(client, "/members/groups/labour/")
    assert site.member.name in shown(client, "/members/groups/conservative/")


def test_what_is_agreed_for_a_later_day_is_not_told(client, site):
    tomorrow = timezone.localdate() + timedelta(days=1)
    GroupMembership.objects.filter(member=site.member).update(ends_on=tomorrow)
    GroupMembership.objects.create(member=site.member, group=site.rival.group, starts_on=tomorrow)
    keeping.forget_pages()
    assert "Conservative" not in shown(client, f"/members/{site.member.slug}/")


def test_every_member_has_the_same_page(client, site):
    """But for the facts: no picture, no colour, nothing more for one than for another."""
    with scoped(ALL):
        other = factories.member("Second Person", office=site.rival)
    bones = set()
    for member in (site.rival_member, other):
        page = shown(client, f"/members/{member.slug}/")
        main = page[page.index("<main") : page.index("</main>")]
        assert "<img" not in main
        assert "style=" not in main
        bones.add(tuple(re.findall(r"<(\w+)(?: class=\"([^\"]*)\")?", main)))
    assert len(bones) == 1


def test_the_order_is_drawn_for_each_visit(client, site):
    with scoped(ALL):
        for number in range(6):
            factories.member(f"Person {number}", office=site.office)
    orders = {tuple(re.findall(r"/members/(person-\d)/", shown(client, "/members/"))) for _visit in range(8)}
    assert len(orders) > 1


@pytest.mark.parametrize("path", ["/members/nobody/", "/members/groups/none/", "/members/groups/"])
def test_nobody_is_made_up(client, site, path):
    assert client.get(path).status_code == 404


def test_a_list_of_all_asks_the_same_however_many_sit(client, site, django_assert_num_queries):
    client.get("/members/")
    with CaptureQueriesContext(connection) as few:
        client.get("/members/")
    with scoped(ALL):
        for number in range(5):
            factories.member(f"Person {number}", office=site.office)
    with django_assert_num_queries(len(few)):
        client.get("/members/")
