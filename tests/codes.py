"""Codes as mails show them: eight digits in two groups, so that they can be read out and typed."""

import re

MAILED = re.compile(r"\b(\d{4}) (\d{4})\b")


def code_of(text: str) -> str:
    """Return the digits of the first mailed code in a text. Raise AssertionError without one."""
    found = MAILED.search(text)
    assert found, f"no code in: {text[:200]}"
    return "".join(found.groups())
