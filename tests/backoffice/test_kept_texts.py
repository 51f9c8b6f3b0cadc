"""Two people change one wording or guide: the second is shown what the first wrote, and nothing is lost."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from casework.cases.models import OfficeGuide, Topic
from casework.replies.models import OfficeWording
from casework.wall.scope import ALL, scoped

TEXTS = {"guide": "member_can", "wording": "body"}


@pytest.fixture(params=TEXTS)
def text(request, office, case):
    """Return a wording or a guide with the field that is changed, and the URL of its form."""
    facts = {"office": office, "review_on": timezone.localdate() + timedelta(days=30)}
    with scoped(ALL):
        if request.param == "guide":
            topic = Topic.objects.create(slug="lifts", name="Lifts", public=True)
            row = OfficeGuide.objects.create(topic=topic, member_can="Ask the Mayor.", **facts)
        else:
            row = OfficeWording.objects.create(name="Lifts", language="English", body="The lift.", **facts)
    return row, TEXTS[request.param], reverse(f"backoffice:{request.param}_edit", args=[row.uuid])


def fields(page):
    """Return what a browser would send of the form."""
    form = BeautifulSoup(page.text, "html.parser").find("main").find("form", method="post")
    sent = {field["name"]: field.get("value", "") for field in form.select("input:not([type=radio])")}
    sent |= {field["name"]: field["value"] for field in form.select("input[type=radio][checked]")}
    for select in form.select("select"):
        sent[select["name"]] = select.select_one("[selected]")["value"]
    return sent | {field["name"]: field.text.removeprefix("\n") for field in form.select("textarea")}


def now(row, name):
    with scoped(ALL):
        row.refresh_from_db()
    return getattr(row, name)


def test_second_editor_is_shown_the_first_text_before_it_is_replaced(text, desk, dev):
    row, name, address = text
    client = desk(dev)
    first, second = fields(client.get(address)), fields(client.get(address))
    client.post(address, first | {name: "What the first wrote."})
    page = client.post(address, second | {name: "What the second wrote."})
    assert page.status_code == 422
    assert now(row, name) == "What the first wrote."
    for words in ("Someone changed this text", "What the first wrote.", "What the second wrote."):
        assert words in page.text
    assert client.post(address, fields(page)).status_code == 302
    assert now(row, name) == "What the second wrote."


def test_editor_who_saves_twice_is_not_stopped(text, desk, dev):
    row, name, address = text
    client = desk(dev)
    for words in ("Once.", "Twice."):
        assert client.post(address, fields(client.get(address)) | {name: words}).status_code == 302
    assert now(row, name) == "Twice."


def test_moment_that_is_none_is_an_error_of_the_form_alone(text, desk, dev):
    _row, _name, address = text
    client = desk(dev)
    assert client.post(address, fields(client.get(address)) | {"seen": "no\0moment"}).status_code == 422
