"""Answers saved for later, with a link that was mailed."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.raise_case.come_back.links import request_link


@pytest.fixture
def saved(hand):
    """Return the client of a submission with details and a file, for which a link was requested."""
    hand.fill(until="files")
    hand.post(
        "files", {"files": [SimpleUploadedFile("letter.txt", b"Dear operator", "text/plain")]}, upload="1"
    )
    request_link(hand)
    return hand
