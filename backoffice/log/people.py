"""The names that an office's log shows: those of its own people, now and before. Others get a neutral word."""

from collections import defaultdict

from django.utils.translation import gettext as _

from accounts.models import User
from casework.audit.verbs import Verb
from casework.offices.models import Membership

ABOUT = ("person", "invited", "editor")  # parts of a detail that hold the key of a user


def people_of(offices):
    """Return everyone who works or worked in these offices, for the filter."""
    worked = Membership.objects.filter(office__in=offices)
    return User.objects.filter(pk__in=worked.values("user")).order_by("name", "pk")


class Names:
    """The names of the people with these keys in the logs of these offices, in one query."""

    def __init__(self, keys, offices):
        self.users = User.objects.in_bulk(set(keys))
        held = Membership.objects.filter(office__in=offices).select_related("user")
        self.worked = defaultdict(set)
        self.memberships = {}
        for membership in held:
            self.memberships[str(membership.uuid)] = membership
            self.worked[membership.office_id].add(membership.user_id)

    @classmethod
    def on(cls, entries):
        """Return the names of everyone in these entries."""
        keys = {key for entry in entries for key in _keys(entry)}
        return cls(keys, {entry.office_id for entry in entries if entry.office_id})

    def actor(self, entry):
        if entry.actor_id is None and entry.detail.get("by_code"):
            return _("The constituent, by code")
        return self.name(entry.actor_id, entry.office_id)

    def about(self, entry):
        """Return the person an entry is about, usually none.

        The address of an invitation is not shown: the log must not reveal whether it is known here.
        """
        if membership := self.memberships.get(entry.subject):
            return str(membership.user)
        key = next(_about(entry), None)
        return self.name(key, entry.office_id) if key else ""

    def name(self, key, office):
        if key is None:
            return _("The service")
        user = self.users.get(key)
        if user is None:
            return _("Someone whose account is gone")
        if key in self.worked[office]:
            return str(user)
        if not user.is_staff:
            return _("The constituent")
        return _("An administrator") if user.is_administrator else _("Someone who does not work here")


def _about(entry):
    parts = ("to",) if entry.verb == Verb.CASE_ASSIGNED else ABOUT
    return (entry.detail[part] for part in parts if entry.detail.get(part))


def _keys(entry):
    return [key for key in (entry.actor_id, *_about(entry)) if isinstance(key, int)]
