"""The cases that a list shows, and its page."""

from django.db.models import BooleanField, ExpressionWrapper

from casework.cases.models import Case, RiskFlag
from casework.cases.models.queue.seen import new_to
from casework.offices.prepared import Prepared

from .columns import FURTHER, with_columns
from .lists import BY_SLUG, page_after, page_of, rows_of_page

UNPREPARED = {"covering", "contact-tasks"}  # their conditions ask for the time


def cases_of(user, view, columns):
    """Return the cases of a view with what their rows show."""
    is_new = ExpressionWrapper(new_to(user), output_field=BooleanField())
    cases = Case.objects.in_offices_of(user).filter(view.condition(user)).for_queue()
    return with_columns(cases.annotate(is_new=is_new), columns)


def without_risks(cases, user):
    """Return `cases` without those that stand above every list because of a risk."""
    return cases.exclude(pk__in=RiskFlag.objects.in_offices_of(user).unsettled().values("case"))


def shown_page(request, cases, *, view, columns, plain, risks):
    """Return the page of `cases` that an address asks for. A `plain` list has no filters and its own order.

    `risks` says whether some case has an unsettled risk.
    """
    after = request.GET.get("after", "")
    if after or not plain or view.slug in UNPREPARED:
        return page_after(cases(), view=view, after=after, user=request.user)
    further = tuple(name for name in columns if name in FURTHER)
    return page_of(FIRST_ROWS.rows(request.user, view.slug, further, risks), view=view)


def _first_rows(user, slug, further, risks):
    view = BY_SLUG[slug]
    cases = cases_of(user, view, further)
    return rows_of_page(cases, without_risks(cases, user) if risks else cases, view=view)


FIRST_ROWS = Prepared(_first_rows)
