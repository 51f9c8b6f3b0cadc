"""A form mixin with a field `files`, which keeps the files while the form is shown again."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.files import store
from casework.files.intake import TakenIn, take_in
from casework.files.refusals import Refused

from .kept import KeptFile, seal_files, unseal_files

LEFT_OUT = "left_out"  # ticked beside a kept file
FILES_AGAIN = _("Choose your files again. We could not keep them.")


class TakesFilesIn(forms.Form):
    """`kept_files` are in the store and belong to nobody until a service attaches them.

    `owner` names the person and the case that the files are for, so that no other form takes them.
    """

    data: Any
    files_kept = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, owner: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        self.owner = owner
        self.kept_files: list[KeptFile] = []
        if self.is_bound:
            left_out = self.data.getlist(LEFT_OUT)
            kept = unseal_files(self.data.get("files_kept", ""), owner=owner)
            self.kept_files = [file for file in kept if file.uuid not in left_out]
            self.fields["files"].already = len(self.kept_files)

    @property
    def taken(self) -> list[TakenIn]:
        return [file.taken for file in self.kept_files]

    def take_files_in(self) -> bool:
        """Store every file that is accepted. Return whether none was refused."""
        self._store(self.cleaned_data["files"])
        return not self.errors

    def keep_files(self, may_keep: Callable[[], object] = lambda: True) -> None:
        """Keep the files for the next try, before the form is shown again. `may_keep` is asked for each new file."""
        if not self.has_error("files", "too_many"):
            uploads = self.files.getlist("files") if self.files else []
            allowed = [upload for upload in uploads if may_keep()]
            if len(allowed) < len(uploads):
                self.add_error("files", FILES_AGAIN)
            self._store(allowed)
        self._show_kept()

    def drop_files(self) -> None:
        """Delete the files, because this form can no longer be sent."""
        for file in self.kept_files:
            store.delete(file.taken.key)
        self.kept_files = []

    def _store(self, uploads) -> None:
        """Store each upload once; say of each refused one what to do, unless the field has said so."""
        said = {str(words) for words in self.errors.get("files", ())}
        for upload in uploads:
            if getattr(upload, "is_stored", False):
                continue
            upload.is_stored = True
            try:
                self.kept_files = [*self.kept_files, KeptFile(take_in(upload))]
            except Refused as refused:
                if refused.message not in said:
                    self.add_error("files", refused.message)

    def _show_kept(self) -> None:
        self.data = self.data.copy()
        self.data["files_kept"] = seal_files(self.kept_files, owner=self.owner) if self.kept_files else ""

    def refuse(self, sentences: object, *, field: str | None = None) -> None:
        self.add_error(field, sentences)
