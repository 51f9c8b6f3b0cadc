"""What people write to each office: one line a story in `stories/`, with topic, borough, subject and text."""

import csv
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "stories"


@dataclass(frozen=True)
class Story:
    """The facts of one case that a made-up Londoner raises."""

    topic: str
    borough: str
    subject: str
    body: str


def stories(office_slug: str) -> list[Story]:
    """Return the stories of an office. No two offices share one."""
    with (FOLDER / f"{office_slug}.txt").open(encoding="utf-8", newline="") as file:
        return [Story(*row) for row in csv.reader(file, delimiter="|", quoting=csv.QUOTE_NONE)]
