"""What crosses the wall on purpose. Everything else that differs between two worlds is a leak.

The proof of non-interference fails for a difference that no line here names, and for a line here that names none.
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Crossing:
    """`where` is a pattern for the lines that tell of the difference; `reason` says why it may be there."""

    where: str
    reason: str

    def covers(self, line):
        return re.search(self.where, line) is not None


CROSSINGS = [
    Crossing(
        where=r"^dev (get|post) /office/team/[0-9a-f-]+/invite-again/( ?, then)?: ",
        reason="A colleague who works in another office too: one office alone cannot change how they sign in, and its "
        "manager is told so instead of losing the colleague's way in to the other office. The other office is not "
        "named, and the colleague knows.",
    ),
    Crossing(
        where=r"^mail to zed@london\.example",
        reason="An address that nobody proved gets one acknowledgement a day from all offices together, else a "
        "stranger could fill somebody's mailbox. Only the owner of the address sees whether a second one came.",
    ),
]


def unexplained(lines, crossings=CROSSINGS):
    """The differences that no crossing covers, and the crossings that cover nothing, a line each."""
    leaks = [line for line in lines if not any(crossing.covers(line) for crossing in crossings)]
    unused = [
        f"declassified.py names what does not cross: {crossing.where}"
        for crossing in crossings
        if not any(crossing.covers(line) for line in lines)
    ]
    return leaks + unused
