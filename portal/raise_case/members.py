"""The Members someone can write to."""

import random
from dataclasses import dataclass

from django.utils.translation import gettext as _

from casework.offices.models import GroupMembership, OfficeMember, Term, within_dates


@dataclass(frozen=True)
class Choice:
    """A Member with the reason why this person can choose them."""

    slug: str
    name: str
    reason: str


def members_to_choose(*, borough, draw):
    """The Member for this borough's area, then those for the whole body in an order drawn for this submission.

    Only Members whom an office works for today: nobody else would read the case.
    """
    terms = Term.objects.filter(within_dates(), member__in=_with_an_office()).select_related("member", "area")
    groups = dict(GroupMembership.objects.filter(within_dates()).values_list("member", "group__name"))
    area = [term for term in terms if borough and term.area_id == borough.area_id]
    everywhere = sorted((term for term in terms if term.area_id is None), key=lambda term: term.member.slug)
    random.Random(str(draw)).shuffle(everywhere)  # noqa: S311  neutral for all, the same again for one person
    return [_choice(term, groups) for term in (*area, *everywhere)]


def _with_an_office():
    return OfficeMember.objects.filter(within_dates()).values("member")


def _choice(term, groups):
    if term.area:
        reason = _("Member for %(area)s. Elected by the people who live there.") % {"area": term.area}
    else:
        reason = _("London-wide Member. Elected by all Londoners.")
    group = groups.get(term.member_id)
    return Choice(term.member.slug, term.member.name, f"{reason} {group}" if group else reason)
