"""What a constituent may add to their case."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.files import store
from casework.files.fields import UploadsField
from casework.files.intake import Refused, take_in
from ui.forms import Form

MAX_FILES = 10
SEND_AGAIN = _(
    "Press “Send reply” again. Your message was not sent, but your text is kept. If you added files, add them again."
)


class ReplyForm(Form):
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
        help_text=_("Up to 10 files, 10 MB each."),
        max_files=MAX_FILES,
        required=False,
    )

    taken = ()

    def clean(self):
        if "once" in self.errors:
            self.name_anew()

    def name_anew(self):
        """Give the message another name for the next try, because this one is of no use."""
        self.data = self.data.copy()
        self.data["once"] = str(uuid.uuid4())

    def take_files_in(self):
        """Put the files into the store; one that is refused keeps the others out too. Whether all are in."""
        self.taken = []
        try:
            for upload in self.cleaned_data["files"]:
                self.taken.append(take_in(upload))
        except Refused as refusal:
            self.refuse(str(refusal), field="files")
        return not self.errors

    def refuse(self, sentence, *, field=None):
        """Say why nothing was sent, and let go of the files that are in the store already."""
        for file in self.taken:
            store.delete(file.key)
        self.taken = []
        self.add_error(field, sentence)
