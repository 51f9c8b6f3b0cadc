"""Test that every template of the project is rendered in at least one state (B-60)."""

import pytest

from . import conftest
from .stage import TEMPLATES

ADVICE = (
    "No state of tests/a11y/states shows this template, so nobody knows whether people can use it. Add a State to the "
    "module of its front (who opens which address after what; README.md there has an example), one for each way the "
    "page can look: empty, filled, each error, done, over. A template that nothing renders can be deleted."
)
pytestmark = [pytest.mark.urls("tests.a11y.urls"), pytest.mark.django_db, conftest.SQLITE_ONLY]


def test_every_template_has_a_state(pages):
    rendered = {template for page in pages for template in page.templates}
    existing = {str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.*")}
    unseen = sorted(existing - rendered)
    assert not conftest.failures, "\n".join(["States that do not come out as they say:", *conftest.failures])
    assert not unseen, "\n".join([ADVICE, *unseen])
