"""Tests of the pages of Members and groups."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from casework.offices.models import GroupMembership, Term
from casework.wall.scope import ALL, scoped
from cms import page_cache
from tests import factories


def get_page(client, path):
    return client.get(path).content.decode()


def test_members_page_lists_all_and_each_has_a_page(client, site):
    everyone = get_page(client, "/members/")
    assert site.member.name in everyone
    assert site.rival_member.name in everyone
    page = get_page(client, f"/members/{site.member.slug}/")
    assert "City and East" in page
    assert "Labour" in page
    assert f"?member={site.member.slug}" in page


def test_former_member_is_not_listed_and_has_no_contact_link(client, site):
    Term.objects.filter(member=site.member).update(ends_on=timezone.localdate())
    page_cache.clear_pages()
    page = get_page(client, f"/members/{site.member.slug}/")
    assert "No longer a Member" in page
    assert "?member=" not in page
    assert site.member.name not in get_page(client, "/members/")


def test_member_who_changed_group_is_listed_in_the_current_one(client, site):
    today = timezone.localdate()
    GroupMembership.objects.filter(member=site.member).update(ends_on=today)
    GroupMembership.objects.create(member=site.member, group=site.rival.group, starts_on=today)
    page_cache.clear_pages()
    assert site.member.name not in get_page(client, "/members/groups/labour/")
    assert site.member.name in get_page(client, "/members/groups/conservative/")


def test_future_group_membership_is_not_shown(client, site):
    tomorrow = timezone.localdate() + timedelta(days=1)
    GroupMembership.objects.filter(member=site.member).update(ends_on=tomorrow)
    GroupMembership.objects.create(member=site.member, group=site.rival.group, starts_on=tomorrow)
    page_cache.clear_pages()
    assert "Conservative" not in get_page(client, f"/members/{site.member.slug}/")


def test_member_pages_have_the_same_layout(client, site):
    """Compare the tags and classes of two pages."""
    with scoped(ALL):
        other = factories.member("Second Person", office=site.rival)
    layouts = set()
    for member in (site.rival_member, other):
        page = get_page(client, f"/members/{member.slug}/")
        main = page[page.index("<main") : page.index("</main>")]
        assert "<img" not in main
        assert "style=" not in main
        layouts.add(tuple(re.findall(r"<(\w+)(?: class=\"([^\"]*)\")?", main)))
    assert len(layouts) == 1


def test_members_are_listed_in_random_order(client, site):
    with scoped(ALL):
        for number in range(6):
            factories.member(f"Person {number}", office=site.office)
    orders = {tuple(re.findall(r"/members/(person-\d)/", get_page(client, "/members/"))) for _ in range(8)}
    assert len(orders) > 1


@pytest.mark.parametrize("path", ["/members/nobody/", "/members/groups/none/", "/members/groups/"])
def test_unknown_member_or_group_returns_404(client, site, path):
    assert client.get(path).status_code == 404


def test_members_page_query_count_is_constant(client, site, django_assert_num_queries):
    client.get("/members/")
    with CaptureQueriesContext(connection) as few:
        client.get("/members/")
    with scoped(ALL):
        for number in range(5):
            factories.member(f"Person {number}", office=site.office)
    with django_assert_num_queries(len(few)):
        client.get("/members/")
