"""Which pages an administrator saw under emergency access, and the report of it to the office."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from casework.audit.models import Entry
from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.offices.models import EmergencyAccess, Membership
from casework.wall.scope import ALL, office_scope, scoped

from .emergency_access import must_answer
from .emergency_access_mail import tell_office

REPORT_AFTER = timedelta(minutes=1)  # by then every page that was asked for in time has been written down


@dataclass(frozen=True)
class PageSeen:
    at: datetime
    route: str
    reference: str


def note_page(*, membership: Membership, route: str, reference: str) -> None:
    """Record that a page was seen under emergency access."""
    record(
        Verb.EMERGENCY_PAGE_SEEN,
        by=membership.user,
        office=membership.office_id,
        subject=reference,
        access=str(membership.uuid),
        page=route,
    )


def pages_seen(access: EmergencyAccess) -> list[PageSeen]:
    """Return every page that the administrator saw under this access, in order."""
    if access.membership is None:
        return []
    with scoped(office_scope(access.office_id)):
        entries = Entry.objects.filter(
            office_id=access.office_id,
            actor_id=access.asked_by_id,
            verb=Verb.EMERGENCY_PAGE_SEEN,
            at__gte=access.membership.started_at,
            detail__access=str(access.membership.uuid),
        )
        return [PageSeen(entry.at, entry.detail["page"], entry.subject) for entry in entries.order_by("pk")]


@transaction.atomic
def read_report(*, access: EmergencyAccess, by: User) -> bool:
    """Record that someone other than the requester read which pages were seen. Raise OnlyManagers.

    Return False before the access ends, where no report is required, and if someone else read it before.
    """
    must_answer(access, by)
    with scoped(office_scope(access.office_id)):
        if not EmergencyAccess.objects.unread().filter(pk=access.pk).exists():
            return False
        unread = EmergencyAccess.objects.filter(pk=access.pk, report_read_at=None)
        if not unread.update(report_read_by=by, report_read_at=timezone.now()):
            return False
        record(Verb.EMERGENCY_REPORT_READ, by=by, office=access.office_id, subject=str(access.uuid))
    return True


def report_what_was_seen() -> None:
    """Report to each office, once, how many pages were seen under emergency access that has ended."""
    with scoped(ALL):
        over = EmergencyAccess.objects.unreported(since=timezone.now() - REPORT_AFTER)
        due = list(over.select_related("office", "asked_by", "membership").order_by("pk"))
    for access in due:
        _report(access)


@transaction.atomic
def _report(access: EmergencyAccess) -> None:
    with scoped(office_scope(access.office_id)):
        unreported = EmergencyAccess.objects.filter(pk=access.pk, reported_at=None)
        if not unreported.update(reported_at=timezone.now()):
            return
        pages = len(pages_seen(access))
        record(
            Verb.EMERGENCY_REPORTED, by=None, office=access.office_id, subject=str(access.uuid), pages=pages
        )
        words = _(
            "The emergency access of %(who)s to %(office)s is over. Number of pages they saw: %(pages)d."
        )
        facts = {"who": access.asked_by, "office": access.office.name, "pages": pages}
        tell_office(access, _("What was seen under emergency access"), words % facts)
