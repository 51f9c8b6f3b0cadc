"""Texts that an office or the service keeps, such as wordings and guides: who changes them, and edit conflicts."""

from datetime import date

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from backoffice.access import offices_managed_by
from casework.kept_texts import RowChanged
from ui.forms import Form
from ui.templatetags.ui import plain_day

CONFLICT = _(
    "Someone changed this text since you opened it. Read what it says now. Press the button again to put yours in its"
    " place."
)


class KeptTextForm(Form):
    """A form to change such a text. `seen` is when it had last been changed as far as its page knew."""

    seen = forms.DateTimeField(required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, *, text, initial, **kwargs):
        seen = text.changed_at.isoformat() if text.pk else ""
        super().__init__(data, initial=initial | {"seen": seen}, **kwargs)

    def keep(self, text, keep, *, by):
        """Store what was filled in by the service `keep`. Return what the text says now if someone else changed it."""
        seen = self.cleaned_data["seen"]
        for name, value in self.facts().items():
            setattr(text, name, value)
        try:
            keep(by=by, seen=seen)
        except RowChanged:
            text.refresh_from_db()
            return self.refuse_once(text)
        return None

    def facts(self):
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}

    def refuse_once(self, text):
        """Say that the text was changed, and let the next press count. Return what differs, as rows of a summary."""
        differs = [name for name, value in self.facts().items() if getattr(text, name) != value]
        self.data = self.data.copy()
        self.data["seen"] = text.changed_at.isoformat()
        self.add_error(None, CONFLICT)
        return [{"key": self.fields[name].label, "value": _words(text, name)} for name in differs]


def _words(text, name):
    value = getattr(text, f"get_{name}_display", lambda: getattr(text, name))()
    return plain_day(value) if isinstance(value, date) else str(value or "–")


def office_to_add_to(request):
    """Return the office that the address names, or the manager's first. Raise PermissionDenied for others."""
    offices, slug = offices_managed_by(request.user), request.GET.get("office", "").replace("\0", "")
    office = offices.filter(slug=slug).first() if slug else offices.first()
    if office is None:
        raise PermissionDenied
    return office


def managed_text(request, texts, uuid):
    """Return a text of one's office for its manager. Raise Http404 out of sight, PermissionDenied for colleagues."""
    text = text_called(texts, uuid)
    if not offices_managed_by(request.user).filter(pk=text.office_id).exists():
        raise PermissionDenied
    return text


def text_called(texts, uuid):
    text = texts.filter(uuid=uuid).first()
    if text is None:
        raise Http404
    return text
