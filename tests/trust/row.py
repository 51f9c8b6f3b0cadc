"""A row of what one URL writes to the audit log, and the words that many rows share."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.utils import timezone

from tests import factories

CANARY = "canary-5b1d90e2"
FORM = "a form about nobody yet"
NO_CASE = "shows who works here, no case data"
POLLS = "says whether something has changed to an open page, which then asks for"
ONLY_ACTS = "there is nothing to look at, only a button on another page"


@dataclass(frozen=True)
class Row:
    """What one URL writes to the audit log.

    `looks`: the verb of a visit, or "" with the reason in `why`. `acts`: the verb of pressing its button with the
    fields `sends`. `also`: what the same press does besides, each an act of its own that the log must show. `who` is
    the person of the cast who does it, `first` prepares the world for it.
    """

    looks: str = ""
    why: str = ""
    acts: str = ""
    sends: dict = field(default_factory=dict)
    also: tuple = ()
    who: str = "dev"
    first: str = ""


def day(name, ahead):
    when = timezone.localdate() + timedelta(days=ahead)
    return {f"{name}_day": when.day, f"{name}_month": when.month, f"{name}_year": when.year}


# In how many working days an office acts, as its manager sends it.
DEADLINES = {
    f"{nature}-{name}_in": str(days)
    for nature in ("casework", "policy", "other")
    for name, days in (("acknowledge", 2), ("answer", 9), ("chase", 9))
}
ELECTED = {
    "elected": "ines-vale",
    "kind": "member",
    "thing": "ines-vale",
    "what": "seat",
    "day": str(factories.ELECTED),
}
