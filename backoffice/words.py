"""How the desk puts things into words."""

from django.utils.translation import gettext as _

from casework.cases.models import Activity, RiskFlag
from casework.cases.turns import TOLD, Turn
from casework.files.models import Scan
from casework.files.scanning import QUARANTINE
from ui.templatetags.ui import day

from .dates import words_for_next_date


def turn_tag(case):
    """Whose turn, seen from the office: `Our turn`, `Their turn`, `Third party`, `Closed`."""
    return Turn(case.turn).label


def turn_kind(case):
    """Which shape the turn's tag has."""
    kinds = {Turn.OFFICE: "our-turn", Turn.CONSTITUENT: "their-turn", Turn.THIRD_PARTY: "third"}
    return kinds.get(Turn(case.turn), "closed")


def whose_turn(turn, case, waiting_on=""):
    """A turn by the name of whoever must act."""
    if turn == Turn.CONSTITUENT:
        return _("%(name)s’s turn") % {"name": case.constituent}
    if turn == Turn.THIRD_PARTY:
        return _("%(name)s’s turn") % {"name": waiting_on or case.waiting_on}
    return str(Turn(turn).label)


def masked(address):
    """d•••@example.com: enough to recognise an address, too little to copy it."""
    name, at, domain = address.rpartition("@")
    return f"{name[:1]}•••@{domain}" if at else "•••"


def event_words(activity, case):
    """One quiet line for something that happened to a case."""
    detail, who = activity.detail, activity.by or _("Somebody")
    if activity.verb == Activity.Verb.RAISED:
        return _("Raised on the web form, for %(member)s") % {"member": detail.get("member", "")}
    if activity.verb == Activity.Verb.ASSIGNED:
        return _assigned(who, detail.get("to"))
    if activity.verb == Activity.Verb.TURN:
        turn = whose_turn(detail.get("turn", Turn.OFFICE), case, detail.get("waiting_on", ""))
        now = _("Now %(turn)s") % {"turn": turn[:1].lower() + turn[1:] if turn in Turn.labels else turn}
        return f"{now}. {told_words(detail['told'])}" if "told" in detail else now
    if activity.verb == Activity.Verb.CLOSED and detail.get("asked"):
        return _("%(name)s no longer needs help and closed the case") % {"name": case.constituent}
    if activity.verb == Activity.Verb.CLOSED:
        return _("%(who)s closed the case: %(outcome)s") % {"who": who, "outcome": detail.get("outcome", "")}
    if activity.verb == Activity.Verb.RECEIVED:
        return _("Passed on by %(office)s, for %(member)s") % {
            "office": detail.get("office", ""),
            "member": detail.get("member", ""),
        }
    if activity.verb == Activity.Verb.HELD:
        return _(
            "A file is held because it may have a virus. Nobody can open it. It is destroyed after %(days)d days."
        ) % {"days": QUARANTINE.days}
    if activity.verb in {Activity.Verb.RISK, Activity.Verb.RISK_OVER}:
        return _risk(activity)
    return _("%(who)s opened the case again") % {"who": case.constituent if detail.get("asked") else who}


def scan_words(file):
    """What is known about viruses in a file, beside its name."""
    if file.scan == Scan.QUARANTINED:
        return _("held: it may have a virus")
    if file.scan == Scan.CLEAN:
        return _("no virus found")
    if file.scan == Scan.NONE:
        return _("checked")
    return _("held: not checked yet") if file.is_overdue else _("being checked")


def told_words(told):
    """What a third party was told about the person."""
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


def _assigned(who, to):
    if not to:
        return _("%(who)s made this no one’s case") % {"who": who}
    if to == str(who):
        return _("%(who)s took this case") % {"who": who}
    return _("%(who)s gave this case to %(to)s") % {"who": who, "to": to}


def strip(case):
    """The strip on top of a case: whose turn, since when, and the next date."""
    if case.is_open:
        facts = [_("since %(day)s") % {"day": day(case.waiting_since)}, _next_date(case.next_on)]
    else:
        facts = [_("since %(day)s") % {"day": day(case.closed_at)}, case.outcome]
    return {
        "mine": case.turn == Turn.OFFICE,
        "kind": turn_kind(case),
        "words": whose_turn(case.turn, case) if case.turn == Turn.THIRD_PARTY else turn_tag(case),
        "text": " · ".join(facts),
    }


def _next_date(when):
    if when is None:
        return _("no next date set")
    return _("next date: %(date)s") % {"date": words_for_next_date(when, day(when))}
