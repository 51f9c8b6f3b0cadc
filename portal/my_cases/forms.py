"""What a constituent may add to their case."""

import uuid

from django import forms
from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from casework.files import store
from casework.files.fields import UploadsField
from casework.files.intake import Refused, take_in
from ui.forms import Form

LIMITS = format_lazy(
    _("Up to {number} files, {megabytes} MB each."),
    number=settings.FILES_MAX_NUMBER,
    megabytes=settings.FILES_MAX_SIZE // 1024**2,
)
OTHERS_TOO = _("Choose your other files again, too. None was kept.")
FILES_AGAIN = _("Choose your files again. None was kept.")
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
        help_text=LIMITS,
        required=False,
    )

    taken = ()

    def clean(self):
        if "once" in self.errors:
            self.name_anew()
        elif self.errors:
            self.say_that_files_are_gone()

    def say_that_files_are_gone(self):
        """A browser never keeps chosen files on a page that comes back, so whoever chose some must know."""
        sent = len(self.files.getlist("files")) if self.files else 0
        refused = self.errors.as_data().get("files", [])
        if any(each.code == "too_many" for each in refused):
            return  # they have to choose anew anyway
        if sent > len(refused):
            self.add_error("files", OTHERS_TOO if refused else FILES_AGAIN)

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
            others = len(self.cleaned_data["files"]) > 1
            self.refuse([str(refusal), OTHERS_TOO] if others else str(refusal), field="files")
        return not self.errors

    def refuse(self, sentences, *, field=None):
        """Say why nothing was sent, and let go of the files that are in the store already."""
        for file in self.taken:
            store.delete(file.key)
        self.taken = []
        self.add_error(field, sentences)
