"""Phrases of the back-office pages."""

from django.utils.translation import gettext as _

from casework.cases.models import Activity, Case, RiskFlag
from casework.cases.turns import TOLD, Turn
from casework.files.models import Scan
from casework.files.scanning import QUARANTINE
from ui.templatetags.ui import day

from .dates import deadline_words, words_for_next_date


def turn_tag(turn):
    """Return whose turn it is, from the office: `Our turn`, `Their turn`, `Third party`, `Closed`."""
    return Turn(turn).label


def turn_kind(turn):
    """Return the shape of the turn's tag."""
    kinds = {Turn.OFFICE: "our-turn", Turn.CONSTITUENT: "their-turn", Turn.THIRD_PARTY: "third"}
    return kinds.get(Turn(turn), "closed")


def whose_turn(turn, case, waiting_on=""):
    """Return whose turn it is, by the name of the person or third party."""
    if turn == Turn.CONSTITUENT:
        return _("%(name)s’s turn") % {"name": case.constituent.name or _("the writer")}
    if turn == Turn.THIRD_PARTY:
        return _("%(name)s’s turn") % {"name": waiting_on or case.waiting_on}
    return str(Turn(turn).label)


def masked(address):
    """Return a masked address such as d•••@example.com, enough to recognise it but not to copy it."""
    name, at, domain = address.rpartition("@")
    return f"{name[:1]}•••@{domain}" if at else "•••"


def event_words(activity, case):
    """Return one line for an activity on a case."""
    detail, who = activity.detail, activity.by or _("Someone")
    if activity.verb == Activity.Verb.RAISED:
        return _raised(case, detail)
    if activity.verb == Activity.Verb.ASSIGNED:
        return _assigned(who, detail)
    if activity.verb == Activity.Verb.TURN:
        return _turn(case, detail)
    if activity.verb == Activity.Verb.CLOSED:
        return _closed(case, who, detail)
    if activity.verb == Activity.Verb.WITHDRAWN:
        return _(
            "%(name)s no longer needs help. The case stays open until you settle the risk and close it"
        ) % {"name": case.constituent}
    if activity.verb == Activity.Verb.RECEIVED:
        return _("Passed on by %(office)s, for %(member)s") % {
            "office": detail.get("office", ""),
            "member": detail.get("member", ""),
        }
    if activity.verb == Activity.Verb.HELD:
        return _(
            "A file is held because it may have a virus. No one can open it. It is destroyed after %(days)d days."
        ) % {"days": QUARANTINE.days}
    if activity.verb in {Activity.Verb.SIGNED, Activity.Verb.SENT_BACK}:
        return _signing(activity)
    if activity.verb in {Activity.Verb.RISK, Activity.Verb.RISK_OVER}:
        return _risk(activity)
    return _("%(who)s opened the case again") % {"who": case.constituent if detail.get("asked") else who}


def _raised(case, detail):
    """By which channel the case came, for whom, and who typed it in."""
    facts = {"member": detail.get("member", ""), "channel": case.channel, "name": case.typed_by}
    if case.channel is None:
        return _("Raised for %(member)s") % facts
    if case.typed_by:
        return _("Raised for %(member)s. Channel: %(channel)s. Typed in by %(name)s") % facts
    return _("Raised for %(member)s. Channel: %(channel)s") % facts


def came_by(message):
    """By which channel a message of the constituent came, and who typed it in."""
    if message.channel is None:
        return _("channel not recorded")
    if message.typed_by:
        return _("%(channel)s · typed in by %(name)s") % {
            "channel": message.channel,
            "name": message.typed_by,
        }
    return str(message.channel)


def scan_words(file):
    """Return the state of the virus scan of a file."""
    if file.scan == Scan.QUARANTINED:
        return _("held: it may have a virus")
    if file.scan == Scan.CLEAN:
        return _("no virus found")
    if file.scan == Scan.NONE:
        return _("checked")
    return _("held: not checked yet") if file.is_overdue else _("being checked")


def told_words(told):
    """Return a sentence on what a third party was told about the person."""
    facts = ", ".join(str(TOLD[fact]) for fact in told if fact in TOLD)
    if facts:
        return _("They were told: %(facts)s") % {"facts": facts}
    return _("They were told nothing that says who the person is")


def _risk(activity):
    """Who flagged or settled which risk; without a name it was said in the form."""
    facts = {"who": activity.by, "risk": dict(RiskFlag.Kind.choices).get(activity.detail.get("risk"), "")}
    if activity.verb == Activity.Verb.RISK_OVER:
        return _("%(who)s settled a risk: %(risk)s") % facts
    if activity.by is None:
        return _("Risk, as the form said: %(risk)s") % facts
    return _("%(who)s flagged a risk: %(risk)s") % facts


def _signing(activity):
    facts = {
        "who": activity.by or _("Someone"),
        "writer": activity.detail.get("writer") or _("a former colleague"),
    }
    if activity.verb == Activity.Verb.SENT_BACK:
        return _("%(who)s sent a reply back to %(writer)s") % facts
    if activity.detail.get("changed"):
        return _("%(who)s changed a reply of %(writer)s and signed it off") % facts
    return _("%(who)s signed off a reply of %(writer)s") % facts


def _turn(case, detail):
    turn = detail.get("turn", Turn.OFFICE)
    words = whose_turn(turn, case, detail.get("waiting_on", ""))
    if turn not in {Turn.CONSTITUENT, Turn.THIRD_PARTY}:  # the name of a person or body stays as it is
        words = _small(words)
    now = _("Now %(turn)s") % {"turn": words}
    return f"{now}. {told_words(detail['told'])}" if "told" in detail else now


def _closed(case, who, detail):
    ending = detail.get("ending")
    if ending == Case.Ending.WITHDRAWN:
        return _("%(name)s no longer needs help and closed the case") % {"name": case.constituent}
    if ending == Case.Ending.PASSED_ON:
        return _("%(office)s took this case on") % {"office": detail.get("office", "")}
    return _("%(who)s closed the case: %(outcome)s") % {"who": who, "outcome": detail.get("outcome", "")}


def ending_words(case):
    """Return the outcome of a closed case, or else its kind of ending."""
    return case.outcome or case.get_ending_display()


def _assigned(who, detail):
    to = detail.get("to")
    if detail.get("left"):
        return _("This became no one’s case, because its owner left the office")
    if not to:
        return _("%(who)s made this no one’s case") % {"who": who}
    if detail.get("took"):
        return _("%(who)s took this case") % {"who": who}
    return _("%(who)s gave this case to %(to)s") % {"who": who, "to": to}


def strip(case, deadlines=()):
    """The strip on top of a case: whose turn, since when, the next date, and the soonest deadline for its office."""
    if case.is_open:
        facts = [_("since %(day)s") % {"day": day(case.waiting_since)}, _next_date(case.next_on)]
        facts += [_small(deadline_words(each)) for each in deadlines[:1]]
    else:
        facts = [_("since %(day)s") % {"day": day(case.closed_at)}, ending_words(case)]
    return {
        "mine": case.turn == Turn.OFFICE,
        "kind": turn_kind(case.turn),
        "words": whose_turn(case.turn, case) if case.turn == Turn.THIRD_PARTY else turn_tag(case.turn),
        "text": " · ".join(facts),
    }


def _small(words):
    return words[:1].lower() + words[1:]


def _next_date(when):
    if when is None:
        return _("no next date set")
    return _("next date: %(date)s") % {"date": words_for_next_date(when, day(when))}
