"""A pytest module that saves every state as a file of pages, for `make a11y`. It is not a part of the test
suite.

A11Y_PAGES is the file; A11Y_WORDS selects states by words in their name, A11Y_SINCE by changes since a commit.
A11Y_LANGUAGE selects those that are in a language, and shows them in it.
"""

import logging
import os
import re
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction

from ops.set_up.form_texts import write_form_texts

from . import page, words
from .stage import render_state
from .states import all_states
from .world import build

pytestmark = [pytest.mark.urls("tests.a11y.urls"), pytest.mark.django_db]


def test_render(db, offer):
    logging.disable()
    language = os.environ.get("A11Y_LANGUAGE") or "en"
    if language != "en":
        offer(language)
    wanted, pages = os.environ.get("A11Y_WORDS", "").lower(), []
    for kind, texts in words.ALL.items():
        states = [s for s in all_states() if (s.texts or not kind) and wanted in s.name.lower()]
        with transaction.atomic():
            world = build(texts)
            if language != "en":
                write_form_texts(["contact"])
            for state in states:  # stops at the first state that fails
                if language != "en" and state.by and world.people[state.by].is_staff:
                    continue  # the desk and the editor are in English
                rendered = render_state(state, world, language)
                if rendered is None or not is_in(language, rendered):
                    continue
                rendered.name += f" ({kind})" if kind else ""
                pages.append(rendered)
            transaction.set_rollback(True)
    logging.disable(logging.NOTSET)
    page.write(since(os.environ.get("A11Y_SINCE"), pages), Path(os.environ["A11Y_PAGES"]))


def is_in(language, rendered):
    """Return whether a page says that it is in this language."""
    return language == "en" or re.search(f'<html[^>]* lang="{language}"', rendered.html) is not None


# Fronts and the page frame: a label or a message in their code is on a page, too.
CODE = ("accounts", "backoffice", "cms", "portal", "ui")


def since(commit, pages):
    """Return the pages whose templates changed since the commit, and a covering set if styles, scripts or code did."""
    if not commit:
        return pages
    command = ["git", "diff", "--name-only", commit, "--", "templates", "static", *CODE]
    listed = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True, check=True)
    names = [Path(name) for name in listed.stdout.splitlines()]
    changed = {str(name.relative_to("templates")) for name in names if name.parts[0] == "templates"}
    covering_pages = page.covering(pages) if any(name.parts[0] != "templates" for name in names) else []
    return [each for each in pages if changed & set(each.templates) or each in covering_pages]
