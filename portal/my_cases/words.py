"""How a case is put to the person who raised it. Nothing is promised that staff did not set."""

from django.utils import timezone
from django.utils.translation import gettext as _

from casework.cases.ending import NO_LONGER_NEEDED
from casework.cases.models import Message
from casework.cases.turns import Turn
from ui.templatetags.ui import day

from .told import told_words


def turn_words(case):
    """Whose turn it is, seen from the constituent: `{mine, kind, tag, title, text}`."""
    if case.is_withheld:
        return permission_words(case)
    if case.turn == Turn.CONSTITUENT:
        return {
            "mine": True,
            "kind": "our-turn",
            "tag": _("Your turn"),
            "title": _("It is your turn"),
            "text": _("The office needs something from you. Read its last message, then reply."),
        }
    if case.turn == Turn.THIRD_PARTY:
        return {
            "mine": False,
            "kind": "third",
            "tag": _("%(name)s’s turn") % {"name": case.waiting_on},
            "title": _("It is %(name)s’s turn") % {"name": case.waiting_on},
            "text": _("The office asked %(name)s and waits for an answer.") % {"name": case.waiting_on},
        }
    if case.turn == Turn.OFFICE:
        return {
            "mine": False,
            "kind": "their-turn",
            "tag": _("The office’s turn"),
            "title": _("It is the office’s turn"),
            "text": _("The office has your case."),
        }
    return {
        "mine": False,
        "kind": "closed",
        "tag": _("Closed"),
        "title": _("This case is closed"),
        "text": outcome_words(case.outcome),
    }


def permission_words(case):
    """What may be said to who wrote for somebody else, before that person agrees: that we have it, and wait."""
    if not case.is_open:
        return {
            "mine": False,
            "kind": "closed",
            "tag": _("Closed"),
            "title": _("This case is closed"),
            "text": "",
        }
    return {
        "mine": False,
        "kind": "third",
        "tag": _("Waits for permission"),
        "title": _("We have your message and wait for permission"),
        "text": _(
            "You wrote for somebody else. The office can tell you nothing before that person agrees. You can add more."
        ),
    }


def outcome_words(outcome):
    return _("You told us that you no longer need help.") if outcome == NO_LONGER_NEEDED else outcome


def turn_facts(case):
    """The facts under the turn: since when, and the next date if staff set one. Pairs of words and value."""
    if case.is_withheld:
        return [(_("Received on"), day(case.opened_at))]
    if not case.is_open:
        return [(_("Closed on"), day(case.closed_at))]
    waiting = _("Waiting for you since") if case.turn == Turn.CONSTITUENT else _("Waiting since")
    return [
        (waiting, day(case.waiting_since)),
        (_("Next date"), day(case.next_on) if case.next_on else _("no next date set")),
    ]


def event_words(activity):
    """One quiet line for something that happened, or nothing if the constituent need not read it."""
    detail = activity.detail
    if activity.verb == activity.Verb.RAISED:
        return _("You raised this case with %(member)s") % {"member": detail.get("member", "")}
    if activity.verb == activity.Verb.CLOSED:
        if detail.get("asked"):
            return _("You closed this case because you no longer need help")
        return _("The office closed this case: %(outcome)s") % {"outcome": detail.get("outcome", "")}
    if activity.verb == activity.Verb.REOPENED:
        return (
            _("You opened this case again") if detail.get("asked") else _("The office opened this case again")
        )
    if activity.verb == activity.Verb.RECEIVED:
        return _("%(office)s passed your case on to this office") % {"office": detail.get("office", "")}
    if activity.verb == activity.Verb.HELD and detail.get("direction") == Message.Direction.OUT:
        return _("We hold back a file of the office because it may have a virus. They were told.")
    if activity.verb == activity.Verb.HELD:
        return _("We hold back a file because it may have a virus. Check your device, then send a new copy.")
    if activity.verb == activity.Verb.TURN and detail.get("turn") == Turn.THIRD_PARTY:
        asked = _("The office asked %(name)s") % {"name": detail.get("waiting_on", "")}
        return f"{asked}. {told_words(detail['told'])}" if "told" in detail else asked
    return ""


def share_events(share):
    """That another office may read the case, and once it no longer may, that too: `{at, event}` each."""
    facts = {"office": share.to_office, "day": day(share.last_day), "agreed": day(share.agreed_on)}
    began = _("You agreed on %(agreed)s that %(office)s may read this case until %(day)s") % facts
    yield {"at": share.accepted_at, "event": began}
    over = share.ended_at or share.until
    if over <= timezone.now():
        yield {"at": over, "event": _("%(office)s can no longer read this case") % facts}


def transfer_event(transfer):
    facts = {"office": transfer.to_office, "agreed": day(transfer.agreed_on)}
    words = _("You agreed on %(agreed)s that your case goes to %(office)s. They have their own copy.")
    return {"at": transfer.accepted_at, "event": words % facts}


def read_by(shares):
    """Who else may read the case now, in one sentence; nothing if nobody may."""
    for share in shares:
        if share.ended_at is None and share.until > timezone.now():
            facts = {"office": share.to_office, "since": day(share.accepted_at), "day": day(share.last_day)}
            return (
                _(
                    "%(office)s may read this case too, from %(since)s to %(day)s, because you agreed. "
                    "If you no longer agree, tell the office of your case and it ends."
                )
                % facts
            )
    return ""
