"""The default error messages of forms. Each says what to do; a field can have its own instead."""

from django import forms
from django.forms.utils import pretty_name
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

UNUSABLE = _("Type your answer again without pasting it. It holds hidden characters we cannot keep")
TOO_LONG = _("Shorten this to %(limit_value)d characters or fewer. It has %(show_value)d")
TOO_SHORT = _("Enter at least %(limit_value)d characters. There are %(show_value)d")
NOT_OFFERED = _("Choose one of the answers shown")
NO_FILE = _("Choose the file again. It did not arrive whole")
EMPTY_FILE = _("Choose another file. This one is empty")

GENERIC = {
    forms.CharField: {"max_length": TOO_LONG, "min_length": TOO_SHORT},
    forms.ChoiceField: {"invalid_choice": NOT_OFFERED},
    forms.MultipleChoiceField: {"invalid_choice": NOT_OFFERED, "invalid_list": NOT_OFFERED},
    forms.ModelChoiceField: {"invalid_choice": NOT_OFFERED},
    forms.ModelMultipleChoiceField: {
        "invalid_choice": NOT_OFFERED,
        "invalid_list": NOT_OFFERED,
        "invalid_pk_value": NOT_OFFERED,
    },
    forms.FileField: {"invalid": NO_FILE, "missing": NO_FILE, "empty": EMPTY_FILE},
}


def set_error_messages(name, field):
    """Replace Django's default messages of a field, and keep those set by the form's author."""
    messages = field.error_messages
    defaults = _defaults(type(field))
    if messages.get("required") == forms.Field.default_error_messages["required"]:
        messages["required"] = _required_message(field, field.label or pretty_name(name))
    for kind, sentences in GENERIC.items():
        if isinstance(field, kind):
            for code, sentence in sentences.items():
                if messages.get(code) == defaults.get(code):
                    messages[code] = sentence


def _defaults(kind):
    found = {}
    for parent in reversed(kind.__mro__):
        if parent.__module__.startswith("django."):
            found |= getattr(parent, "default_error_messages", {})
    return found


def _required_message(field, label):
    widget = field.widget
    if isinstance(field, forms.FileField):
        return format_lazy(_("Choose a file for “{label}”"), label=label)
    if isinstance(widget, forms.CheckboxInput):
        return format_lazy(_("Tick the box “{label}”"), label=label)
    if isinstance(widget, forms.Select | forms.RadioSelect | forms.CheckboxSelectMultiple):
        return format_lazy(_("Choose an answer to “{label}”"), label=label)
    return format_lazy(_("Fill in “{label}”"), label=label)
