"""What a person has closed or handed over and can still undo, and what could not be done any more."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from casework.cases.models import PlannedAct
from ui.templatetags.ui import clock


@dataclass(frozen=True)
class Batch:
    """Acts of one kind that were planned at once. `words` is what follows."""

    acts: list[PlannedAct]

    @property
    def first(self):
        return self.acts[0]

    @property
    def waits(self):
        return self.first.due_at is not None

    @property
    def words(self):
        return act_words(self.first)

    @property
    def outcome(self):
        return self.first.facts.get("outcome", "")


def batches(planned):
    """Return planned acts as batches, in the order of the first of each. What could not be done stands apart."""
    found = {}
    for each in planned:
        found.setdefault((each.batch, each.due_at), []).append(each)
    return [Batch(acts) for acts in found.values()]


def act_words(planned):
    """Return what becomes of a case, or what could not be done."""
    facts = {"name": planned.facts.get("name", ""), "office": planned.facts.get("office", "")}
    if planned.due_at is None:
        words = {
            PlannedAct.Act.CLOSE: _("Not closed, because something came from the constituent"),
            PlannedAct.Act.OFFER: _("Not offered to %(office)s, because the case changed"),
            PlannedAct.Act.ASSIGN: _("Not given to %(name)s, because the case changed")
            if facts["name"]
            else _("Still assigned, because the case changed"),
        }
        return words[planned.act] % facts
    facts["time"] = clock(planned.due_at)
    words = {
        PlannedAct.Act.CLOSE: _("Closes at %(time)s"),
        PlannedAct.Act.OFFER: _("Goes to %(office)s for an answer at %(time)s"),
        PlannedAct.Act.ASSIGN: _("Goes to %(name)s at %(time)s")
        if facts["name"]
        else _("Becomes no one’s at %(time)s"),
    }
    return words[planned.act] % facts


def until_then(planned):
    """Return the sentence on an act that was just planned."""
    return _("%(what)s. Until then you can undo it.") % {"what": act_words(planned)}


def planned_on(case, user):
    """Return what this person planned for a case."""
    return batches(PlannedAct.objects.in_offices_of(user).filter(case=case, author=user.pk))
