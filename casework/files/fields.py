"""Form fields for files. They check and hand on; nothing is stored before the form is whole."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from . import refusals
from .intake import refuse_unread
from .refusals import Refused

# What a phone or computer offers to choose from; what a file really is, is told by its content later.
ACCEPT = "image/jpeg,image/png,image/webp,image/gif,image/heic,.heic,.pdf,.docx,.xlsx,.odt,.txt"


class UploadsInput(forms.FileInput):
    """One input in which several files can be chosen."""

    allow_multiple_selected = True


class UploadsField(forms.FileField):
    """Several files in one input. The cleaned value is a list of uploads, empty if nobody chose any."""

    widget = UploadsInput
    default_error_messages = {"required": _("Choose at least one file.")}

    def __init__(self, *, max_files: int | None = None, **kwargs: Any):
        self.max_files = max_files or settings.FILES_MAX_NUMBER
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return super().widget_attrs(widget) | {"accept": ACCEPT}

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        uploads = [upload for upload in (data if isinstance(data, list | tuple) else [data]) if upload]
        if not uploads:
            if self.required and not initial:
                raise forms.ValidationError(self.error_messages["required"], code="required")
            return []
        if len(uploads) > self.max_files:
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
