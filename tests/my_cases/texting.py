"""Text messages: written to files instead of sent, and read for the code in them."""

import re

import pytest

from casework.outbox.models import OutboxMessage
from casework.wall.scope import ALL, scoped

MOBILE = "+447700900123"


@pytest.fixture
def texts(settings, tmp_path):
    settings.TEXTS = {"BACKEND": "casework.outbox.texts.FileTexts", "OPTIONS": {"path": str(tmp_path / "t")}}


def texted_code():
    with scoped(ALL):
        text = OutboxMessage.objects.filter(purpose="alerts.code").last()
    assert text.recipients == [MOBILE]
    return re.search(rb"\b\d{6}\b", bytes(text.raw)).group().decode()
