"""Each goal is as near by keyboard as docs/accessibility/keyboard.md says."""

import pytest

from . import conftest, tabs
from .inspection import Inspector

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.urls("tests.a11y.urls"),
    pytest.mark.django_db,
    conftest.SQLITE_ONLY,
]


def test_each_goal_is_no_further_by_keyboard_than_the_table_says(browser, pages):
    inspector = Inspector(browser)
    said = tabs.stated()
    assert list(said) == [goal.words for goal in tabs.GOALS]
    found = tabs.measured(inspector, {page.name: page for page in pages})
    further = [f"{goal.words}: {past} keys" for goal, _top, past in found if past > said[goal.words][1]]
    inspector.close()
    assert not further, "python -m tests.a11y.tabs writes the table anew: " + ", ".join(further)
