"""The inventory of states can be read by itself."""

from collections import Counter

from .states import all_states


def test_no_two_states_have_one_name():
    assert [name for name, often in Counter(state.name for state in all_states()).items() if often > 1] == []
