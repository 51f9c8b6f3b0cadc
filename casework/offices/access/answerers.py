"""The people who answer requests for emergency access, and those who watch it: never the requester."""

from uuid import UUID

from django.conf import settings
from django.db import models

from accounts.models import User
from casework.offices.membership import Membership, Office
from casework.offices.services import administrators, managers_of
from casework.wall.scope import ALL, scoped

from .models import EmergencyAccess


def answerers(office: Office, *, asker: User) -> list[User]:
    """Return who may approve, end and read: the managers of the office, or without one the other administrators."""
    return managers_of(office) or list(administrators().exclude(pk=asker.pk))


def watchers(asker: User) -> list[str]:
    """Return the addresses outside the office that are told of access without approval: the other administrators and
    the address in the settings.
    """
    others = administrators().exclude(pk=asker.pk).values_list("email", flat=True)
    return [*others, *filter(None, [settings.EMERGENCY_ADDRESS])]


def of_other(user: User, uuid: UUID) -> EmergencyAccess | None:
    """Return the emergency access of another administrator, for a person who watches or answers."""
    with scoped(ALL):
        rows = EmergencyAccess.objects.exclude(asked_by=user).filter(uuid=uuid)
        return rows.select_related(
            "office", "asked_by", "answered_by", "membership", "report_read_by"
        ).first()


def of_others(user: User) -> list[EmergencyAccess]:
    """Return what an administrator has to answer, watch or read in offices without a manager."""
    managed = Membership.objects.active().filter(
        office=models.OuterRef("office"), role=Membership.Role.MANAGER
    )
    with scoped(ALL):
        rows = EmergencyAccess.objects.not_to_be_overlooked().exclude(asked_by=user)
        rows = rows.filter(~models.Exists(managed)).select_related("office", "asked_by", "membership")
        return list(rows.order_by("pk"))
