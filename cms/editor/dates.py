"""The boxes for dates and times of the editor. Each says how to write one: another format becomes today's date."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin import widgets
from wagtail.admin.forms.models import register_form_field_override


def _box(widget, hint):
    return lambda field: {"widget": widget, "help_text": field.help_text or hint}


register_form_field_override(
    models.DateTimeField,
    override=_box(widgets.AdminDateTimeInput, _("Day, month, year and time, like 24/12/2026 09:00")),
)
register_form_field_override(
    models.DateField, override=_box(widgets.AdminDateInput, _("Day, month and year, like 24/12/2026"))
)
