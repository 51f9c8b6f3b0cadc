"""Keeping wordings: of an office by its managers, of the whole body by an administrator."""

from collections.abc import Iterable
from datetime import datetime

from accounts.models import User
from casework.audit.verbs import Verb
from casework.kept_texts import keep, withdraw

from .fields import MARK
from .models import OfficeWording, SharedWording, Wording

TELLING = 20  # a piece of fewer characters could be inside any reply


def keep_wording(*, wording: Wording, by: User, seen: datetime | None = None) -> Wording:
    """Store a new or changed wording, as `keep` does."""
    return keep(wording, verb=Verb.WORDING_KEPT, by=by, seen=seen)


def end_wording(*, wording: Wording, by: User) -> None:
    """Offer a wording no longer. Replies that hold it stay as they are."""
    withdraw(wording, since="ended_at", verb=Verb.WORDING_ENDED, by=by)


def wordings_of(office: int) -> list[Wording]:
    """Return what people of an office may use: its own wordings, then those of the whole body."""
    own, shared = OfficeWording.objects.in_use().filter(office=office), SharedWording.objects.in_use()
    return [*own, *shared]


def used_in(text: str, wordings: Iterable[Wording]) -> list[Wording]:
    """Return the wordings that are in a text, whatever stands in their fields now.

    Every telling piece must be in it. A wording without any is in it if each of its lines is a line of the text.
    """
    lines = [" ".join(line.split()) for line in text.splitlines()]
    said = " ".join(text.split())
    return [wording for wording in wordings if _is_in(said, lines, wording)]


def _is_in(said: str, lines: list[str], wording: Wording) -> bool:
    own = [[" ".join(piece.split()) for piece in MARK.split(line)[::2]] for line in wording.body.splitlines()]
    pieces = [piece for line in own for piece in line if piece]
    if telling := [piece for piece in pieces if len(piece) >= TELLING]:
        return all(piece in said for piece in telling)
    worded = [line for line in own if any(map(str.isalnum, "".join(line)))]
    return bool(worded) and all(any(_fits(line, each) for line in lines) for each in worded)


def _fits(line: str, pieces: list[str]) -> bool:
    """Return whether a line is these pieces in their order, with anything in the place of the fields between them."""
    first, *others = pieces
    if not others:
        return line == first
    at, end = len(first), len(line) - len(others[-1])
    for piece in others[:-1]:
        found = line.find(piece, at, max(at, end))
        if found < 0:
            return False
        at = found + len(piece)
    return at <= end and line.startswith(first) and line.endswith(others[-1])
