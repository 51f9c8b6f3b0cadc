"""The privacy notice of each office, version by version, so that the one in force at any time can be read."""

from django.db import models, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .membership import Office


class NoticeVersion(models.Model):
    """The notice of one office from a moment on. A database trigger refuses changes."""

    held_for = "site"
    personal_data = {"none": "number text"}
    unwalled = "the privacy notices, in public"

    office = models.ForeignKey(Office, models.PROTECT, related_name="notices")
    number = models.PositiveIntegerField()
    text = models.TextField()  # HTML, as an editor's page gives it
    published_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["office", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "number"],
                name="notice_number_once",
                violation_error_message=_("Someone else has just published this notice. Publish again."),
            ),
        ]

    def __str__(self):
        return f"{self.office} {self.number}"


@transaction.atomic
def publish_notice(*, office: Office, text: str) -> NoticeVersion:
    """Make this text the notice of the office. The same text again creates no version.

    The editors' own log says who published the page that it comes from.
    """
    latest = current_notice(office)
    if latest and latest.text == text:
        return latest
    number = (notices_of(office).aggregate(Max("number"))["number__max"] or 0) + 1
    return NoticeVersion.objects.create(office=office, number=number, text=text)


def current_notice(office: Office) -> NoticeVersion | None:
    """Return the privacy notice of the office in force today."""
    return notices_of(office).first()


def notices_of(office: Office) -> models.QuerySet[NoticeVersion]:
    """Return all versions, latest first."""
    return NoticeVersion.objects.filter(office=office).order_by("-number")
