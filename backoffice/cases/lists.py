"""The saved views of the queue, each a link with its count, and the pages of a list."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from casework.cases.hand_tasks import HandTask
from casework.cases.models import Case, RiskFlag
from casework.cases.turns import Turn

PAGE_SIZE = 50
OPEN = Q(closed_at=None)


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

    def after(self, case):
        """The condition for rows that come after `case` in this view's order."""
        if self.slug == "closed":
            return Q(closed_at__lt=case.closed_at) | Q(closed_at=case.closed_at, pk__lt=case.pk)
        same_date = Q(next_on=case.next_on) & (
            Q(waiting_since__gt=case.waiting_since) | Q(waiting_since=case.waiting_since, pk__gt=case.pk)
        )
        if case.next_on is None:
            return same_date
        return same_date | Q(next_on__gt=case.next_on) | Q(next_on=None)


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
    next: str = ""  # the reference to go on after
    restarted: bool = False  # the case to go on after is no longer in this list


def page_after(cases, *, view, after):
    """Fifty cases from the one that follows `after`, a reference: a key, so rows neither repeat nor go missing."""
    last = cases.filter(reference=after).first() if after and "\0" not in after else None
    rest = cases.filter(view.after(last)) if last else cases
    # Which cases stand on the page is asked of the cases alone, and what their rows show of these and no others: in
    # one query PostgreSQL joins every case of the office first.
    keys = list(view.sorted(rest).values_list("pk", flat=True)[: PAGE_SIZE + 1])
    rows = list(view.sorted(cases.filter(pk__in=keys[:PAGE_SIZE])))
    more = len(keys) > PAGE_SIZE
    return Page(cases=rows, next=rows[-1].reference if more else "", restarted=bool(after) and last is None)
