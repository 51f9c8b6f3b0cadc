"""The rows of the queue, which Jinja2 renders."""

import pytest
from django.template.loader import render_to_string
from jinja2 import UndefinedError

from backoffice.cases.queue.rows import TEMPLATE
from tests import factories
from tests.backoffice.queue.pages import QUEUE


def test_what_people_typed_is_escaped_in_a_row(desk, ben, office, case):
    factories.case(office=office, subject="<script>alert(1)</script>")
    page = desk(ben).get(QUEUE).text
    assert "<bdi>&lt;script&gt;alert(1)&lt;/script&gt;</bdi>" in page
    assert "<script>alert" not in page


def test_row_without_something_it_needs_is_a_fault():
    with pytest.raises(UndefinedError, match="cases"):
        render_to_string(TEMPLATE, {}, using="jinja2")
