"""The rows of the queue as HTML. Jinja2 renders them, because fifty rows are most of the page (ADR 43)."""

from itertools import zip_longest

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from backoffice.templatetags import desk
from ui.templatetags.ui import tag

from .sorting import COLUMNS

TEMPLATE = "backoffice/cases/queue/_rows.jinja"


def rows_of(cases, *, columns, offices, from_here, next_row="", result="") -> SafeString:
    """Return the rows of `cases` with these columns, in this order.

    Where the person works, rows can be ticked and taken; `offices` are all of theirs. `from_here` is the query string
    that leads back to this list. `result`, HTML, stands above the row whose reference is `next_row`.
    """
    if not cases:
        return SafeString()
    context = {
        "cases": cases,
        "columns": columns,
        "from_here": from_here,
        "working_offices": {office.pk for office in offices if office.worked},
        "several_offices": len(offices) > 1,
        "next_row": next_row,
        "result": result,
        "new": {case.pk for case in cases if case.is_new},
        **words(),
        **addresses(cases),
        **WRITTEN,
    }
    return mark_safe(render_to_string(TEMPLATE, context, using="jinja2"))  # noqa: S308  the template escapes


# How values are written.
WRITTEN = {
    "turn_mark": desk.turn_mark,
    "since": desk.since,
    "is_late": desk.is_late,
    "next_date": desk.next_date,
    "soonest_deadline": desk.soonest_deadline,
}


def words():
    """Return what rows say beside their values, looked up once for all of them."""
    labels = {column: str(label) for column, (label, _key) in COLUMNS.items()}
    further = {"assign": _("Assign to me"), "no_one": _("No one"), "tick": _("Tick")}
    return {
        "words": labels | further,
        "safe_tag": tag(_("Safe contact")),
        "new_tag": tag(_("New"), "our-turn"),
    }


def addresses(cases):
    """Return functions from a reference to an address. `reverse` is called once for all rows."""
    some = cases[0].reference

    def address_of(name):
        before, after = reverse(name, args=[some]).split(some)
        return lambda reference: f"{before}{reference}{after}"

    return {
        "case_url": address_of("backoffice:case_detail"),
        "assign_url": address_of("backoffice:assign_to_self"),
    }


def name_next_rows(cases):
    """Tell each case the reference of the row below it, where the focus goes once the case is taken."""
    for case, following in zip_longest(cases, cases[1:]):
        case.next_row = following.reference if following else ""
