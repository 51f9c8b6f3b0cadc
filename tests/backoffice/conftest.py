"""Desk people signed in, each in a browser of their own."""

import pytest
from django.test import Client


@pytest.fixture
def desk(sign_in):
    """A browser at which this person has signed in with the second factor."""
    return lambda user: sign_in(user, on=Client())
