"""An address for every door of the service, made from its pattern alone. What it names need not be there."""

import re

from tests.wall.urls import doors

UUID = "11111111-2222-4333-8444-555555555555"
EXAMPLES = {"int": "1", "str": "1", "slug": "x", "path": "x", "uuid": UUID, "reference": "LA-2222-2222"}
# Where a pattern is a regular expression: from the longest to the shortest.
PIECES = [
    (r"\(\?P<revision_id_[ab]>[^)]*\)", "1"),
    (r"\(\?P<\w+>\\d\+\)", "1"),
    (r"\(\?P<\w+>[^)]*\)", "x"),
    (r"\(\?:users\|[^)]*\)", "users"),
    (r"\(\(\?:\[\\w\\-\]\+/\)\*\)", "x/"),
    (r"\.\*", "x"),
    (r"\\\.", "."),
    (r"\\Z|\$|\^", ""),
    (r"<(\w+):\w+>", lambda found: EXAMPLES[found[1]]),
    (r"<\w+>", "x"),
]


def addresses():
    """[(route, address)] of every door."""
    return [(door.route, _address(door.route)) for door in doors()]


def _address(route):
    for pattern, text in PIECES:
        route = re.sub(pattern, text, route)
    return f"/{route}"
