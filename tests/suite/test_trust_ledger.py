"""The ledger of `make trust`: a proof stays valid until a file that it reaches changes."""

import pytest

from scripts.trust import __main__ as trust


@pytest.mark.parametrize(
    "name", ["casework/wall/scope.py", "templates/base.html", "config/settings.py", "docs/trust/asvs.toml"]
)
def test_file_that_a_proof_reaches_counts(name):
    assert trust.is_reached(name)


@pytest.mark.parametrize("name", ["README.md", "docs/install.md", "docs/adr/0001-the-office-is-the-wall.md"])
def test_document_that_no_proof_reads_does_not_count(name):
    assert not trust.is_reached(name)


def test_every_part_is_there():
    assert trust.parts()["matrix"] == "tests/trust/test_matrix.py"
    assert all((trust.ROOT / path).exists() for path in trust.parts().values())
