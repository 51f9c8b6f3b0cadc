"""Whose turn a case is, and which act takes it from which turns to which. The one table that says so."""

from dataclasses import dataclass
from enum import Enum, auto

from django.db import models
from django.utils.translation import gettext_lazy as _


class Turn(models.TextChoices):
    OFFICE = "office", _("Our turn")
    CONSTITUENT = "constituent", _("Their turn")
    THIRD_PARTY = "third-party", _("Third party")
    NOBODY = "", _("Closed")


# The facts about a person that a third party may be told, chosen each time.
TOLD = {
    "name": _("their name"),
    "address": _("their address"),
    "phone": _("their phone number"),
    "email": _("their email address"),
}


class Act(Enum):
    """What is done to a case that says whose turn it is."""

    HAND_ON = auto()
    CLOSE = auto()
    REOPEN = auto()


@dataclass(frozen=True)
class Move:
    before: frozenset[Turn]
    after: frozenset[Turn]


OPEN_TURNS = [Turn.OFFICE, Turn.CONSTITUENT, Turn.THIRD_PARTY]
OPEN, CLOSED = frozenset(OPEN_TURNS), frozenset({Turn.NOBODY})
MOVES = {
    Act.HAND_ON: Move(before=OPEN, after=OPEN),
    Act.CLOSE: Move(before=OPEN, after=CLOSED),
    Act.REOPEN: Move(before=CLOSED, after=frozenset({Turn.OFFICE})),
}


def allowed(act: Act, *, before: str, after: str) -> bool:
    move = MOVES[act]
    return before in move.before and after in move.after
