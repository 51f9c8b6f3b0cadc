"""Members and groups, from the offices' dated facts. Editors write the words around them and nothing about anyone."""

from django.conf import settings
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from wagtail.contrib.routable_page.models import RoutablePageMixin, path

from casework.offices.models import Group, Member
from casework.offices.seats import all_seats, draw_order, seat_of

from .base import SitePage, no_store
from .privacy import PrivacyPage

FACTS_KEPT_FOR = 5 * 60  # seconds: whoever left this morning is gone from the page


class MembersPage(RoutablePageMixin, SitePage):
    """All Members in an order drawn for each visit, one page for each of them and one for each group.

    The facts stand once, in the offices. Every Member has the same page: text alone, no picture, no colour.
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
            "terms": _begun(member.terms.select_related("area")),
            "memberships": _begun(member.group_memberships.select_related("group")),
        }
        response = self.render(request, template="cms/member.html", context_overrides=context | _words())
        response.kept_for = FACTS_KEPT_FOR
        return response


def _begun(rows: QuerySet) -> QuerySet:
    """What holds or held, latest first. What is only agreed for a later day is not public yet."""
    return rows.filter(starts_on__lte=timezone.localdate()).order_by("-starts_on", "-pk")


def _words() -> dict[str, object]:
    return {"place": settings.PLACE_NAME, "whole_seat": settings.WHOLE_PLACE_SEAT}
