"""Fixtures of a partly completed form on a shared device."""

import pytest

SHARED = {"safety": {"safe": "no"}, "device": {"shared": "yes"}}


@pytest.fixture
def on_shared_device(hand):
    """Return the form's client with unsent answers up to the details."""
    hand.fill(until="help", **SHARED)
    return hand
