"""What a check of an installation found, and how grave it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class Level(StrEnum):
    OK = "ok"
    WARNING = "warning"
    FAULT = "fault"


@dataclass(frozen=True)
class Finding:
    level: Level
    text: str


Findings = Iterator[Finding]
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def ok(text: str = "") -> Finding:
    return Finding(Level.OK, text)


def warning(text: str) -> Finding:
    return Finding(Level.WARNING, text)


def fault(text: str) -> Finding:
    return Finding(Level.FAULT, text)


def age_finding(
    age: timedelta | None, *, warn: timedelta, worst: timedelta, what: str, advice: str
) -> Finding:
    """Return a finding whose level depends on the age; None is fine."""
    if age is None or age <= warn:
        return ok()
    level = Level.FAULT if age > worst else Level.WARNING
    return Finding(level, f"{what} for {formatted(age)}. {advice}")


def formatted(age: timedelta) -> str:
    for unit, name in ((DAY, "days"), (HOUR, "hours"), (MINUTE, "minutes")):
        if age >= 2 * unit:
            return f"{age // unit} {name}"
    return f"{age.total_seconds():.0f} seconds"
