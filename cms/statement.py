"""The accessibility statement: written from what is known, so that it cannot say more than was found."""

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from django.conf import settings

from .base import SitePage

FACTS = Path(__file__).parent / "data/accessibility.json"
CONFORMANCE = {"full", "partial", "none"}


@dataclass(frozen=True)
class Issue:
    """One thing that does not meet the standard: what, which criterion, what to do instead, mended by when."""

    what: str
    criterion: str
    instead: str
    mended_by: date


@dataclass(frozen=True)
class Statement:
    """The facts of `data/accessibility.json`. `measured` is what was looked at and how many barriers were found."""

    standard: str
    conformance: str
    prepared_on: date
    tested_on: date
    tested_how: list[str]
    not_tested: list[str]
    measured: list[tuple[str, str]]
    issues: list[Issue]


def read(path: Path = FACTS) -> Statement:
    """Raises ValueError for facts that cannot be true together, KeyError for a missing one."""
    facts = json.loads(path.read_text())
    issues = [
        Issue(each["what"], each["criterion"], each["instead"], date.fromisoformat(each["mended_by"]))
        for each in facts["issues"]
    ]
    if facts["conformance"] not in CONFORMANCE or (facts["conformance"] == "full") == bool(issues):
        raise ValueError("Known issues and full conformance exclude each other.")
    return Statement(
        standard=facts["standard"],
        conformance=facts["conformance"],
        prepared_on=date.fromisoformat(facts["prepared_on"]),
        tested_on=date.fromisoformat(facts["tested_on"]),
        tested_how=facts["tested_how"],
        not_tested=facts["not_tested"],
        measured=[(line["what"], line["found"]) for line in facts["measured"]],
        issues=issues,
    )


@cache
def statement() -> Statement:
    return read()


class AccessibilityPage(SitePage):
    """The statement in the form that the law asks for. Editors write what stands before and after it."""

    held_for = "site"

    max_count = 1
    template = "cms/statement.html"

    def get_context(self, request, *args, **kwargs):
        facts = {"statement": statement(), "site": settings.BASE_URL}
        return super().get_context(request, *args, **kwargs) | facts
