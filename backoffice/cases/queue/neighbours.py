"""The list from which a case was opened: the case before it, the case after it, and the way back."""

from dataclasses import dataclass

from django.http import QueryDict

from casework.cases.models import Case

from .filters import CaseFilter
from .sorting import chosen_order

LONGEST = 1000


@dataclass(frozen=True)
class Neighbours:
    """`query` is that of the list, such as `?view=mine`; `previous` and `next` are references, "" at an end."""

    query: str
    name: str
    previous: str = ""
    next: str = ""


def query_of_list(request):
    """Return the query string of the list that an address names, or ""."""
    query = request.GET.get("list", "")
    return query if query.startswith("?") and len(query) <= LONGEST else ""


def neighbours(request, case):
    """Return the neighbours of a case in the list that the address names, or None. The case may have left the list."""
    query = query_of_list(request)
    if not query:
        return None
    asked, user = QueryDict(query[1:]), request.user
    view = chosen_order(asked, user)
    if view.slug == "closed" and case.is_open:  # it was opened again, and has no place there
        return Neighbours(query, view.name)
    listed = Case.objects.in_offices_of(user).filter(view.condition(user))
    cases = CaseFilter(asked, user=user).apply(listed)
    place = view.place_of(case)
    before = view.sorted(cases.filter(view.before(place, case.pk))).reverse()
    after = view.sorted(cases.filter(view.after(place, case.pk)))
    previous, following = (rows.values_list("reference", flat=True).first() for rows in (before, after))
    return Neighbours(query, view.name, previous or "", following or "")
