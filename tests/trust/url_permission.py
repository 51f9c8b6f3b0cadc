"""A row of the permission table, and what many rows share."""

import uuid
from dataclasses import dataclass, field

UNDER_WAGTAIL = "editor/"
CASE, FILE = {"reference": "reference"}, {"reference": "reference", "uuid": "file"}
NOTE = {"reference": "reference", "uuid": "note"}


@dataclass(frozen=True)
class Row:
    """The reviewed permission of one URL."""

    who: str
    why: str = ""
    args: dict[str, str] = field(default_factory=dict)
    sends: dict[str, object] = field(default_factory=dict)
    asks: tuple[str, ...] = ()
    empty: bool = False  # there may be nothing to show to those who may open it
    gone: bool = False  # a part that is not there may have been: the same page says that it is gone
    posts: str = ""  # who may send a form here, if not everyone who may read
    path: str = ""  # for routes that are regular expressions: an address that matches


def once():
    """Return a new random identifier for a message or note."""
    return str(uuid.uuid4())


SEARCHES = ("", "?view=all", "?view=closed", "?q=subject", "?q=name&view=all", "?owner=no-one")
CODE = "asks for an emailed code, counted by address and by sender"
PUBLIC_FACTS = "shows public facts only and keeps nothing"
ANSWERS = "reaches the answers of this browser's own submission only"
