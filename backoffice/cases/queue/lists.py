"""The saved views of the queue, each a link with its count, and the pages of a list."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Self

from django.db.models import Count, Q, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.cases.models import Case, RiskFlag
from casework.cases.models.alerts.contact_task import ContactTask
from casework.cases.models.queue.covering import covered_by
from casework.cases.models.queue.seen import new_to
from casework.cases.turns import Turn
from casework.offices.prepared import Prepared

PAGE_SIZE = 50
OPEN = Q(closed_at=None)


@dataclass(frozen=True)
class View:
    """A saved view of the cases of a person's offices."""

    slug: str
    name: str
    counted: bool = True

    def condition(self, user):
        return {
            "new": new_to(user),
            "open": OPEN,
            "mine": OPEN & Q(assignee=user.pk),
            "covering": covered_by(user),
            "no-ones": OPEN & Q(assignee=None),
            "contact-tasks": Q(pk__in=ContactTask.objects.in_offices_of(user).open().values("case")),
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
        """Return the condition for rows that come after `place` in this view's order.

        `pk` is the key of the row at that place; if it is None, rows that are otherwise equal are included.
        """
        if self.slug == "closed":
            alike = Q(closed_at=place.moment, pk__lt=pk) if pk else Q(closed_at=place.moment)
            return Q(closed_at__lt=place.moment) | alike
        alike = Q(waiting_since=place.moment, pk__gt=pk) if pk else Q(waiting_since=place.moment)
        same_date = Q(next_on=place.day) & (Q(waiting_since__gt=place.moment) | alike)
        if place.day is None:
            return same_date
        return same_date | Q(next_on__gt=place.day) | Q(next_on=None)

    def before(self, place, pk):
        """Return the condition for rows that come before `place`, where the row with the key `pk` stands."""
        if self.slug == "closed":
            return Q(closed_at__gt=place.moment) | Q(closed_at=place.moment, pk__gt=pk)
        alike = Q(waiting_since=place.moment, pk__lt=pk)
        same_date = Q(next_on=place.day) & (Q(waiting_since__lt=place.moment) | alike)
        return same_date | (Q(next_on__isnull=False) if place.day is None else Q(next_on__lt=place.day))


@dataclass(frozen=True)
class Place:
    """The place of a row when its page was shown. The next page continues there, even if the row has moved since."""

    reference: str
    day: date | None  # its next date, where the list goes by that
    moment: datetime  # since when it waits, or when it was closed

    def __str__(self):
        return "~".join([self.reference, str(self.day or ""), self.moment.isoformat()])

    @classmethod
    def read(cls, text: str) -> Self | None:
        """Return the place in a query string, or None."""
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
    View("new", _("New to you")),
    View("open", _("All open")),
    View("mine", _("Mine")),
    View("covering", _("Covering"), counted=False),
    View("no-ones", _("No one’s")),
    View("third-party", _("Waiting on a third party")),
    View("contact-tasks", _("Phone or letter needed")),
    View("closed", _("Closed"), counted=False),
]


BY_SLUG = {view.slug: view for view in VIEWS}


def chosen_view(slug):
    """Return the view in the query string, by default all open cases."""
    return BY_SLUG.get(slug, BY_SLUG["open"])


def counts(user):
    """Return how many cases each view has, and whether any has an unsettled risk ("risks")."""
    known = {name: numbers for name, *numbers in NUMBERS.rows(user)}
    found = {view.slug: 0 for view in VIEWS if view.counted}
    found |= dict(zip((view.slug for view in OF_OPEN), known.get("open", ()), strict=False))
    if "contact-tasks" in known:
        [(found["contact-tasks"],)] = TO_CONTACT.rows(user, now=timezone.now())
    return found | {"risks": "risks" in known}


def _to_contact(user, *, now):
    tasks = ContactTask.objects.in_offices_of(user).open(now).order_by().values(every=Value(1))
    return tasks.values_list(Count("case", distinct=True))


TO_CONTACT = Prepared(_to_contact)
OF_OPEN = [view for view in VIEWS if view.counted and view.slug != "contact-tasks"]


def _numbers(person):
    """Return a row with the numbers of open cases, and a row for each rare view that has any."""
    columns = {view.slug: Count("pk", filter=view.condition(person)) for view in OF_OPEN}
    cases = Case.objects.in_offices_of(person).open().order_by().values(named=Value("open"))
    nothing = [Value(0)] * len(columns)
    tasks = ContactTask.objects.in_offices_of(person).filter(done_at=None).order_by()
    risks = RiskFlag.objects.in_offices_of(person).unsettled().order_by()
    rare = [tasks.values_list(Value("contact-tasks"), *nothing), risks.values_list(Value("risks"), *nothing)]
    return cases.annotate(**columns).values_list("named", *columns).union(*rare).order_by()


NUMBERS = Prepared(_numbers)


@dataclass(frozen=True)
class Page:
    cases: list
    next: str = ""  # the place to go on after
    goes_on: bool = False  # it is not the first page
    restarted: bool = False  # it is the first page, because the address names no place to go on after


def following(cases, place, *, view, user):
    """Return those of `cases` that follow a place of this view's order, or all of them if there is no place."""
    if place is None:
        return cases
    stood = Case.objects.in_offices_of(user).filter(reference=place.reference)
    return cases.filter(view.after(place, stood.values_list("pk", flat=True).first()))


def page_after(cases, *, view, after, user):
    """Return fifty of `cases` that follow the place `after`, or the first fifty. Paging by key leaves none out."""
    place = Place.read(after)
    rest = following(cases, place, view=view, user=user)
    page = page_of(list(rows_of_page(cases, rest, view=view)), view=view)
    return replace(page, goes_on=place is not None, restarted=bool(after) and place is None)


def rows_of_page(cases, rest, *, view):
    """Return the rows of a page, and one more if there is another page: the first of `rest`, which are of `cases`.

    Which cases stand on the page is decided by their keys alone: without this PostgreSQL joins what rows show to
    every case of the office first.
    """
    keys = view.sorted(rest).values("pk")[: PAGE_SIZE + 1]
    return view.sorted(cases.filter(pk__in=keys))


def page_of(rows, *, view):
    """Return the first page with these rows."""
    further = len(rows) > PAGE_SIZE
    return Page(cases=rows[:PAGE_SIZE], next=str(view.place_of(rows[PAGE_SIZE - 1])) if further else "")
