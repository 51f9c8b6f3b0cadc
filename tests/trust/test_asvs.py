"""B-18: every requirement of ASVS 5.0.0 in scope has a running test as evidence, or is an exception to be signed."""

import pytest

from tests.trust import asvs


def test_every_requirement_has_evidence_or_exception(proof):
    rows = asvs.read()
    shown, exceptions = (asvs.with_answer(rows, answer) for answer in ("shown_by", "exception"))
    unsigned = [number for number in exceptions if rows[number].get("accepted_by") == "not signed yet"]
    what = f"ASVS 5.0: {len(shown)} shown, {len(exceptions)} exceptions ({len(unsigned)} not signed yet)"
    proof("B-18", what, tried=len(asvs.in_scope()), failures=asvs.faults(rows))


def test_scope_matches_levels_of_the_bar():
    scope = asvs.in_scope()
    assert len(scope) == 211
    assert list(scope.values()).count(1) == 59  # 70 in all; 11 stand in the chapters that are left out
    assert {number.partition(".")[0] for number in scope} == {*"1235678", "11", "12", "13", "14", "15", "16"}


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (None, "has no line"),
        ({"about": "x"}, "say exactly one of"),
        ({"about": "x", "shown_by": []}, "say exactly one of"),
        ({"about": "x", "shown_by": ["a"], "exception": "b"}, "say exactly one of"),
        ({"shown_by": ["trust/test_asvs.py"]}, "few words"),
        ({"about": "x", "exception": "later"}, "who accepted"),
        ({"about": "x", "shown_by": ["trust/test_asvs.py::test_nobody_wrote"]}, "no such test"),
    ],
)
def test_invalid_mapping_is_detected(row, words):
    rows = {number: line for number, line in asvs.read().items() if number != "1.1.1"}
    rows |= {"1.1.1": row} if row is not None else {}
    assert any(words in fault and fault.startswith("1.1.1") for fault in asvs.faults(rows))


def test_more_than_ten_exceptions_are_refused():
    rows = asvs.read()
    for number in list(rows)[:11]:
        rows[number] = {"about": "x", "exception": "y", "accepted_by": "not signed yet"}
    assert any("at most 10" in fault for fault in asvs.faults(rows))


def test_asvs_document_is_up_to_date():
    assert asvs.PAPER.read_text() == asvs.paper(), "run: python -m tests.trust.asvs"
