"""How a reply reaches the person, and what to do if nothing tells them of it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from backoffice.words import masked
from casework.cases.alerts import target_among
from casework.constituents.models import AlertWay, ContactPoint
from casework.outbox.models import Channel


@dataclass(frozen=True)
class Way:
    """Where a reply is read, where its alert goes, and without one why that is and what else helps."""

    place: str
    in_portal: bool
    alert: str = ""
    by_text: bool = False
    silence: str = ""
    instead: str = ""

    @property
    def words(self):
        if self.alert:
            return _("in the portal, with an alert that says nothing about the case")
        return " ".join(filter(None, [self.place, self.silence, self.instead]))


def way_to(case, points, choice=None):
    """The way of a reply to whoever raised this case: their contact points, and what they chose."""
    in_portal = not case.safe_contact and case.constituent.account_id is not None
    place = _("in the portal.") if in_portal else _("kept on the case.")
    if target := target_among(points, case, choice):
        by_text = target.channel == Channel.TEXT
        value = target.point.value
        return Way(place, in_portal, alert=f"•••{value[-3:]}" if by_text else masked(value), by_text=by_text)
    if choice and choice.way == AlertWay.NONE and not case.safe_contact:
        return Way(place, in_portal, silence=_("No alert goes: they chose to look for themselves."))
    return Way(place, in_portal, silence=_silence(case, points), instead=_instead(case, points))


def _silence(case, points):
    """Why no alert can go."""
    emails = [each for each in points if each.kind == ContactPoint.Kind.EMAIL]
    if case.safe_contact:
        return _("No alert can go: safe contact.")
    if not emails:
        return _("No alert can go: no email address.")
    if not any(each.safe for each in emails):
        return _("No alert can go: it is not safe to email.")
    if case.constituent.account_id is None:
        return _("They see it once they sign in with this address. No alert can go before that.")
    return _("No alert can go: the email address is not proved.")


def _instead(case, points):
    """What to do as well; nothing is asked for that the record has no number or address for."""
    if case.safe_contact:
        return _("Reach them in the way they gave.")
    kinds = {each.kind for each in points if each.safe}
    phone, post = ContactPoint.Kind.PHONE in kinds, ContactPoint.Kind.POST in kinds
    if phone and post:
        return _("Phone or write as well.")
    if phone:
        return _("Phone them as well.")
    return _("Write them a letter as well.") if post else ""
