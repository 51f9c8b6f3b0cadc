"""A form half filled in, on a device that others use."""

import pytest

from tests.raise_case.conftest import contact, definition, hand, submission  # noqa: F401

SHARED = {"safe": "no", "shared": "yes"}


@pytest.fixture
def on_shared_device(hand):  # noqa: F811
    """The hand, with answers up to the details that are not sent."""
    hand.fill(until="help", safety=SHARED)
    return hand
