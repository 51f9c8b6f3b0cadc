"""Mail about a case that says nothing of the case: "you have a message" and a link."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.constituents.models import ContactPoint
from casework.outbox.services import post, render_mail
from casework.scope import ALL, scoped

from .models import Case

ONE_ACKNOWLEDGEMENT_PER = timedelta(days=1)


def alert_address(case: Case) -> ContactPoint | None:
    """Where an alert about this case may go: a proved address that is safe to write to, or nowhere."""
    if case.safe_contact:
        return None
    return (
        ContactPoint.objects.filter(
            constituent=case.constituent_id, kind=ContactPoint.Kind.EMAIL, safe=True, proved_by__isnull=False
        )
        .order_by("-proved_at")
        .first()
    )


def alert_constituent(*, case: Case) -> UUID | None:
    """Tell a constituent that there is something to read. The uuid of the outbox row, None if no mail may go."""
    point = alert_address(case)
    if point is None:
        return None
    text, html = render_mail("alert", {"url": f"{settings.BASE_URL}/my-cases/"})
    return post(
        to=[point.value],
        subject=_("You have a message"),
        text=text,
        html=html,
        office=case.office_id,
        purpose="case.alert",
    ).uuid


def acknowledge(*, case: Case, point: ContactPoint) -> None:
    """Send the one fixed mail that an unproved address may get, at most once a day whatever office it is for.

    Without that limit a stranger could fill somebody's mailbox by raising cases in their name.
    """
    if not point.safe or case.safe_contact:
        return
    if point.proved_by_id is None:
        with scoped(ALL):
            lately = ContactPoint.objects.filter(
                kind=point.kind,
                value=point.value,
                acknowledged_at__gt=timezone.now() - ONE_ACKNOWLEDGEMENT_PER,
            ).exists()
        if lately:
            return
    text, html = render_mail("acknowledgement", {"url": f"{settings.BASE_URL}/my-cases/"})
    post(
        to=[point.value],
        subject=_("We have your message"),
        text=text,
        html=html,
        office=case.office_id,
        purpose="case.acknowledgement",
    )
    point.acknowledged_at = timezone.now()
    point.save(update_fields=["acknowledged_at"])
