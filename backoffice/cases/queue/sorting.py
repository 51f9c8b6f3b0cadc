"""The queue sorted by another column than the next date. An address names the column, such as `sort=-from`."""

from dataclasses import dataclass
from datetime import date

from django.db.models import CharField, F, Q, Subquery, Value
from django.db.models.functions import Coalesce, Lower, NullIf
from django.db.models.lookups import Exact, GreaterThan, LessThan
from django.utils.translation import gettext_lazy as _

from casework.cases.models import Case
from casework.cases.models.deadlines.deadline import soonest_deadline
from casework.cases.models.queue.tag import first_tag
from casework.constituents.languages import language_read

from .lists import Place, View, chosen_view


def _text(*fields):
    """The first of these that is not empty, in small letters; empty if all are."""
    filled = [NullIf(F(name), Value("")) for name in fields]
    return Lower(Coalesce(*filled, Value(""), output_field=CharField()))


# In the order of the table. The next date is the list's own order.
COLUMNS = {
    "case": (_("Case"), _text("subject")),
    "reference": (_("Reference"), F("reference")),
    "from": (_("From"), _text("constituent__name")),
    "topic": (_("Topic"), _text("topic__name")),
    "borough": (_("Borough"), _text("borough__name")),
    "member": (_("Member"), _text("member__name")),
    "channel": (_("Channel"), _text("channel__name")),
    "language": (_("Language"), Lower(language_read())),
    "tags": (_("Tags"), Lower(Coalesce(first_tag(), Value(""), output_field=CharField()))),
    "turn": (_("Turn"), _text("turn")),
    "since": (_("Since"), F("waiting_since")),
    "next": (_("Next date"), None),
    "deadline": (_("Deadline"), Coalesce(soonest_deadline("by"), Value(date.max))),
    "owner": (_("Owner"), _text("assignee__name", "assignee__email")),
}


@dataclass(frozen=True)
class Sorted:
    """A view of the queue in the order of one column. The next page starts after the current place of a row."""

    view: View
    column: str
    descending: bool
    user: object

    @property
    def slug(self):
        return self.view.slug

    @property
    def name(self):
        return self.view.name

    @property
    def counted(self):
        return self.view.counted

    @property
    def key(self):
        return COLUMNS[self.column][1]

    def condition(self, user):
        return self.view.condition(user)

    def sorted(self, cases):
        # As an annotation: a subquery in an order by keeps the alias of its table wherever the rows are used.
        rows = cases.annotate(sorted_by=self.key)
        return rows.order_by("-sorted_by", "-pk") if self.descending else rows.order_by("sorted_by", "pk")

    def place_of(self, case):
        return Place(case.reference, None, case.waiting_since)

    def after(self, place, pk):
        return self._beyond(pk, down=self.descending)

    def before(self, place, pk):
        return self._beyond(pk, down=not self.descending)

    def _beyond(self, pk, *, down):
        """The rows on one side of the row with this key; all rows if nobody knows it."""
        if pk is None:
            return Q()
        there = Subquery(Case.objects.in_offices_of(self.user).filter(pk=pk).order_by().values_list(self.key))
        further = LessThan(self.key, there) if down else GreaterThan(self.key, there)
        return Q(further) | Q(Exact(self.key, there)) & (Q(pk__lt=pk) if down else Q(pk__gt=pk))


def chosen_order(asked, user):
    """The view that an address names, in the order that it names; in its own order if it names none."""
    view, sort = chosen_view(asked.get("view")), asked.get("sort", "")
    column = sort.removeprefix("-")
    if column not in COLUMNS or COLUMNS[column][1] is None:
        return view
    return Sorted(view, column, sort.startswith("-"), user)


def sort_of(order):
    """The order as an address names it; nothing for a view's own."""
    if not isinstance(order, Sorted):
        return {}
    return {"sort": f"-{order.column}" if order.descending else order.column}


def headings(order, address, columns):
    """The heads of the table: their words, the address that sorts by them, and which way they sort now."""
    for column in columns:
        words, key = COLUMNS[column]
        now = ""
        if isinstance(order, Sorted) and order.column == column:
            now = "descending" if order.descending else "ascending"
        elif key is None and not isinstance(order, Sorted) and order.slug != "closed":
            now = "ascending"
        sort = {} if key is None else {"sort": f"-{column}" if now == "ascending" else column}
        yield {"words": words, "url": address(**sort), "now": now}
