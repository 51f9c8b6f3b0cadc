"""Test that every template of the project is rendered in at least one state (B-60)."""

import pytest

from . import conftest
from .states import all_states

ADVICE = (
    "No state of tests/a11y/states shows this template, so nobody knows whether people can use it. Add a State to the "
    "module of its front (who opens which address after what; README.md there has an example), one for each way the "
    "page can look: empty, filled, each error, done, over. A template that nothing renders can be deleted."
)
FAILED = "States that do not come out as they say:"
pytestmark = [pytest.mark.urls("tests.a11y.urls"), pytest.mark.django_db, conftest.SQLITE_ONLY]


def test_every_template_has_a_state(shown_templates):
    unseen = sorted(conftest.EXISTING - shown_templates)
    assert not conftest.failures, "\n".join([FAILED, *conftest.failures])
    assert not unseen, "\n".join([ADVICE, *unseen])


@pytest.mark.slow
def test_every_state_comes_out_as_it_says(pages):
    assert not conftest.failures, "\n".join([FAILED, *conftest.failures])
    assert len(pages) == len(all_states())
