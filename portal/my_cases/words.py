"""Sentences that describe a case to the constituent who raised it."""

from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from body.english import bdi, filled
from casework.cases.models import Case, Message
from casework.cases.turns import TOLD, Turn
from ui.templatetags.ui import day

ENDED = {
    Case.Ending.WITHDRAWN: gettext_lazy("You told us that you no longer need help."),
    Case.Ending.PASSED_ON: gettext_lazy("The office passed your case on to another office."),
}


def turn_words(case):
    """Return `{mine, kind, tag, title, text}`: whose turn it is, from the constituent's point of view."""
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
        "text": case.outcome or str(ENDED.get(case.ending, "")),
    }


def permission_words(case):
    """Return `turn_words` of a withheld case, which reveal only that the case was received and awaits permission."""
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
            "You wrote for someone else. The office can tell you nothing before that person agrees. You can add more."
        ),
    }


def turn_facts(case):
    """Return (label, value) pairs to show under the turn: the start of waiting, and the next date or that none
    is set.
    """
    if case.is_withheld:
        return [(_("Received on"), day(case.opened_at))]
    if not case.is_open:
        return [(_("Closed on"), day(case.closed_at))]
    waiting = _("Waiting for you since") if case.turn == Turn.CONSTITUENT else _("Waiting since")
    facts = [
        (waiting, day(case.waiting_since)),
        (_("Next date"), day(case.next_on) if case.next_on else _("no next date set")),
    ]
    if case.authority_id is not None:
        facts.append((_("You may act for someone else until"), day(case.authority.last_day)))
    return facts


def event_words(activity):
    """Return one line for an activity, or "" if it is not shown to the constituent."""
    detail = activity.detail
    if activity.verb == activity.Verb.RAISED:
        return filled(_("You raised this case with %(member)s"), member=bdi(detail.get("member", "")))
    if activity.verb == activity.Verb.CLOSED:
        return _closed(detail)
    if activity.verb == activity.Verb.WITHDRAWN:
        return _("You told the office that you no longer need help")
    if activity.verb == activity.Verb.REOPENED:
        return (
            _("You opened this case again") if detail.get("asked") else _("The office opened this case again")
        )
    if activity.verb == activity.Verb.RECEIVED:
        return filled(
            _("%(office)s passed your case on to this office"), office=bdi(detail.get("office", ""))
        )
    if activity.verb == activity.Verb.HELD and detail.get("direction") == Message.Direction.OUT:
        return _("We’ve held back a file from the office because it may have a virus. We’ve told the office.")
    if activity.verb == activity.Verb.HELD:
        return _("We hold back a file because it may have a virus. Check your device, then send a new copy.")
    if activity.verb == activity.Verb.TURN and detail.get("turn") == Turn.THIRD_PARTY:
        asked = filled(_("The office asked %(name)s"), name=bdi(detail.get("waiting_on", "")))
        return format_html("{}. {}", asked, told_words(detail["told"])) if "told" in detail else asked
    return ""


def told_words(told):
    """Return a sentence that lists the facts about the constituent a third party was told."""
    facts = ", ".join(str(TOLD[fact]) for fact in told if fact in TOLD)
    if facts:
        return _("They told them: %(facts)s") % {"facts": facts}
    return _("They did not say who you are")


def _closed(detail):
    ending = detail.get("ending")
    if ending == Case.Ending.WITHDRAWN:
        return _("You closed this case because you no longer need help")
    if ending == Case.Ending.PASSED_ON:
        return filled(_("The office passed your case on to %(office)s"), office=bdi(detail.get("office", "")))
    return filled(_("The office closed this case: %(outcome)s"), outcome=bdi(detail.get("outcome", "")))


def share_events(share):
    """Yield `{at, event}` for the start of the share and, once it is over, for its end."""
    facts = {"office": bdi(share.to_office), "day": day(share.last_day), "agreed": day(share.agreed_on)}
    began = filled(_("You agreed on %(agreed)s that %(office)s may read this case until %(day)s"), **facts)
    yield {"at": share.accepted_at, "event": began}
    over = share.ended_at or share.until
    if over <= timezone.now():
        ended = filled(_("%(office)s can no longer read this case"), office=facts["office"])
        yield {"at": over, "event": ended}


def transfer_event(transfer):
    facts = {"office": bdi(transfer.to_office), "agreed": day(transfer.agreed_on)}
    words = _("You agreed on %(agreed)s that your case goes to %(office)s. They have their own copy.")
    return {"at": transfer.accepted_at, "event": filled(words, **facts)}


def read_by(shares):
    """Return a sentence about the other office that may read the case now, or ""."""
    for share in shares:
        if share.ended_at is None and share.until > timezone.now():
            facts = {
                "office": bdi(share.to_office),
                "since": day(share.accepted_at),
                "day": day(share.last_day),
            }
            words = _(
                "%(office)s may read this case too, from %(since)s to %(day)s, because you agreed. "
                "If you no longer agree, tell the office of your case and it ends."
            )
            return filled(words, **facts)
    return ""
