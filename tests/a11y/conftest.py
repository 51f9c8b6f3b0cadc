"""Fixtures that render every state once for all tests here."""

import logging
import os
from collections.abc import Iterable

import pytest

from . import words
from .page import Page, cover
from .stage import TEMPLATES, State, StateFailed, render_state
from .states import all_states
from .world import build

SQLITE_ONLY = pytest.mark.skipif(
    os.environ.get("CASEWORK_ENGINE") == "postgresql", reason="pages are alike on both databases"
)
EXISTING = {str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.*")}
SHOWN = "a11y/templates"  # in pytest's cache: the templates that each state showed when it was rendered last
rendered: dict[str, Page | None] = {}  # by name of the state, None for one that failed
failures: list[str] = []


@pytest.fixture
def pages(db):
    """Return the page of every state in its usual texts, rendered once a process. `failures` lists the states
    that failed.
    """
    return render(all_states())


@pytest.fixture
def shown_templates(request, db):
    """Return the templates that the states show.

    Where no other test needs all pages, only those states are rendered that together showed every template last time,
    and new ones; the others only if a template is then missing.
    """
    if any("pages" in item.fixturenames for item in request.session.items):
        return _templates(request.getfixturevalue("pages"))
    states, last = all_states(), request.config.cache.get(SHOWN, {})
    likely = cover({state.name: last[state.name] for state in states if state.name in last})
    found = _templates(render(state for state in states if state.name in likely or state.name not in last))
    if EXISTING - found:
        found = _templates(render(states))
    now = {name: page.templates for name, page in rendered.items() if page}
    request.config.cache.set(SHOWN, last | now)
    return found


def render(states: Iterable[State]) -> list[Page]:
    """Return the pages of states. Render those of which none is kept."""
    states = list(states)
    if missing := [state for state in states if state.name not in rendered]:
        logging.disable()  # states include errors, which would fill the report of a failed test
        world = build(words.PLAIN)
        for state in missing:
            rendered[state.name] = _page(state, world)
        logging.disable(logging.NOTSET)
    return [page for state in states if (page := rendered[state.name])]


def _page(state, world):
    try:
        return render_state(state, world)
    except StateFailed as failure:
        failures.append(str(failure))
        return None


def _templates(pages):
    return {template for page in pages for template in page.templates}
