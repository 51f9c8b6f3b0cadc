"""A form with a field `files`: all of them go into the store, or none."""

from django import forms
from django.utils.translation import gettext_lazy as _

from . import store
from .intake import TakenIn, take_in
from .refusals import Refused

OTHERS_TOO = _("Choose your other files again, too. None was kept.")
FILES_AGAIN = _("Choose your files again. None was kept.")


class TakesFilesIn(forms.Form):
    """`taken` are the files that are in the store; they belong to nobody until a service attaches them."""

    taken: list[TakenIn] = []

    def say_that_files_are_gone(self) -> None:
        """A browser never keeps chosen files on a page that comes back, so whoever chose some must know."""
        sent = len(self.files.getlist("files")) if self.files else 0
        refused = self.errors.as_data().get("files", [])
        if any(each.code == "too_many" for each in refused):
            return  # they have to choose anew anyway
        if sent > len(refused):
            self.add_error("files", OTHERS_TOO if refused else FILES_AGAIN)

    def take_files_in(self) -> bool:
        """Put the files into the store; one that is refused keeps the others out too. Whether all are in."""
        self.taken = []
        try:
            for upload in self.cleaned_data["files"]:
                self.taken = [*self.taken, take_in(upload)]
        except Refused as refusal:
            others = len(self.cleaned_data["files"]) > 1
            self.refuse([str(refusal), OTHERS_TOO] if others else str(refusal), field="files")
        return not self.errors

    def refuse(self, sentences: object, *, field: str | None = None) -> None:
        """Say why nothing was sent, and let go of the files that are in the store already."""
        for file in self.taken:
            store.delete(file.key)
        self.taken = []
        self.add_error(field, sentences)
