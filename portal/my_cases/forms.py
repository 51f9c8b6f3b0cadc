"""What a constituent may add to their case."""

import uuid

from django import forms
from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from casework.files.fields import UploadsField
from casework.files.taking import TakesFilesIn
from ui.forms import Form

LIMITS = format_lazy(
    _("Up to {number} files, {megabytes} MB each."),
    number=settings.FILES_MAX_NUMBER,
    megabytes=settings.FILES_MAX_SIZE // 1024**2,
)
SEND_AGAIN = _(
    "Press “Send reply” again. Your message was not sent, but your text is kept. If you added files, add them again."
)


class ReplyForm(TakesFilesIn, Form):
    """A message with files. `once` names it, so that sending twice adds it once."""

    once = forms.UUIDField(
        widget=forms.HiddenInput,
        initial=uuid.uuid4,
        error_messages={"required": SEND_AGAIN, "invalid": SEND_AGAIN},
    )
    body = forms.CharField(
        label=_("Write your message"),
        help_text=_("Only this office sees it."),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=20_000,
        error_messages={
            "required": _("Write your message"),
            "max_length": _("Shorten your message to 20,000 characters. It has %(show_value)d."),
        },
    )
    files = UploadsField(
        label=_("Add photos or documents"),
        help_text=LIMITS,
        required=False,
    )

    def clean(self):
        if "once" in self.errors:
            self.name_anew()
        elif self.errors:
            self.say_that_files_are_gone()

    def name_anew(self):
        """Give the message another name for the next try, because this one is of no use."""
        self.data = self.data.copy()
        self.data["once"] = str(uuid.uuid4())
