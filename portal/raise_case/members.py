"""The Members someone can write to."""

import random
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from casework.offices.models import Office
from casework.offices.seats import draw_order, seats_for


@dataclass(frozen=True)
class Choice:
    """A Member with the reason why this person can choose them."""

    slug: str
    name: str
    reason: str
    office: Office


def members_to_choose(*, borough, draw):
    """The Member for this borough's area, then those for everyone in an order drawn for this submission.

    The draw stays the same while one person fills in the form, so that a page shown again reads as before. Members
    whom no office works for are left out: nobody would read the case.
    """
    seats = seats_for(borough.area if borough else None)
    first = [seats.for_area] if seats.for_area else []
    drawn = draw_order(seats.for_everyone, random.Random(str(draw)))  # noqa: S311  a draw, not a secret
    return [_choice(seat) for seat in (*first, *drawn) if seat.office]


def _choice(seat):
    if seat.area:
        reason = _("Member for %(area)s. Elected by the people who live there.") % {"area": seat.area}
    else:
        words = {"seat": settings.WHOLE_PLACE_SEAT, "place": settings.PLACE_NAME}
        reason = _("%(seat)s Member. Elected by everyone who lives in %(place)s.") % words
    words = f"{reason} {seat.group}" if seat.group else reason
    return Choice(seat.member.slug, seat.member.name, words, seat.office)
