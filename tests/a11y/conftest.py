"""Every state shown once, for all tests here that look at pages."""

import logging
import os

import pytest

from . import words
from .page import Page
from .stage import Wrong, show
from .states import all_states
from .world import build

ONLY_HERE = pytest.mark.skipif(
    os.environ.get("CASEWORK_ENGINE") == "postgresql", reason="pages are alike on both databases"
)
shown: list[Page] = []
wrong: list[str] = []


@pytest.fixture
def pages(db):
    """Every state in its usual words, shown once a process; `wrong` has those that came out otherwise."""
    if not shown:
        logging.disable()  # failures are among the states, and would fill the report of a red test
        world = build(words.PLAIN)
        for state in all_states():
            try:
                shown.append(show(state, world))
            except Wrong as failure:
                wrong.append(str(failure))
        logging.disable(logging.NOTSET)
    return shown
