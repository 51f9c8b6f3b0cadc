"""What is filled in to keep a template or a standard line."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from backoffice.kept_texts import KeptTextForm
from casework.replies.fields import FIELDS, names_in
from casework.replies.models import LONGEST, Wording
from ui.fields import DateField
from ui.widgets import Radios, Textarea, TextInput

FACTS = ("kind", "name", "language", "format", "body", "review_on", "expires_on")


class WordingForm(KeptTextForm):
    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=Wording.Kind.choices,
        widget=Radios,
        error_messages={"required": _("Choose a template or a standard line")},
    )
    name = forms.CharField(
        label=_("Name"),
        help_text=_("Your colleagues choose it by this name."),
        max_length=80,
        widget=TextInput,
        error_messages={"required": _("Enter a name, like “Answer from a transport operator”")},
    )
    language = forms.CharField(
        label=_("Language"),
        help_text=_("In English, as people name it in the form, like Romanian."),
        max_length=40,
        widget=TextInput(width=20),
        error_messages={"required": _("Enter the language of the text")},
    )
    format = forms.CharField(
        label=_("Format (optional)"),
        help_text=_("Only if the text is for people who asked for it, like Easy read."),
        required=False,
        max_length=40,
        widget=TextInput(width=20),
    )
    body = forms.CharField(
        label=_("Text"),
        help_text=format_lazy(
            _("Fields are filled when the reply is sent: {fields}"),
            fields=" ".join(f"{{{name}}}" for name in FIELDS),
        ),
        max_length=LONGEST,
        widget=Textarea(rows=12),
        error_messages={"required": _("Write the text")},
    )
    review_on = DateField(
        label=_("When do you check it again?"),
        error_messages={"required": _("Enter the day on which you check this text again")},
    )
    expires_on = DateField(
        label=_("Last day on which it is true (optional)"),
        help_text=_("After that day a reply with this text is stopped."),
        required=False,
    )

    def __init__(self, data=None, *, wording, **kwargs):
        initial = {name: getattr(wording, name) for name in FACTS}
        super().__init__(data, text=wording, initial=initial, **kwargs)

    def clean_body(self):
        unknown = [name for name in names_in(self.cleaned_data["body"]) if name not in FIELDS]
        if unknown:
            raise ValidationError(
                _("{%(name)s} is no field. Use one of those named above the text, or other brackets"),
                params={"name": unknown[0]},
            )
        return self.cleaned_data["body"]

    def clean_review_on(self):
        day = self.cleaned_data["review_on"]
        if day <= timezone.localdate():
            raise ValidationError(_("Enter a day that is still to come"))
        return day
