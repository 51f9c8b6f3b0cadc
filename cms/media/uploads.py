"""Pictures and documents of editors: told by content, scanned and cleaned like everybody's, then kept by Wagtail."""

from io import BytesIO

from allauth.core import context
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.utils.translation import gettext_lazy as _
from wagtail.documents.fields import WagtailDocumentField
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from casework.files.intake import Refused, cleaned_for_publishing

AGAIN = _("Choose the file again, once the other answers are right. It was not kept.")
UNTAGGED = _(
    "This PDF has no tags, so screen readers cannot find their way in it. Save it again as a tagged PDF, or put its "
    "text on a page."
)


class CleanedFile(InMemoryUploadedFile):
    """The clean copy in place of what was uploaded."""

    untagged = False


def cleaned(upload):
    """The clean copy of an upload. Raises ValidationError with what to do."""
    try:
        with cleaned_for_publishing(upload) as copy:
            content = BytesIO(copy.content.read())
    except Refused as refused:
        raise ValidationError(refused.message, code="refused") from refused
    size = content.getbuffer().nbytes
    file = CleanedFile(content, "file", copy.name, copy.content_type, size, None)
    file.untagged = copy.untagged
    return file


class CleanedFileMixin:
    """A file field of Wagtail's that gets nothing but clean copies."""

    def to_python(self, data):
        return super().to_python(cleaned(data) if data else data)


class PictureField(CleanedFileMixin, WagtailImageField):
    """A picture. A broken one, and one that only its name says is one, is refused in words."""


class DocumentField(CleanedFileMixin, WagtailDocumentField):
    pass


class TakesCleanFiles:
    """Puts our file field in place of Wagtail's, in every form that uploads: one, many, and in a chooser."""

    file_field = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            old = self.fields["file"]
            new = self.file_field(label=old.label, required=old.required, widget=old.widget)
            new.help_text = old.help_text
            self.fields["file"] = new

    def full_clean(self):
        """With an error elsewhere the file is refused, too: Wagtail would keep it meanwhile as it came."""
        super().full_clean()
        if (
            self.is_bound
            and self.files
            and self.errors
            and "file" not in self.errors
            and "file" in self.fields
        ):
            self.add_error("file", AGAIN)


class PictureForm(TakesCleanFiles, BaseImageForm):
    file_field = PictureField


class DocumentForm(TakesCleanFiles, BaseDocumentForm):
    """A document without tags is taken, and the editor is told."""

    file_field = DocumentField

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if getattr(self.instance, "untagged", False):
            self.fields["title"].help_text = UNTAGGED

    def save(self, commit=True):
        file = self.cleaned_data.get("file")
        if getattr(file, "untagged", False):
            self.instance.untagged = True  # for the form that comes next on this page
            messages.warning(context.request, UNTAGGED)
        return super().save(commit=commit)
