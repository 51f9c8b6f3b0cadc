"""Keeping wordings: of an office by its managers, of the whole body by an administrator."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.checking import refuse_changed

from .fields import MARK
from .models import OfficeWording, SharedWording, Wording

TELLING = 20  # a piece of fewer characters could be inside any reply


@transaction.atomic
def keep_wording(*, wording: Wording, by: User, seen: datetime | None = None) -> Wording:
    """Store a new or changed wording. Raise ValidationError for one that may not be.

    `seen` is its `changed_at` as the writer saw it. Raise RowChanged if someone else changed it since.
    """
    refuse_changed(wording, seen=seen)
    wording.owner = wording.owner or by
    wording.changed_at = timezone.now()
    wording.full_clean()
    wording.save()
    record(Verb.WORDING_KEPT, by=by, office=_office_of(wording), subject=str(wording.uuid))
    return wording


@transaction.atomic
def end_wording(*, wording: Wording, by: User) -> None:
    """Offer a wording no longer. Replies that hold it stay as they are."""
    changed = type(wording)._base_manager.filter(pk=wording.pk, ended_at=None).update(ended_at=timezone.now())
    if changed:
        record(Verb.WORDING_ENDED, by=by, office=_office_of(wording), subject=str(wording.uuid))


def _office_of(wording: Wording) -> int | None:
    return getattr(wording, "office_id", None)


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
