"""A proof that tried nothing, or found a fault, fails."""

import pytest


def test_proof_without_attempts_fails(proof, request):
    with pytest.raises(AssertionError, match="nothing was tried"):
        proof("B-00", "nothing at all", tried=0)
    request.node.user_properties.clear()


def test_proof_with_a_failure_fails_and_names_it(proof, request):
    with pytest.raises(AssertionError, match="lamp 7 is out"):
        proof("B-00", "lamps", tried=10, failures=["lamp 7 is out"])
    request.node.user_properties.clear()


def test_proof_writes_a_report_row(proof, request):
    proof("B-00", "lamps", tried=10)
    name, row = request.node.user_properties.pop()
    assert (name, row["mark"], row["tried"], row["failures"]) == ("proof", "B-00", 10, 0)


def test_short_run_uses_the_short_amount(amount, request):
    if request.config.getoption("--full") or request.config.getoption("--count"):
        pytest.skip("this is another form")
    assert amount(60, 1000) == 60
