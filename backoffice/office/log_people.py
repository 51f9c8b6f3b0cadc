"""Whose names an office's log may say: of its own people, now and before. Everybody else has a neutral word."""

from collections import defaultdict

from django.utils.translation import gettext as _

from accounts.models import User
from casework.audit.verbs import Verb
from casework.offices.models import Membership

ABOUT = ("person", "invited", "editor")  # parts of a detail that hold the key of a user


def people_of(offices):
    """Everybody who works or worked in these offices, for the filter."""
    worked = Membership.objects.filter(office__in=offices, accepted_at__isnull=False)
    return User.objects.filter(pk__in=worked.values("user")).order_by("name", "pk")


class Names:
    """The names of the people with these keys in the logs of these offices, asked of the database at once."""

    def __init__(self, keys, offices):
        self.users = User.objects.in_bulk(set(keys))
        held = Membership.objects.filter(office__in=offices).select_related("user")
        self.accepted = defaultdict(set)
        self.memberships = {}
        for membership in held:
            self.memberships[str(membership.uuid)] = membership
            if membership.accepted_at:
                self.accepted[membership.office_id].add(membership.user_id)

    @classmethod
    def on(cls, entries):
        """Everybody whom these entries name."""
        keys = {key for entry in entries for key in _keys(entry)}
        return cls(keys, {entry.office_id for entry in entries if entry.office_id})

    def actor(self, entry):
        return self.name(entry.actor_id, entry.office_id)

    def about(self, entry):
        """Whom an entry was about; nobody, for most.

        Of invitations not the address: whether one is known here is not to be told from what the log says of it.
        """
        if membership := self.memberships.get(entry.subject):
            return str(membership.user) if membership.accepted_at else ""
        key = next(_about(entry), None)
        return self.name(key, entry.office_id) if key else ""

    def name(self, key, office):
        if key is None:
            return _("The service")
        user = self.users.get(key)
        if user is None:
            return _("Somebody whose account is gone")
        if key in self.accepted[office]:
            return str(user)
        if not user.is_staff:
            return _("The constituent")
        return _("An administrator") if user.is_administrator else _("Somebody who does not work here")


def _about(entry):
    parts = ("to",) if entry.verb == Verb.CASE_ASSIGNED else ABOUT
    return (entry.detail[part] for part in parts if entry.detail.get(part))


def _keys(entry):
    return [key for key in (entry.actor_id, *_about(entry)) if isinstance(key, int)]
