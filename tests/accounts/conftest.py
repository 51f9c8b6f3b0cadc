"""A clock that tests of sessions and codes move forward."""

import pytest


@pytest.fixture
def clock(monkeypatch):
    """Return a function that moves `time.time` forward by seconds."""
    import time

    real, moved = time.time, {"by": 0}
    monkeypatch.setattr(time, "time", lambda: real() + moved["by"])

    def forward(seconds):
        moved["by"] += seconds

    return forward
