"""What crosses the wall on purpose. Every other difference between two worlds is a leak.

The proof of non-interference fails for a difference without a line here, and for a line here without a difference.
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Crossing:
    """An allowed difference: `where` is a pattern for lines that describe it, `reason` says why it is allowed."""

    where: str
    reason: str

    def covers(self, line):
        return re.search(self.where, line) is not None


CROSSINGS = [
    Crossing(
        where=r"^dev (get|post) /office/team/[0-9a-f-]+/(recover|lock)/( ?, then)?: ",
        reason="A colleague who also works in another office: no single office may change how they sign in or lock "
        "their account, because that would keep them out of the other office too. The manager is told so. The other "
        "office is not named, and the colleague knows.",
    ),
    Crossing(
        where=r"^mail to zed@london\.example",
        reason="An address that nobody proved gets one acknowledgement a day from all offices together, else a "
        "stranger could fill somebody's mailbox. Only the owner of the address sees whether a second one came.",
    ),
]


def unexplained(lines, crossings=CROSSINGS):
    """Return differences that no crossing covers, and crossings that cover none, a line each."""
    leaks = [line for line in lines if not any(crossing.covers(line) for crossing in crossings)]
    unused = [
        f"declassified.py names what does not cross: {crossing.where}"
        for crossing in crossings
        if not any(crossing.covers(line) for line in lines)
    ]
    return leaks + unused
