"""The reply form, filled by a person or from a draft."""

import uuid

from django import forms
from django.forms.utils import ErrorDict
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from backoffice.cases.case.edit_conflict import AGAIN
from backoffice.cases.case.forms import (
    TurnMixin,
    next_date_field,
    next_in_field,
    third_party_field,
    turn_field,
)
from casework.cases.services.messages.draft import Held, Written
from casework.cases.turns import Turn
from ui.forms import Form
from ui.refusals import UNUSABLE
from ui.text import REPLACEMENT, is_blank, showable
from ui.widgets import Textarea, TextInput
from uploads.fields import UploadsField

BESIDE = ("turn", "waiting_on", "next_on", "next_in", "told", "reason")  # what a draft keeps beside its text


class ReplyForm(TurnMixin, Form):
    """A reply and what follows from it. `once` makes a double click one reply; `draft` and `page` name its draft.

    `told` is whether an alert will tell the constituent; nobody can take a turn that they do not hear of.
    """

    office_turn = _("Still our turn")
    turns = [Turn.CONSTITUENT, Turn.OFFICE, Turn.THIRD_PARTY]

    once = forms.UUIDField(widget=forms.HiddenInput, error_messages={"invalid": AGAIN, "required": AGAIN})
    draft = forms.UUIDField(widget=forms.HiddenInput, required=False)
    page = forms.UUIDField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1)
    body = forms.CharField(
        label=_("Your reply"),
        max_length=20_000,
        widget=Textarea(rows=8),
        error_messages={"required": _("Enter your reply. It is empty")},
    )
    files = UploadsField(
        label=_("Add files"), help_text=_("The constituent gets them with your reply."), required=False
    )
    turn = turn_field(_("After sending"))
    waiting_on = third_party_field()
    next_in = next_in_field()
    next_on = next_date_field()
    reason = forms.CharField(
        label=_("Why do you send it all the same?"),
        help_text=_("The sentence stays in the log of your office. Name no constituent."),
        required=False,
        max_length=200,
        widget=TextInput,
    )

    def __init__(self, *args, case, told, signature="", **kwargs):
        self.signature, self.unread = signature, False
        begin = {
            "body": f"\n\n{signature}" if signature else "",
            "turn": Turn.CONSTITUENT if told else Turn.OFFICE,
            "once": uuid.uuid4(),
            "draft": uuid.uuid4(),
            "page": uuid.uuid4(),
            "version": 0,
        }
        if case.next_on and case.next_on < timezone.localdate():
            begin["next_on"] = None
        super().__init__(*args, case=case, initial=begin, **kwargs)
        self.fields["seen"].required = True
        self.fields["seen"].error_messages["required"] = AGAIN

    @classmethod
    def of_draft(cls, draft, *, case, check, **kwargs):
        """Return the form as the draft left it. Without `check` it does not say what is missing yet."""
        hidden = {
            "once": uuid.uuid4(),
            "draft": draft.uuid,
            "page": uuid.uuid4(),
            "version": draft.version,
            "seen": case.version,
            "looked_at": timezone.now().isoformat(),
        }
        data = MultiValueDict(draft.entered | {"body": [draft.body]})
        for name, value in hidden.items():
            data[name] = str(value)
        form = cls(data, case=case, **kwargs)
        form.unread = not check
        return form

    def full_clean(self):
        if not self.unread:
            return super().full_clean()
        self._errors, self.cleaned_data = ErrorDict(renderer=self.renderer), {}
        return None

    def clean_body(self):
        body = self.cleaned_data["body"]
        if self.signature and body.split() == self.signature.split():
            raise forms.ValidationError(self.fields["body"].error_messages["required"], code="required")
        if REPLACEMENT in body:
            raise forms.ValidationError(UNUSABLE, code="unusable")
        return body

    @property
    def has_words(self):
        """Return whether anything beside the signature is written."""
        body = self["body"].data or ""
        return not is_blank(body) and body.split() != self.signature.split()

    def held(self):
        """Return the draft that this page holds; a page that names none begins one."""
        read = {name: self._read(name) for name in ("draft", "page", "version")}
        return Held(read["draft"] or uuid.uuid4(), read["page"] or uuid.uuid4(), read["version"] or 0)

    def written(self, case):
        """Return what is filled in, valid or not, in characters that can be stored."""
        sent = dict(self.data.lists())
        beside = {name: [showable(value) for value in sent[name]] for name in self._beside() if name in sent}
        seen, looked_at = self._read("seen"), self._read("looked_at")
        return Written(
            body=showable(self["body"].data or ""),
            entered=beside,
            seen=case.version if seen is None else seen,
            looked_at=looked_at or timezone.now(),
        )

    def _beside(self):
        """Yield the names under which the fields that a draft keeps are sent: a date has one for each box."""
        for name in BESIDE:
            if name in self.fields:
                for suffix in getattr(self.fields[name].widget, "widgets_names", [""]):
                    yield f"{name}{suffix}"

    def acts(self):
        """Return what is sent, without the fields that are only for the page and its draft."""
        apart = {"looked_at", "files", "next_in", "draft", "page", "version"}
        return {name: value for name, value in self.cleaned_data.items() if name not in apart}

    def _read(self, name):
        """Return the value of one hidden field, None if it is missing or wrong."""
        try:
            return self.fields[name].clean(self[name].data)
        except forms.ValidationError:
            return None
