"""How each person of an office wants to hear by mail that there is something new for them."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class NewsMail(models.Model):
    """One person's choice, and when a mail last went. Duty alerts and changes of access are mailed whatever it says."""

    held_for = "team"
    personal_data = {"staff": "how reminders reminded_on"}

    class How(models.TextChoices):
        AT_ONCE = "at-once", _("At once")
        HOURLY = "hourly", _("Once an hour at most")
        DAILY = "daily", _("Once a day at most")
        NEVER = "never", _("Never. I look here myself")

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="news_mail")
    how = models.CharField(max_length=7, choices=How, default=How.DAILY)
    told_at = models.DateTimeField(default=timezone.now)
    # A mail on days on which something is due, and the last day that had one.
    reminders = models.BooleanField(default=True)
    reminded_on = models.DateField(null=True, blank=True)

    def __str__(self):
        return f"{self.user_id}: {self.how}"

    @property
    def is_due(self):
        """Return whether a mail may go now."""
        pause = PAUSES.get(self.how)
        return pause is not None and timezone.now() - self.told_at >= pause


PAUSES = {
    NewsMail.How.AT_ONCE: timedelta(),
    NewsMail.How.HOURLY: timedelta(hours=1),
    NewsMail.How.DAILY: timedelta(days=1),
}
