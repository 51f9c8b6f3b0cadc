"""A page that is only open does not extend its session. The queue asks whether a risk is new, and
both ask whether what they show has changed, which does not count."""

import re

import pytest

UNCOUNTED = re.compile(r"/static/|/office/risks/unsettled/$|/live/\?")

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("path", ["/office/cases/", "/office/cases/{reference}/"])
def test_page_that_is_left_open_does_nothing_that_counts_and_says_that_the_session_is_over(
    signed_in, ben, case, path
):
    page, asked = signed_in(ben), []
    page.clock.install()
    page.goto(path.format(reference=case.reference))
    page.on("request", lambda request: asked.append(request.url))
    page.clock.run_for("45:00")
    page.get_by_text("You have been signed out.").wait_for()
    assert [url for url in asked if not UNCOUNTED.search(url)] == []
