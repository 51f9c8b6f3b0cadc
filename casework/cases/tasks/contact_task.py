"""What became of alerts: one that failed makes a contact task, one that got through ends those on its case."""

from django.db import transaction
from django.utils import timezone

from casework.cases.services.alerts.alert import ALERT
from casework.cases.services.alerts.contact_task import note_alert
from casework.outbox.models import OutboxMessage
from casework.wall.scope import ALL, scoped

AT_ONCE = 50


def follow_alerts() -> bool:
    """Note the results of alerts, oldest first. Return whether there may be more."""
    with scoped(ALL), transaction.atomic():
        settled = (
            OutboxMessage.objects.to_be_noted(purpose=ALERT)
            .order_by("pk")
            .select_for_update(of=("self",), no_key=True)
        )
        alerts = list(settled[:AT_ONCE])
        for alert in alerts:
            note_alert(reference=alert.about, sent=alert.sent_at is not None)
        OutboxMessage.objects.filter(pk__in=[alert.pk for alert in alerts]).update(noted_at=timezone.now())
    return len(alerts) == AT_ONCE
