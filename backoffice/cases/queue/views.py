"""The first page of the back office, and the queue."""

from functools import cache, partial
from urllib.parse import urlencode

from django.contrib.messages import get_messages
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe

from backoffice.access import (
    my_offices_now,
    office_staff_only,
)
from backoffice.cases.case.case_status import flagged
from backoffice.cases.safety.risks import SHOWN, groups_of
from backoffice.dates import a_working_day_ago
from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.cases.models import Case
from casework.offices.prepared import Prepared

from .columns import columns_of, tags_in_words
from .filters import CaseFilter
from .lists import VIEWS, counts
from .live import rows_mark
from .rows import name_next_rows, rows_of
from .shown import cases_of, shown_page, without_risks
from .sorting import chosen_order, headings, sort_of

LEFT_ALONE_SHOWN = 5


@require_safe
def home(request):
    """Redirect each person to their first page: my day, the administration, or the editors' pages."""
    if my_offices_now(request):
        return redirect("backoffice:my_day")
    if request.user.is_administrator:
        return redirect("backoffice:administration")
    if request.user.has_perm("wagtailadmin.access_admin"):
        return redirect("wagtailadmin_home")
    return redirect("backoffice:invitations")


@require_safe
@office_staff_only
def case_list(request):
    view = chosen_order(request.GET, request.user)
    filters = CaseFilter(request.GET, user=request.user)
    columns = columns_of(request.user)
    held = counts(request.user)
    flags = flagged(request.user) if held["risks"] else []
    plain = not filters.wanted() and not sort_of(view)

    @cache
    def cases():
        visible = filters.apply(cases_of(request.user, view, columns))
        return without_risks(visible, request.user) if flags else visible

    page = shown_page(request, cases, view=view, columns=columns, plain=plain, risks=bool(flags))
    tags_in_words(page.cases)
    note_look(request, view, filters)

    def unsorted(**query):
        return f"{reverse('backoffice:case_list')}?{urlencode({'view': view.slug} | query)}"

    def address(**query):
        return unsorted(**sort_of(view) | query)

    chips = list(filters.chips(address))
    known = held[view.slug] if view.counted and not chips else None
    if known and flags:
        at_risk = [flag.case_id for flag in flags]
        known -= (
            Case.objects.in_offices_of(request.user)
            .filter(view.condition(request.user), pk__in=at_risk)
            .count()
        )
    offices = my_offices_now(request)
    name_next_rows(page.cases)
    wanted_row = request.GET.get("next", "")
    next_row = wanted_row if any(case.reference == wanted_row for case in page.cases) else ""
    first_page = "after" not in request.GET
    here = address(**filters.wanted()).removeprefix(reverse("backoffice:case_list"))
    from_here = "?" + urlencode({"list": here})
    context = {
        "mark": rows_mark((case.reference, case.version) for case in page.cases),
        "next_row": next_row,
        "news": held["new"] if first_page else 0,
        "left_alone": left_alone(request.user) if first_page and held["no-ones"] else [],
        "view": view,
        "views": [(each, held.get(each.slug)) for each in VIEWS],
        "saved": filters.saved,
        "filters": filters,
        "chips": chips,
        "total": total(page, cases, known),
        "page": page,
        "headings": list(headings(view, partial(unsorted, **filters.wanted()), columns)),
        "sort": sort_of(view).get("sort", ""),
        "at_risk": bool(flags),
        "flagged": flags,
        "risk_groups": [] if "after" in request.GET else groups_of(flags)[:SHOWN],
        "next": address(**filters.wanted(), after=page.next) if page.next else "",
        "here": here,
        "from_here": from_here,
        "working_offices": any(office.worked for office in offices),
        "several_offices": len(offices) > 1,
        "rows": rows_of(
            page.cases,
            columns=columns,
            from_here=from_here,
            offices=offices,
            next_row=next_row,
            result=what_was_done(request) if next_row else "",
        ),
    }
    return render(request, "backoffice/cases/queue/list.html", context)


def what_was_done(request):
    """Return what a page says about an act, as HTML; empty if there is nothing to say."""
    return render_to_string("backoffice/_result.html", request=request) if get_messages(request) else ""


def _left_alone(user, *, since):
    cases = Case.objects.in_offices_of(user).unassigned_before(since)
    return cases.for_queue().order_by("since", "pk")[:LEFT_ALONE_SHOWN]


LEFT_ALONE = Prepared(_left_alone)


def left_alone(user):
    """Return the cases that no one has had for a working day, the longest first."""
    return LEFT_ALONE.rows(user, since=a_working_day_ago())


def note_look(request, view, filters):
    """Log for each office which list was seen and the kind of search, never the words searched for."""
    note_list_read(request, view.slug, filters=",".join(sorted(filters.wanted())))


def note_list_read(request, view, **detail):
    """Log for each office of this person that a list of its cases was shown."""
    for office in my_offices_now(request):
        record(Verb.LIST_READ, by=request.user, office=office.pk, view=view, **detail)


def total(page, cases, known):
    """Return the length of a list. It is counted only if neither the page nor its view says it (`known`)."""
    if not page.goes_on and not page.next:
        return len(page.cases)
    return cases().count() if known is None else known
