"""I7: every sentence of "What IT can and cannot see" has a test that shows it, and that test is there and runs."""

import pytest

from backoffice.office.claims import PARTS, Claim
from tests.trust import nodes


def unshown(claims):
    """What is said without a test, and tests that are named and are not there."""
    for claim in claims:
        if not claim.shown_by and not claim.outside_the_service:
            yield f"nothing shows: {claim.words}"
        yield from filter(None, (nodes.fault(node) for node in claim.shown_by))


def test_every_sentence_is_shown(proof):
    claims = [claim for part in PARTS for claim in part.claims]
    proof("I7", "what IT can and cannot see: sentences", tried=len(claims), failures=list(unshown(claims)))


@pytest.mark.parametrize(
    "node",
    [
        "",
        "trust/test_gone.py::test_x",
        "trust/test_papers.py::test_that_nobody_wrote",
        "trust/test_papers.py::unshown",
        "trust/nodes.py",
    ],
)
def test_a_sentence_that_nothing_shows_is_found(node):
    assert len(list(unshown([Claim("IT sees nothing.", (node,) if node else ())]))) == 1


@pytest.mark.parametrize(
    "skipping", ["@pytest.mark.skip\ndef test_it(): pass", "def test_it():\n    pytest.skip('no')"]
)
def test_a_skipped_test_shows_nothing(skipping, monkeypatch, tmp_path):
    (tmp_path / "test_skipped.py").write_text(f"import pytest\n\n{skipping}\n")
    monkeypatch.setattr(nodes, "TESTS", tmp_path)
    assert list(unshown([Claim("IT sees nothing.", ("test_skipped.py::test_it",))]))


def test_most_sentences_are_about_what_a_test_can_show():
    outside = [claim for part in PARTS for claim in part.claims if claim.outside_the_service]
    assert len(outside) <= 3
