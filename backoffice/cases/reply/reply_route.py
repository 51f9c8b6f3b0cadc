"""How a reply reaches the person, and what to do if nothing tells them of it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from backoffice.words import masked
from casework.cases.services.alerts.alert import target_among
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


def way_to(case, points, choice=None, *, by_code=False, safe_way=""):
    """The way of a reply to the person who raised this case: their contact points, and what they chose.

    `by_code` says whether a word or a code opens the case to them now, `safe_way` what they said is safe.
    """
    signs_in = not case.safe_contact and case.constituent.account_id is not None
    in_portal = signs_in or by_code
    place = _place(signs_in=signs_in, by_code=by_code)
    if target := target_among(points, case, choice):
        by_text = target.channel == Channel.TEXT
        value = target.point.value
        in_portal = in_portal or not case.safe_contact  # an alert leads to the sign-in with a code
        return Way(place, in_portal, alert=f"•••{value[-3:]}" if by_text else masked(value), by_text=by_text)
    if choice and choice.way == AlertWay.NONE and not case.safe_contact:
        return Way(place, in_portal, silence=_("No alert goes: they chose to look for themselves."))
    if case.safe_contact:
        return Way(
            place, in_portal, silence=_("No alert can go: safe contact."), instead=_safe_instead(safe_way)
        )
    return Way(place, in_portal, silence=_silence(case, points), instead=_instead(points))


def _place(*, signs_in, by_code):
    if signs_in:
        return _("in the portal.")
    return _("in the portal, with their word or code.") if by_code else _("kept on the case.")


def _silence(case, points):
    """Why no alert can go."""
    emails = [each for each in points if each.kind == ContactPoint.Kind.EMAIL]
    if not emails:
        return _("No alert can go: no email address.")
    if not any(each.safe for each in emails):
        return _("No alert can go: it is not safe to email.")
    if case.constituent.account_id is None:
        if all(each.disowned_at for each in emails):
            return _("No alert can go: someone else reads that email address.")
        return _("We can’t notify them until they confirm this email address.")
    return _("No alert can go: the email address is not proved.")


def _safe_instead(way):
    """What to do on a safe-contact case, as the box above the case says it."""
    return _("Reach them in the way they gave.") if way else _("No safe way is known, so wait for them.")


def _instead(points):
    """What to do as well; nothing is asked for that the record has no number or address for."""
    kinds = {each.kind for each in points if each.safe}
    phone, post = ContactPoint.Kind.PHONE in kinds, ContactPoint.Kind.POST in kinds
    if phone and post:
        return _("Phone or write as well.")
    if phone:
        return _("Phone them as well.")
    return _("Write them a letter as well.") if post else ""
