"""Case references: format, normalisation and check character."""

import pytest

from casework.cases.references import ALPHABET, new_reference, read_reference
from tests import factories


def test_reference_has_the_documented_format():
    reference = new_reference()
    assert reference == factories.reference(reference[-9:])
    assert reference[-10] == reference[-5] == "-"


def test_reference_is_read_regardless_of_spaces_and_case():
    reference = new_reference()
    assert read_reference(reference.lower().replace("-", " ")) == reference


def places(reference):
    """Return the indexes of the characters after the prefix, without hyphens."""
    return [place for place in range(len(reference) - 9, len(reference)) if reference[place] != "-"]


def test_any_single_wrong_character_is_detected():
    reference = new_reference()
    for place in places(reference):
        for other in ALPHABET:
            wrong = reference[:place] + other + reference[place + 1 :]
            assert wrong == reference or read_reference(wrong) is None


def test_swapped_neighbouring_characters_are_detected():
    reference = new_reference()
    for place in set(places(reference)) & {each - 1 for each in places(reference)}:
        swapped = reference[:place] + reference[place + 1] + reference[place] + reference[place + 2 :]
        assert swapped == reference or read_reference(swapped) is None


@pytest.mark.parametrize("typed", ["", "0000-0000", "hello", "7K3M-92QFX"])
def test_invalid_reference_is_none(typed):
    assert read_reference(typed) is None
    assert read_reference(factories.reference(typed)) is None


@pytest.mark.parametrize("prefix", ["LA", "WX", "ABCD"])
def test_reference_prefix_depends_on_the_body(the_body, prefix):
    the_body.reference_prefix = prefix
    reference = new_reference()
    assert reference.startswith(f"{prefix}-")
    assert read_reference(reference.lower()) == reference
    the_body.reference_prefix = "ZZ"
    assert read_reference(reference) is None
