"""What a signer fills in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from backoffice.cases.case.edit_conflict import AGAIN, SeenMixin
from ui.forms import Form
from ui.refusals import UNUSABLE
from ui.text import REPLACEMENT
from ui.widgets import Textarea, TextInput


class SignForm(SeenMixin, Form):
    """A decision on the reply of a draft. While `changing` its text can be changed.

    `version` is that of the draft that the page showed.
    """

    body = forms.CharField(
        label=_("The reply"),
        max_length=20_000,
        widget=Textarea(rows=12),
        error_messages={"required": _("Enter the reply. It is empty")},
    )
    reason = forms.CharField(
        label=_("Why do you send it all the same?"),
        help_text=_("The sentence stays in the log of your office. Name no constituent."),
        required=False,
        max_length=200,
        widget=TextInput,
    )
    note = forms.CharField(
        label=_("Note to the writer, if you send it back"),
        required=False,
        max_length=1000,
        widget=Textarea(rows=3),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, error_messages={"required": AGAIN})

    def __init__(self, *args, case, draft, changing, **kwargs):
        begin = {"body": draft.body, "version": draft.version, "reason": draft.planned.get("reason", "")}
        super().__init__(*args, case=case, initial=begin, **kwargs)
        self.changing = changing
        if not changing:
            del self.fields["body"]
        self.fields["seen"].required = True
        self.fields["seen"].error_messages["required"] = AGAIN

    def clean_body(self):
        body = self.cleaned_data["body"]
        if REPLACEMENT in body:
            raise forms.ValidationError(UNUSABLE, code="unusable")
        return body

    def text_of(self, draft):
        """Return the text of the reply as this form has it."""
        return (self["body"].value() or "") if self.changing else draft.body
