"""Fixtures of a form in the editor: the contact form, and a client that saves what it posts."""

import json

import pytest
from django.test import Client

from cms.forms.models import Form, create_form
from ops.set_up.form import standard_form
from ops.set_up.reading import london
from tests import factories


@pytest.fixture
def definition():
    return standard_form(london().words)


@pytest.fixture
def contact(assembly, editor, definition):
    """Return the contact form, published as by the set-up."""
    form = create_form(slug="contact", definition=definition, by=None)
    form.get_latest_revision().publish()
    return Form.objects.get()


@pytest.fixture
def olu(editor):
    person = factories.staff("Olu")
    person.groups.set(editor.groups.all())
    return person


@pytest.fixture
def desk(sign_in, editor):
    """Return the editor at work: `save`, `publish` and `submit` post the edit page of a form."""
    return Desk(sign_in(editor, on=Client()))


class Desk:
    """An editor's browser. What is posted is what the page would hold with these blocks."""

    def __init__(self, client):
        self.client = client

    def save(self, form, **more):
        return self._post(form, more)

    def publish(self, form, **more):
        return self._post(form, more, "publish")

    def submit(self, form, **more):
        return self._post(form, more, "submit")

    def _post(self, form, more, action=""):
        sent = posted(form) | more | ({f"action-{action}": "1"} if action else {})
        url = f"/editor/forms/edit/{form.pk}/" if form.pk else "/editor/forms/add/"
        return self.client.post(url, sent)


def posted(form):
    """Return the fields of the edit page as a browser would send them."""
    plain = ("title", "slug", "declaration", "kind", "nature", "topic", "sensitive", "route", "member")
    sent = {name: getattr(form, name) for name in plain}
    sent |= _stream("boroughs", form.boroughs.stream_block, form.boroughs.get_prep_value())
    return sent | _stream("steps", form.steps.stream_block, form.steps.get_prep_value())


def _stream(prefix, block, value):
    sent = {f"{prefix}-count": str(len(value))}
    for number, child in enumerate(value):
        at = f"{prefix}-{number}"
        sent |= {
            f"{at}-type": child["type"],
            f"{at}-order": str(number),
            f"{at}-deleted": "",
            f"{at}-id": child["id"],
        }
        sent |= _field(f"{at}-value", block.child_blocks[child["type"]], child["value"])
    return sent


def _field(prefix, block, value):
    children = getattr(block, "child_blocks", None)
    if children is None:
        if isinstance(value, list):
            return {prefix: value}
        text = "on" if value is True else value
        return {} if value in (None, False) else {prefix: str(text)}
    if isinstance(value, list) or not isinstance(value, dict):
        return _stream(prefix, block, value or [])
    sent = {}
    for name, child in children.items():
        sent |= _field(f"{prefix}-{name}", child, value.get(name))
    return sent


def changed(form, change):
    """Apply a change to the steps of a form as plain data, and return the form with them."""
    steps = json.loads(json.dumps(form.steps.get_prep_value()))
    change(steps)
    form.steps = steps
    return form
