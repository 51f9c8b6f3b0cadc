"""Keeps every state as a file of pages, for `make a11y`. Not a part of the suite.

A11Y_PAGES says where; A11Y_WORDS keeps only states with these words in their name, A11Y_SINCE only what changed
since a commit.
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
    """The pages of templates that changed since this commit, and one of each if styles did; all without a commit."""
    if not commit:
        return pages
    command = ["git", "diff", "--name-only", commit, "--", "templates", "static"]
    listed = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True, check=True)
    names = [Path(name) for name in listed.stdout.splitlines()]
    changed = {str(name.relative_to("templates")) for name in names if name.parts[0] == "templates"}
    one_of_each = page.covering(pages) if any(name.parts[0] == "static" for name in names) else []
    return [each for each in pages if changed & set(each.templates) or each in one_of_each]
