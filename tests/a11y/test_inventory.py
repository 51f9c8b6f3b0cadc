"""Test of the list of states."""

from collections import Counter

from .states import all_states


def test_state_names_are_unique():
    assert [name for name, often in Counter(state.name for state in all_states()).items() if often > 1] == []
