"""The accessibility statement: written from what is known, so that it cannot say more than was found."""

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from django.conf import settings

from .base import SitePage

FACTS = Path(__file__).parent / "data/accessibility.json"
TESTED = Path(__file__).parent / "data/tested.json"  # written by `make a11y ARGS="--write-statement"`
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
    """The facts of `data/accessibility.json`, and of the last test in `data/tested.json`.

    `measured` is how pages were looked at and how many barriers were found that way.
    """

    standard: str
    conformance: str
    prepared_on: date
    not_tested: list[str]
    tested_on: date
    states: int
    measured: list[tuple[str, int]]
    issues: list[Issue]


def read(path: Path = FACTS, tested: Path = TESTED) -> Statement:
    """Raises ValueError for facts that cannot be true together, KeyError for a missing one."""
    facts, test = json.loads(path.read_text()), json.loads(tested.read_text())
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
        not_tested=facts["not_tested"],
        tested_on=date.fromisoformat(test["on"]),
        states=test["states"],
        measured=list(test["ways"].items()),
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
