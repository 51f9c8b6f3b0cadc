"""The search of the desk alone, in the scope of one office and as the role of the service: without page and browser."""

import time
from statistics import median, quantiles

from django.db import transaction

from backoffice.search.results import PAGE_SIZE, SUGGESTED
from casework.cases.services.search import find_cases, read_typed
from casework.wall.scope import office_scope, scoped
from tests.bench.fill import COMMON, RARE

TIMES = 50  # of each search
# By name: what is typed, whether it is still being typed, how many are asked for, and the bound in milliseconds.
SEARCHES = {
    "word in 0.1 % of cases": (RARE, False, PAGE_SIZE + 1, 20),
    "common word": (COMMON, False, PAGE_SIZE + 1, 60),
    "as you type, rare word": (RARE[:6], True, SUGGESTED, 15),
    "as you type, common word": (COMMON[:3], True, SUGGESTED, 15),
}


def searches_of(office):
    """Return what each search takes in this office: milliseconds, how many are found, and its bound."""
    return {name: _figures(office, *asked) for name, asked in SEARCHES.items()}


def _figures(office, typed, typing, most, bound):
    times, found = [], []
    for _ in range(TIMES):
        with transaction.atomic(), scoped(office_scope(office)):
            began = time.perf_counter()
            found = find_cases(read_typed(typed, typing=typing), most=most)
            times.append((time.perf_counter() - began) * 1000)
    return {
        "median": median(times),
        "p95": quantiles(times, n=20)[-1],
        "found": len(found),
        "bound": bound,
    }
