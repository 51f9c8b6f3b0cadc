"""The tests that `docs/forms.md` names are there."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
NAMED = re.compile(r"`([a-z_/]+\.py)(?:::(test_\w+))?`")


def test_every_behaviour_of_a_form_names_tests_that_are_there():
    rows = [line for line in (ROOT / "docs/forms.md").read_text().splitlines() if line.startswith("| ")][2:]
    assert len(rows) == 15
    for row in rows:
        found = NAMED.findall(row)
        assert found, row
        for path, name in found:
            assert f"def {name or 'test_'}" in (ROOT / "tests" / path).read_text(), row
