"""Keeps every state as a file of pages, for `make a11y`. Not a part of the suite.

A11Y_PAGES says where; A11Y_WORDS keeps only states with these words in their name, A11Y_SINCE only those that show a
template changed since a commit.
"""

import logging
import os
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction

from . import page, words
from .stage import show
from .states import all_states
from .world import build

pytestmark = [pytest.mark.urls("tests.a11y.urls"), pytest.mark.django_db]


def test_render(db):
    logging.disable()
    wanted, pages = os.environ.get("A11Y_WORDS", "").lower(), []
    for kind, texts in words.ALL.items():
        states = [s for s in all_states() if (s.texts or not kind) and wanted in s.name.lower()]
        with transaction.atomic():
            world = build(texts)
            for state in states:  # the first that does not come out as it says ends it
                shown = show(state, world)
                shown.name += f" ({kind})" if kind else ""
                pages.append(shown)
            transaction.set_rollback(True)
    logging.disable(logging.NOTSET)
    page.write(since(os.environ.get("A11Y_SINCE"), pages), Path(os.environ["A11Y_PAGES"]))


def since(commit, pages):
    """The pages of templates that changed since this commit; all without one."""
    if not commit:
        return pages
    command = ["git", "diff", "--name-only", "--relative=templates", commit, "--", "templates"]
    listed = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True, check=True)
    changed = set(listed.stdout.splitlines())
    return [page for page in pages if changed & set(page.templates)]
