"""Sending replies once the time to undo them is over. The draft itself is the due row."""

from django.utils.translation import gettext as _

from casework.cases.models import ReplyDraft
from casework.cases.services.messages.planned_reply import give_back, send_draft

from .planned import do_due


def send_planned_replies() -> None:
    """Send each reply that is due. One that cannot go is a draft again."""
    do_due(ReplyDraft, due="send_at", do=_reply, author_left=_author_left, refused=_refused)


def _author_left(draft: ReplyDraft) -> None:
    give_back(draft=draft, sentence=_("This reply was not sent: who sent it no longer works here."))


def _refused(draft: ReplyDraft) -> None:
    give_back(
        draft=draft, sentence=_("This reply was not sent: the case changed. Check it and send it again.")
    )


def _reply(draft: ReplyDraft) -> None:
    send_draft(draft)
