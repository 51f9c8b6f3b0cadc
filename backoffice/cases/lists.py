"""The saved views of the queue, each a link with its count, and the pages of a list."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Self

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from casework.cases.hand_tasks import HandTask
from casework.cases.models import Case, RiskFlag
from casework.cases.turns import Turn

PAGE_SIZE = 50
OPEN = Q(closed_at=None)
PLACED = ["pk", "reference", "next_on", "waiting_since", "closed_at"]


@dataclass(frozen=True)
class View:
    """One way to look at the cases of one's offices."""

    slug: str
    name: str
    counted: bool = True

    def condition(self, user):
        return {
            "open": OPEN,
            "mine": OPEN & Q(assignee=user.pk),
            "no-ones": OPEN & Q(assignee=None),
            "by-hand": Q(pk__in=HandTask.objects.in_offices_of(user).open().values("case")),
            "third-party": OPEN & Q(turn=Turn.THIRD_PARTY),
            "closed": ~OPEN,
        }[self.slug]

    def sorted(self, cases):
        return cases.latest_closed_first() if self.slug == "closed" else cases.soonest_first()

    def place_of(self, case):
        if self.slug == "closed":
            return Place(case.reference, None, case.closed_at)
        return Place(case.reference, case.next_on, case.waiting_since)

    def after(self, place, pk):
        """The condition for rows that come after `place` in this view's order. `pk` is that of the row that stood
        there; if nobody knows it (None), rows that are otherwise like it are shown rather than left out."""
        if self.slug == "closed":
            alike = Q(closed_at=place.moment, pk__lt=pk) if pk else Q(closed_at=place.moment)
            return Q(closed_at__lt=place.moment) | alike
        alike = Q(waiting_since=place.moment, pk__gt=pk) if pk else Q(waiting_since=place.moment)
        same_date = Q(next_on=place.day) & (Q(waiting_since__gt=place.moment) | alike)
        if place.day is None:
            return same_date
        return same_date | Q(next_on__gt=place.day) | Q(next_on=None)


@dataclass(frozen=True)
class Place:
    """Where a row stood when its page was shown. It may have moved since, because somebody worked on it; the next page
    goes on from here all the same."""

    reference: str
    day: date | None  # its next date, where the list goes by that
    moment: datetime  # since when it waits, or when it was closed

    def __str__(self):
        return "~".join([self.reference, str(self.day or ""), self.moment.isoformat()])

    @classmethod
    def read(cls, text: str) -> Self | None:
        """The place that an address names, or None if it names none."""
        try:
            reference, day, moment = text.replace("\0", "").split("~")
            return cls(
                reference,
                date.fromisoformat(day) if day else None,
                datetime.fromisoformat(moment).astimezone(UTC),
            )
        except (ValueError, OverflowError):
            return None


VIEWS = [
    View("open", _("All open")),
    View("mine", _("Mine")),
    View("no-ones", _("No one’s")),
    View("third-party", _("Waiting on a third party")),
    View("by-hand", _("To call or write to")),
    View("closed", _("Closed"), counted=False),
]


def chosen_view(slug):
    """The view that an address names; all open cases if it names none."""
    return next((view for view in VIEWS if view.slug == slug), VIEWS[0])


def counts(user):
    """How many cases each view holds, and how many have a risk that is not settled ("risks"), in one query."""
    wanted = {
        view.slug.replace("-", "_"): Count("pk", filter=view.condition(user))
        for view in VIEWS
        if view.counted
    }
    at_risk = Q(pk__in=RiskFlag.objects.in_offices_of(user).unsettled().values("case"))
    found = Case.objects.in_offices_of(user).aggregate(**wanted, risks=Count("pk", filter=at_risk))
    return {name.replace("_", "-"): count for name, count in found.items()}


@dataclass(frozen=True)
class Page:
    cases: list
    next: str = ""  # the place to go on after
    goes_on: bool = False  # it is not the first page
    restarted: bool = False  # it is the first page, because the address names no place to go on after


def page_after(cases, *, view, after, user):
    """Fifty of `cases` that follow the place `after`, or the first fifty: by key, so that none goes missing between."""
    place = Place.read(after)
    rest = cases
    if place:
        stood = Case.objects.in_offices_of(user).filter(reference=place.reference)
        pk = stood.values_list("pk", flat=True).first()
        rest = cases.filter(view.after(place, pk))
    # Which cases stand on the page is asked of the cases alone, and what their rows show of these and no others: in
    # one query PostgreSQL joins every case of the office first.
    keys = list(view.sorted(rest).values_list(*PLACED, named=True)[: PAGE_SIZE + 1])
    shown = cases.in_bulk([key.pk for key in keys[:PAGE_SIZE]])
    return Page(
        cases=[shown[key.pk] for key in keys[:PAGE_SIZE] if key.pk in shown],
        next=str(view.place_of(keys[PAGE_SIZE - 1])) if len(keys) > PAGE_SIZE else "",
        goes_on=place is not None,
        restarted=bool(after) and place is None,
    )
