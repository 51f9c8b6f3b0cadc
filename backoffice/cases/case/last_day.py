"""The form field for a last day, after which something ends by itself."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ui.fields import DateField
from ui.templatetags.ui import day


class LastDayField(DateField):
    """A day after today, at most `most_days` ahead. It offers the day in `default_days`."""

    default_error_messages = {"required": _("Enter the last day")}

    def __init__(self, *, default_days, most_days, **kwargs):
        self.most_days = most_days
        super().__init__(initial=lambda: timezone.localdate() + timedelta(days=default_days), **kwargs)

    def validate(self, value):
        super().validate(value)
        if value is None:
            return
        today = timezone.localdate()
        latest = today + timedelta(days=self.most_days)
        if value <= today:
            raise ValidationError(_("Enter a day after today"))
        if value > latest:
            raise ValidationError(_("Enter %(day)s or an earlier day") % {"day": day(latest)})
