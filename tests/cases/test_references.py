"""References are read aloud, typed and mistyped."""

import pytest

from casework.cases.references import ALPHABET, new_reference, read_reference


def test_a_reference_looks_like_the_ones_on_paper():
    reference = new_reference()
    assert len(reference) == 12
    assert reference.startswith("LA-")


def test_spaces_and_case_do_not_matter():
    reference = new_reference()
    assert read_reference(reference.lower().replace("-", " ")) == reference


def test_any_one_wrong_character_is_noticed():
    reference = new_reference()
    for place in (3, 4, 5, 6, 8, 9, 10, 11):
        for other in ALPHABET:
            wrong = reference[:place] + other + reference[place + 1 :]
            assert wrong == reference or read_reference(wrong) is None


def test_two_neighbours_swapped_are_noticed():
    reference = new_reference()
    for place in (3, 4, 5, 8, 9, 10):
        swapped = reference[:place] + reference[place + 1] + reference[place] + reference[place + 2 :]
        assert swapped == reference or read_reference(swapped) is None


@pytest.mark.parametrize("typed", ["", "LA", "LA-0000-0000", "hello", "LA-7K3M-92QFX"])
def test_what_cannot_be_one_is_none(typed):
    assert read_reference(typed) is None
