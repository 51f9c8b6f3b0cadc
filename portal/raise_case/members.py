"""The Members a person can write to."""

import random
from dataclasses import dataclass

from django.utils.translation import gettext as _

from body.current import current_body
from casework.offices.models import Member, Office
from casework.offices.seats import draw_order, seat_of, seats_for
from casework.places.models import Borough
from casework.questionnaires.answer_texts import Place


@dataclass(frozen=True)
class Choice:
    """A Member, with the reason why this person can choose them."""

    slug: str
    name: str
    reason: str
    office: Office


def members_to_choose(*, borough, draw):
    """Return the Member for this borough's area, then the others in random order.

    `draw` seeds the order, so that it stays the same for one submission. Members without an office are left
    out, because nobody would read the case.
    """
    seats = seats_for(borough.area if borough else None)
    first = [seats.for_area] if seats.for_area else []
    drawn = draw_order(seats.for_everyone, random.Random(str(draw)))  # noqa: S311  a draw, not a secret
    return [_choice(seat) for seat in (*first, *drawn) if seat.office]


def receiver_named(slug):
    """Return the Member with this slug as somebody to write to, or None if no office works for them."""
    member = Member.objects.filter(slug=slug).first()
    seat = seat_of(member) if member else None
    return _choice(seat) if seat and seat.office else None


def borough_offered(facts, submission):
    """Return the answer to the question of the place that the borough found before makes likely, or {}."""
    place = facts.get("place")
    slug = submission.borough_slug if submission else ""
    borough = Borough.objects.filter(slug=slug).first() if place and slug else None
    return {place: Place.BOROUGH.value, f"{place}_borough": borough.code} if borough else {}


def _choice(seat):
    if seat.area:
        reason = _("Member for %(area)s. Elected by the people who live there.") % {"area": seat.area}
    else:
        words = {"seat": current_body().whole_seat, "place": current_body().place}
        reason = _("%(seat)s Member. Elected by everyone who lives in %(place)s.") % words
    words = f"{reason} {seat.group}" if seat.group else reason
    return Choice(seat.member.slug, seat.member.name, words, seat.office)
