"""What a constituent may add to their case."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.files import store
from casework.files.fields import UploadsField
from casework.files.intake import Refused, take_in
from ui.forms import Form

MAX_FILES = 10


class ReplyForm(Form):
    """A message with files. `once` names it, so that sending twice adds it once."""

    once = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
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
        help_text=_("Up to 10 files, 10 MB each."),
        max_files=MAX_FILES,
        required=False,
    )

    def clean(self):
        """Takes the files in once all else is right: one that is refused keeps the others out of the store too."""
        taken = []
        try:
            for upload in () if self.errors else self.cleaned_data["files"]:
                taken.append(take_in(upload))
        except Refused as refusal:
            for file in taken:
                store.delete(file.key)
            self.add_error("files", str(refusal))
        else:
            self.cleaned_data["files"] = taken
