"""Made-up names of the people who write, drawn so that no name occurs twice."""

import random
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent


def names() -> Iterator[str]:
    """Yield thousands of full names, each once and in the same order on every run."""
    first, last = ((HERE / f"{part}_names.txt").read_text().split() for part in ("first", "last"))
    pairs = [(name, family) for name in first for family in last]
    random.Random("names").shuffle(pairs)
    for name, family in pairs:
        yield f"{name} {family}"
