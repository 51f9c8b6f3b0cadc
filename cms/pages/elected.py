"""Pages of Members and groups, from the offices' dated data. Editors only write the text around them."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from wagtail.contrib.routable_page.models import RoutablePageMixin, path

from body.current import current_body
from casework.offices.models import Group, Member
from casework.offices.seats import all_seats, draw_order, seat_of

from .base import SitePage, no_store
from .privacy import PrivacyPage

FACTS_CACHE_SECONDS = 5 * 60  # so that a Member who left is removed within minutes


class MembersPage(RoutablePageMixin, SitePage):
    """All Members in random order, one page for each Member and one for each group.

    Every Member has the same layout, with text only.
    """

    held_for = "site"

    max_count = 1
    asks_use = False
    template = "cms/members.html"

    @path("")
    def everyone(self, request):
        seats = draw_order(all_seats())
        groups = draw_order({seat.group for seat in seats if seat.group})
        return no_store(self.render(request, context_overrides={"seats": seats, "groups": groups} | _words()))

    @path("groups/<slug:group>/")
    def group(self, request, group):
        group = get_object_or_404(Group, slug=group)
        seats = draw_order(seat for seat in all_seats() if seat.group == group)
        context = {"group": group, "seats": seats} | _words()
        return no_store(self.render(request, template="cms/group.html", context_overrides=context))

    @path("<slug:member>/")
    def member(self, request, member):
        member = get_object_or_404(Member, slug=member)
        context = {
            "member": member,
            "seat": seat_of(member),
            "privacy_page": PrivacyPage.objects.live().first(),
            "terms": _started(member.terms.select_related("area")),
            "memberships": _started(member.group_memberships.select_related("group")),
        }
        response = self.render(request, template="cms/member.html", context_overrides=context | _words())
        response.cache_seconds = FACTS_CACHE_SECONDS
        return response


def _started(rows: QuerySet) -> QuerySet:
    """Return the rows that have started, latest first. Future ones are not public yet."""
    return rows.filter(starts_on__lte=timezone.localdate()).order_by("-starts_on", "-pk")


def _words() -> dict[str, object]:
    body = current_body()
    return {"place": body.place, "whole_seat": body.whole_seat}
