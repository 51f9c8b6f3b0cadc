"""Where people give up: figures of finished weeks, and before the first of them from when on."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cms.forms.models import Form


def page_of(desk, form):
    return desk.client.get(f"/editor/forms/figures/{form.pk}/").text


@pytest.mark.parametrize(("days", "shown"), [(0, False), (7, True)])
def test_figures_begin_the_week_after_publication(desk, contact, days, shown):
    Form.objects.update(first_published_at=timezone.now() - timedelta(days=days))
    page = page_of(desk, contact)
    assert ("fewer than 5" in page.casefold()) == shown
    assert ("There are figures from" in page) != shown


def test_form_that_was_never_published_has_no_figures(desk, contact):
    Form.objects.update(first_published_at=None)
    assert "There are no figures yet" in page_of(desk, contact)
