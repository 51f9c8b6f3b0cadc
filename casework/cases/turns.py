"""Whose turn a case is, and which moves are allowed. The one table that says so."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Turn(models.TextChoices):
    OFFICE = "office", _("Our turn")
    CONSTITUENT = "constituent", _("Their turn")
    THIRD_PARTY = "third-party", _("Third party")
    NOBODY = "", _("Closed")


MOVES = {
    Turn.OFFICE: {Turn.OFFICE, Turn.CONSTITUENT, Turn.THIRD_PARTY, Turn.NOBODY},
    Turn.CONSTITUENT: {Turn.OFFICE, Turn.CONSTITUENT, Turn.THIRD_PARTY, Turn.NOBODY},
    Turn.THIRD_PARTY: {Turn.OFFICE, Turn.CONSTITUENT, Turn.THIRD_PARTY, Turn.NOBODY},
    Turn.NOBODY: {Turn.OFFICE},
}
OPEN_TURNS = [Turn.OFFICE, Turn.CONSTITUENT, Turn.THIRD_PARTY]
