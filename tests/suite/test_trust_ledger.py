"""The ledger of `make trust`: a proof stays valid until a file that it reaches changes."""

import json

import pytest

from scripts.trust import __main__ as trust
from scripts.trust import ledger


@pytest.mark.parametrize(
    "name", ["casework/wall/scope.py", "templates/base.html", "config/settings.py", "docs/trust/asvs.toml"]
)
def test_file_that_a_proof_reaches_counts(name):
    assert ledger.is_reached(name)


@pytest.mark.parametrize("name", ["README.md", "docs/install.md", "docs/adr/0001-the-office-is-the-wall.md"])
def test_document_that_no_proof_reads_does_not_count(name):
    assert not ledger.is_reached(name)


def test_every_part_is_there():
    assert trust.parts()["matrix"] == "tests/trust/test_matrix.py"
    assert all((trust.ROOT / path).exists() for path in trust.parts().values())


def row(test, failures):
    return {"test": test, "mark": "B-01", "what": "requests", "failures": failures}


def test_last_run_of_a_proof_counts(tmp_path):
    path = tmp_path / "short-sqlite.jsonl"
    path.write_text("".join(json.dumps(row("a", failures)) + "\n" for failures in (1, 0)))
    assert ledger.rows_in(path) == [row("a", 0)]


def test_failed_proof_is_not_kept(tmp_path, capsys):
    path = tmp_path / "short-sqlite.jsonl"
    path.write_text(
        "".join(json.dumps(row(name, failures)) + "\n" for name, failures in (("a", 0), ("b", 2)))
    )
    ledger.keep_passed(path, again=False)
    assert ledger.rows_in(path) == [row("a", 0)]
