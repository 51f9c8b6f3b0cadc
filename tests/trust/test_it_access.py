"""I7: every statement of "What IT can and cannot see" names a test that exists and runs."""

import pytest

from backoffice.reports.it_access import PARTS, Statement
from tests.trust import nodes


def unshown(statements):
    """Yield statements without a test, and named tests that do not exist."""
    for statement in statements:
        if not statement.shown_by and not statement.outside_the_service:
            yield f"nothing shows: {statement.words}"
        yield from filter(None, (nodes.fault(node) for node in statement.shown_by))


def test_every_it_access_statement_names_a_running_test(proof):
    statements = [statement for part in PARTS for statement in part.statements]
    proof(
        "I7",
        "what IT can and cannot see: sentences",
        tried=len(statements),
        failures=list(unshown(statements)),
    )


@pytest.mark.parametrize(
    "node",
    [
        "",
        "trust/test_gone.py::test_x",
        "trust/test_it_access.py::test_that_nobody_wrote",
        "trust/test_it_access.py::unshown",
        "trust/nodes.py",
    ],
)
def test_statement_without_a_test_is_detected(node):
    assert len(list(unshown([Statement("IT sees nothing.", (node,) if node else ())]))) == 1


@pytest.mark.parametrize(
    "skipping", ["@pytest.mark.skip\ndef test_it(): pass", "def test_it():\n    pytest.skip('no')"]
)
def test_skipped_test_is_not_accepted_as_evidence(skipping, monkeypatch, tmp_path):
    (tmp_path / "test_skipped.py").write_text(f"import pytest\n\n{skipping}\n")
    monkeypatch.setattr(nodes, "TESTS", tmp_path)
    assert list(unshown([Statement("IT sees nothing.", ("test_skipped.py::test_it",))]))


def test_most_statements_are_testable():
    outside = [statement for part in PARTS for statement in part.statements if statement.outside_the_service]
    assert len(outside) <= 3
