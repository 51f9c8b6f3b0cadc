import pytest

from casework.cases.services.search import find_cases, read_typed
from casework.wall.scope import office_scope, scoped


@pytest.fixture
def found_in():
    """Return a function that searches the cases of an office and returns their keys, the best first."""

    def search(office, typed, *, typing=False, most=50, after=None):
        with scoped(office_scope(office.pk)):
            return [hit.thing for hit in find_cases(read_typed(typed, typing=typing), most=most, after=after)]

    return search
