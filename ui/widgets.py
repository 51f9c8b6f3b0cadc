"""Form widgets. Their CSS classes and descriptions come from `ui.forms.BoundField`."""

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from body.english import attributes_of, plain

from .text import fold_address

OPTION = '<option value="{}"{}>{}</option>'
CHOSEN = '<option value="{}" selected{}>{}</option>'
GROUP = '<optgroup label="{}">{}</optgroup>'


class Sized:
    """A text input whose width suggests the length of the answer: 2 to 30 characters, or "two-thirds"."""

    def __init__(self, attrs=None, *, width=None, autocomplete=None, inputmode=None, **kwargs):
        given = {"autocomplete": autocomplete, "inputmode": inputmode}
        attrs = {name: value for name, value in given.items() if value} | (attrs or {})
        if width:
            size = f"govuk-input--width-{width}" if str(width).isdigit() else f"govuk-!-width-{width}"
            attrs["class"] = f"{attrs.get('class', '')} {size}".strip()
        super().__init__(attrs, **kwargs)


class TextInput(Sized, forms.TextInput):
    pass


class EmailInput(Sized, forms.EmailInput):
    plain = True

    def __init__(self, attrs=None, *, width=30, autocomplete="email", **kwargs):
        attrs = {"dir": "ltr", "spellcheck": "false"} | (attrs or {})
        super().__init__(attrs, width=width, autocomplete=autocomplete, **kwargs)

    def value_from_datadict(self, data, files, name):
        value = super().value_from_datadict(data, files, name)
        return fold_address(value) if isinstance(value, str) else value


class PhoneInput(Sized, forms.TelInput):
    plain = True

    def __init__(self, attrs=None, *, width=20, autocomplete="tel", **kwargs):
        super().__init__({"dir": "ltr"} | (attrs or {}), width=width, autocomplete=autocomplete, **kwargs)


class PostcodeInput(TextInput):
    plain = True

    def __init__(self, attrs=None, *, width=10, autocomplete="postal-code", **kwargs):
        attrs = {"dir": "ltr", "spellcheck": "false"} | (attrs or {})
        super().__init__(attrs, width=width, autocomplete=autocomplete, **kwargs)


class ReferenceInput(TextInput):
    """One box for the reference of a case."""

    plain = True

    def __init__(self, attrs=None, *, width=20, **kwargs):
        attrs = {"dir": "ltr", "spellcheck": "false", "autocapitalize": "characters"} | (attrs or {})
        super().__init__(attrs, width=width, **kwargs)


class CodeInput(Sized, forms.TextInput):
    """One text input for a code from an app or email. Spaces are ignored. A refused code is not shown again."""

    plain = True

    def __init__(self, attrs=None, *, width=10, inputmode="numeric", **kwargs):
        attrs = {"dir": "ltr", "spellcheck": "false", "autocapitalize": "none"} | (attrs or {})
        attrs["class"] = f"{attrs.get('class', '')} govuk-input--extra-letter-spacing ui-code".strip()
        super().__init__(attrs, width=width, autocomplete="one-time-code", inputmode=inputmode, **kwargs)

    def value_from_datadict(self, data, files, name):
        value = super().value_from_datadict(data, files, name)
        return "".join(value.split()) if isinstance(value, str) else value

    def format_value(self, value):
        return None


class Textarea(forms.Textarea):
    def __init__(self, attrs=None, *, rows=6):
        super().__init__({"rows": rows, "cols": False} | (attrs or {}))


class Select(forms.Select):
    template_name = "ui/select.html"

    def get_context(self, name, value, attrs):
        """Return the context of the template, with the options as HTML: some lists have 180 of them."""
        context = forms.Widget.get_context(self, name, value, attrs)
        return context | {"options": self._written(self.choices, set(self.format_value(value)))}

    def _written(self, choices, chosen):
        """Return options and groups of options as HTML."""
        written = []
        for value, label in choices:
            if isinstance(label, (list, tuple)):
                written.append(format_html(GROUP, value, self._written(label, chosen)))
            else:
                key = "" if value is None else str(value)
                option = CHOSEN if key in chosen else OPTION
                written.append(format_html(option, key, attributes_of(label), plain(label)))
        return format_html_join("\n", "{}", ((each,) for each in written))

    def use_required_attribute(self, initial):
        """Return False, as our forms never set it. Django's reads the first option, which asks the database again."""
        return False


class LongSelect(Select):
    """A list of many answers. With scripts people type in it, and `nothing` says that no answer fits their words.

    `nothing` has the placeholder `%(words)s`, which `static/js/type-ahead.js` replaces.
    """

    def __init__(self, attrs=None, *, nothing, **kwargs):
        super().__init__({"data-nothing": nothing} | (attrs or {}), **kwargs)


class Revealing:
    """A choice widget with hints and fields that a choice reveals.

    `choice_hints={"no": "We ask for a safe way."}`; `reveals={"email": "address"}`, or `["address", "safe"]`,
    names fields of the same form. They are shown and validated only if their choice is selected.
    """

    def __init__(self, attrs=None, choices=(), *, choice_hints=None, reveals=None):
        super().__init__(attrs, choices)
        self.choice_hints = choice_hints or {}
        self.reveals = {
            value: [names] if isinstance(names, str) else names for value, names in (reveals or {}).items()
        }


class Radios(Revealing, forms.RadioSelect):
    pass


class Checkboxes(Revealing, forms.CheckboxSelectMultiple):
    pass


class Checkbox(forms.CheckboxInput):
    """A single checkbox with its label beside it."""


class DateInput(forms.MultiWidget):
    """Three text inputs, for use by `ui.fields.DateField`."""

    plain = True
    use_fieldset = True
    parts = {"day": _("Day"), "month": _("Month"), "year": _("Year")}

    def __init__(self, attrs=None):
        number = {"inputmode": "numeric", "dir": "ltr"}
        boxes = {part: forms.TextInput({**number}) for part in self.parts}
        boxes["month"] = forms.TextInput({"dir": "auto"})  # names such as "November" are accepted
        super().__init__(boxes, attrs)

    def decompress(self, value):
        return [value.day, value.month, value.year] if value else [None, None, None]
