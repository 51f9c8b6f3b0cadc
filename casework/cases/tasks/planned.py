"""What is done once the time to undo it is over. The planned row itself is the due row."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from casework.cases.models import PlannedAct, ReplyDraft
from casework.cases.permissions import can_work
from casework.cases.services.case import NotOfThisOffice
from casework.cases.services.messages.message import NotReleased, SignOffNeeded
from casework.cases.services.messages.reply_check import ReplyStopped
from casework.cases.services.safety.risk import RiskNotSettled
from casework.cases.services.sharing.offer import NotSafe, OfferedAlready, TooManyOffers
from casework.cases.services.sharing.transfer import NotOpen
from casework.cases.services.turn import EditConflict, MoveNotAllowed, ToldNotChosen
from casework.wall.scope import ALL, office_scope, scoped

REFUSALS = (
    EditConflict,
    MoveNotAllowed,
    NotOfThisOffice,
    NotOpen,
    NotReleased,
    NotSafe,
    OfferedAlready,
    ReplyStopped,
    RiskNotSettled,
    SignOffNeeded,
    ToldNotChosen,
    TooManyOffers,
    ValidationError,
    IntegrityError,
)


def do_due[Row: (ReplyDraft, PlannedAct)](
    model: type[Row],
    *,
    due: str,
    do: Callable[[Row], None],
    author_left: Callable[[Row], None],
    refused: Callable[[Row], None],
) -> None:
    """Do each row whose time `due` has come, each in the scope of its office.

    `author_left` takes one whose author no longer works there, `refused` one that its service refuses by now.
    """
    with scoped(ALL):
        rows = model.objects.filter(**{f"{due}__lte": timezone.now()}).order_by(due, "pk")
        found = list(rows.values_list("pk", "office"))
    for key, office in found:
        with scoped(office_scope(office)), transaction.atomic():
            # Another worker may have done it, or its author undone it.
            still = model.objects.select_for_update(of=("self",), no_key=True).filter(
                pk=key, **{f"{due}__lte": timezone.now()}
            )
            row = still.select_related("case", "author").first()
            if row is None:
                continue
            if row.author is None or not can_work(row.author, row.case):
                author_left(row)
                continue
            try:
                with transaction.atomic():
                    do(row)
            except REFUSALS:
                refused(row)
