"""The limit of fields in one request, which only the editor of forms does not have."""

import pytest
from django.test import Client

FIELDS = {f"field-{number}": "" for number in range(501)}


@pytest.mark.django_db
def test_more_fields_than_the_limit_are_refused():
    assert Client().post("/find-your-members/", FIELDS).status_code == 400


@pytest.mark.django_db
def test_values_of_one_field_count_each():
    assert Client().post("/find-your-members/", {"field": [""] * 501}).status_code == 400


@pytest.mark.django_db
def test_fields_below_the_limit_are_read():
    fewer = dict(list(FIELDS.items())[:400])
    assert Client().post("/find-your-members/", fewer).status_code != 400
