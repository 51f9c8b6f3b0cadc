"""Form fields for files. They validate uploads; nothing is stored before the form is valid."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from casework.files import refusals
from casework.files.intake import refuse_unread
from casework.files.kinds import PICKED_ENDINGS, PICKED_TYPES
from casework.files.refusals import Refused

ACCEPT = ",".join([*PICKED_TYPES, *PICKED_ENDINGS])


class UploadsInput(forms.FileInput):
    """One input in which several files can be chosen."""

    allow_multiple_selected = True


class UploadsField(forms.FileField):
    """A field for several files. The cleaned value is a list of uploads, which may be empty."""

    widget = UploadsInput
    already = 0  # files that the form keeps from an earlier try
    default_error_messages = {"required": _("Choose at least one file.")}

    def __init__(self, *, max_files: int | None = None, **kwargs: Any):
        self.max_files = max_files or settings.FILES_MAX_NUMBER
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return super().widget_attrs(widget) | {"accept": ACCEPT}

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        uploads = [upload for upload in (data if isinstance(data, list | tuple) else [data]) if upload]
        if not uploads:
            if self.required and not self.already:
                raise forms.ValidationError(self.error_messages["required"], code="required")
            return []
        if len(uploads) + self.already > self.max_files:
            raise forms.ValidationError(refusals.too_many(self.max_files), code="too_many")
        problems = []
        for upload in uploads:
            try:
                refuse_unread(upload)
            except Refused as refused:
                problems.append(refused.message)
        if problems:
            raise forms.ValidationError(list(dict.fromkeys(problems)), code="refused")
        return uploads
