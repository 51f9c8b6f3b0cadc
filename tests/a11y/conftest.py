"""Fixtures that render every state once for all tests here."""

import logging
import os

import pytest

from . import words
from .page import Page
from .stage import StateFailed, render_state
from .states import all_states
from .world import build

SQLITE_ONLY = pytest.mark.skipif(
    os.environ.get("CASEWORK_ENGINE") == "postgresql", reason="pages are alike on both databases"
)
rendered: list[Page] = []
failures: list[str] = []


@pytest.fixture
def pages(db):
    """Return the page of every state in its usual texts, rendered once a process. `failures` lists the states
    that failed.
    """
    if not rendered:
        logging.disable()  # states include errors, which would fill the report of a failed test
        world = build(words.PLAIN)
        for state in all_states():
            try:
                rendered.append(render_state(state, world))
            except StateFailed as failure:
                failures.append(str(failure))
        logging.disable(logging.NOTSET)
    return rendered
