"""Search: the page of results, and what a box suggests while somebody types."""

from urllib.parse import urlencode

from django.core.cache import cache
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from backoffice.access import my_offices_now, office_staff_only
from casework.audit.services import origin, record
from casework.audit.verbs import Verb
from casework.cases.models import Case
from casework.cases.references import read_reference
from casework.cases.services.search import read_typed

from .filters import SearchFilter
from .results import Results, results, suggestions

ONE_SEARCH_SECONDS = 60  # what is typed into one box within this time is one entry of the log
FEWEST_LETTERS = 2


@require_safe
@office_staff_only
def search(request):
    filters = SearchFilter(request.GET, user=request.user)
    words = filters.words
    if words and not filters.narrowing and (case := case_called(words, request.user)):
        note_search(request, over="reference")
        return redirect("backoffice:case_detail", case.reference)
    found, begins = found_for(request, words, filters)
    note_search(request, over="cases", shared=found.shared)

    def address(**asked):
        return f"{reverse('backoffice:search')}?{urlencode(asked)}"

    further = filters.wanted() | ({"begins": "1"} if begins else {})

    context = {
        "searched_for": words,
        "filters": filters,
        "chips": [chip for chip in filters.chips(address) if chip["words"] != f"“{words}”"],
        "found": found,
        "begins": begins,
        "next": address(**further, after=found.next) if found.next else "",
        "all_url": address(q=words),
        "several_offices": len(my_offices_now(request)) > 1,
    }
    return render(request, "backoffice/search/search.html", context)


def found_for(request, words, filters):
    """Return a page of results, and whether they match words that only begin with the last word, as suggestions do.

    They do if no case contains the last word as a whole. `begins` in the query string repeats that on the next page.
    """
    asked = {"after": request.GET.get("after", ""), "user": request.user}
    if "begins" not in request.GET:
        found = results(read_typed(words), filters, **asked)
        if found != Results():
            return found, False
    found = results(read_typed(words, typing=True), filters, **asked)
    return found, bool(found.shown or found.shared)


@require_safe
@office_staff_only
def suggest(request):
    """A few lines for under the box. What one person types within a minute is one entry of the log."""
    typed = request.GET.get("q", "")[:200].replace("\0", "").strip()
    found = []
    if len(typed) >= FEWEST_LETTERS:
        if is_new_search(request, "cases"):
            note_search(request, over="suggestions")
        found = suggestions(read_typed(typed, typing=True), user=request.user)
    return render(request, "backoffice/search/_suggestions.html", {"found": found, "typed": typed})


def case_called(words, user):
    """The case of one's own office whose whole reference was typed."""
    reference = read_reference(words)
    return Case.objects.in_offices_of(user).filter(reference=reference).first() if reference else None


def is_new_search(request, box):
    """Whether this person has typed nothing into such a box for a minute."""
    return cache.add(f"typing:{request.user.pk}:{origin.get().session}:{box}", True, ONE_SEARCH_SECONDS)


def note_search(request, *, over, shared=()):
    """Log for each office looked through that a search was made, and over what; never the words."""
    for office in my_offices_now(request):
        record(Verb.SEARCHED, by=request.user, office=office.pk, over=over)
    for owner, guest in sorted({(share.office_id, share.to_office_id) for share in shared}):
        record(Verb.SEARCHED, by=request.user, office=owner, over=over, guest=guest)
