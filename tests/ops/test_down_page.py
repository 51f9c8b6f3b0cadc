"""Each line of the page about failures names a test that is there and runs."""

import re

from django.conf import settings

from tests.trust.nodes import fault

PAGE = settings.BASE_DIR / "docs/when-something-is-down.md"


def test_every_line_of_the_page_is_held_by_a_test():
    rows = [line for line in PAGE.read_text().splitlines() if line.startswith("| ") and "---" not in line]
    lines = [row for row in rows if not row.startswith("| Who |")]
    named = [re.findall(r"`([\w/]+\.py::\w+)`", line) for line in lines]
    assert len(lines) > 15
    assert [line for line, tests in zip(lines, named, strict=True) if len(tests) != 1] == []
    assert [wrong for [test] in named if (wrong := fault(test))] == []
