"""The form for a message from the constituent on their case."""

import uuid

from django import forms
from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from ui.forms import Form
from uploads.fields import UploadsField
from uploads.forms import TakesFilesIn

LIMITS = format_lazy(
    _("Up to {number} files, {megabytes} MB each."),
    number=settings.FILES_MAX_NUMBER,
    megabytes=settings.FILES_MAX_SIZE // 1024**2,
)
SEND_AGAIN = _("Press “Send reply” again. Your message was not sent. We kept your text and your files.")


class ReplyForm(TakesFilesIn, Form):
    """A message with files. `once` is the message's UUID, so that a message sent twice is added once."""

    once = forms.UUIDField(
        widget=forms.HiddenInput,
        initial=uuid.uuid4,
        error_messages={"required": SEND_AGAIN, "invalid": SEND_AGAIN},
    )
    body = forms.CharField(
        label=_("Your message"),
        help_text=_("Only this office sees it."),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=20_000,
        error_messages={
            "required": _("Enter your message. It is empty"),
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
            self.renew_message_uuid()

    def renew_message_uuid(self):
        """Set a new message UUID for the next try."""
        self.data = self.data.copy()
        self.data["once"] = str(uuid.uuid4())
