"""A path for every URL pattern, made from the pattern alone. The objects in it need not exist."""

import re

from tests.wall.urls import url_patterns

UUID = "11111111-2222-4333-8444-555555555555"
EXAMPLES = {
    "int": "1",
    "str": "1",
    "slug": "x",
    "path": "x",
    "uuid": UUID,
    "language_off": "ar",
    "reference": "LA-2222-2222",
}
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
    """Return [(route, path)] of every URL pattern."""
    return [(url_pattern.route, _address(url_pattern.route)) for url_pattern in url_patterns()]


def _address(route):
    for pattern, text in PIECES:
        route = re.sub(pattern, text, route)
    return f"/{route}"
