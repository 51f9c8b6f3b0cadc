"""A proof that shows nothing, or shows a fault, is red."""

import pytest


def test_a_proof_that_tried_nothing_is_red(proof, request):
    with pytest.raises(AssertionError, match="nothing was tried"):
        proof("B-00", "nothing at all", tried=0)
    request.node.user_properties.clear()


def test_a_proof_with_one_failure_is_red_and_names_it(proof, request):
    with pytest.raises(AssertionError, match="lamp 7 is out"):
        proof("B-00", "lamps", tried=10, failures=["lamp 7 is out"])
    request.node.user_properties.clear()


def test_a_proof_leaves_its_row(proof, request):
    proof("B-00", "lamps", tried=10)
    name, row = request.node.user_properties.pop()
    assert (name, row["mark"], row["tried"], row["failures"]) == ("proof", "B-00", 10, 0)


def test_the_short_form_tries_the_short_number(amount, request):
    if request.config.getoption("--full") or request.config.getoption("--count"):
        pytest.skip("this is another form")
    assert amount(60, 1000) == 60
