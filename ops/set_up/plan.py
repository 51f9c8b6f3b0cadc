"""The facts about a body before they become rows: the same from files, from the terminal and from the demo."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from operator import attrgetter


@dataclass(frozen=True)
class At:
    """The place of a value in the files, so that a problem can name it."""

    file: str
    line: int = 0

    def __str__(self):
        return f"{self.file}, line {self.line}" if self.line else self.file


@dataclass(frozen=True)
class Problem:
    """One fault: its place, and what to do."""

    at: At
    text: str

    def __str__(self):
        return f"{self.at}: {self.text}"


@dataclass(frozen=True)
class Group:
    at: At
    slug: str
    name: str


@dataclass(frozen=True)
class Council:
    """A council's district inside an area that elects one Member. `code` is the one of the postcode directory."""

    at: At
    area: str
    name: str
    code: str


@dataclass(frozen=True)
class Office:
    at: At
    slug: str
    name: str
    group: str
    phone: str = ""
    hours: str = ""


@dataclass(frozen=True)
class Period:
    """A Member from a day until before another: seat, group, and the office that works for them.

    `seat` is the name of an area, or what the body calls a seat for the whole place.
    """

    at: At
    name: str
    seat: str
    group: str
    office: str
    starts_on: date
    ends_on: date | None = None


@dataclass(frozen=True)
class Administrator:
    at: At
    email: str
    name: str


@dataclass
class Plan:
    """Everything that `set_up` makes. `facts` are columns of `body.Body`, `words` fill the standard form and pages."""

    facts: dict[str, str] = field(default_factory=dict)
    facts_at: dict[str, At] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    groups: list[Group] = field(default_factory=list)
    councils: list[Council] = field(default_factory=list)
    offices: list[Office] = field(default_factory=list)
    periods: list[Period] = field(default_factory=list)
    administrator: Administrator | None = None

    @property
    def whole_seat(self) -> str:
        return self.facts.get("whole_seat", "")

    @property
    def areas(self) -> list[str]:
        return list(dict.fromkeys(council.area for council in self.councils))

    def by_member(self) -> Iterator[tuple[str, list[Period]]]:
        """Return each Member with their periods, the earliest first."""
        ordered = sorted(self.periods, key=attrgetter("name", "starts_on"))
        for name, periods in groupby(ordered, key=attrgetter("name")):
            yield name, list(periods)


def spans(periods: Iterable[Period], what: str) -> Iterator[tuple[str, date, date | None]]:
    """Yield (value, from, until) of one column of a Member's periods.

    Periods that follow each other with the same value are one.
    """
    open_span: tuple[str, date, date | None] | None = None
    for period in periods:
        value = getattr(period, what)
        if open_span and open_span[0] == value and open_span[2] == period.starts_on:
            open_span = (value, open_span[1], period.ends_on)
            continue
        if open_span:
            yield open_span
        open_span = (value, period.starts_on, period.ends_on) if value else None
    if open_span:
        yield open_span
