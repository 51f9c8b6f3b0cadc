"""The base class of every form, with its renderer, field template and error handling."""

from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.functional import cached_property

from . import refusals, text
from .widgets import DateInput

PLAIN_FIELDS = (forms.EmailField, forms.IntegerField, forms.UUIDField, forms.DateField)


class Renderer(TemplatesSetting):
    """The form renderer. It is set on our forms only, because `FORM_RENDERER` would restyle Wagtail's as well."""

    form_template_name = "ui/form.html"
    field_template_name = "ui/field.html"


class BoundField(forms.BoundField):
    """A field as `templates/ui/field.html` renders it."""

    @cached_property
    def kind(self):
        """Return the kind of markup: radios, checkboxes, date, checkbox, file-upload, select, textarea or input."""
        kinds = [
            (forms.CheckboxSelectMultiple, "checkboxes"),  # a subclass of RadioSelect, so it comes first
            (forms.RadioSelect, "radios"),
            (DateInput, "date"),
            (forms.CheckboxInput, "checkbox"),
            (forms.FileInput, "file-upload"),
            (forms.Select, "select"),
            (forms.Textarea, "textarea"),
        ]
        widget = self.field.widget
        return next((name for widget_class, name in kinds if isinstance(widget, widget_class)), "input")

    @property
    def is_heading(self):
        """Return whether this is the only field of its page, so that its label is the page's h1."""
        return self.form.page_heading_field == self.name

    @property
    def caption(self):
        return self.form.page_caption if self.is_heading else ""

    @property
    def hint_id(self):
        return f"{self.auto_id}-hint"

    @property
    def error_id(self):
        return f"{self.auto_id}-error"

    @property
    def aria_describedby(self):
        ids = [self.hint_id] * bool(self.help_text) + [self.error_id] * bool(self.errors)
        return " ".join(ids)

    @property
    def wrong_parts(self):
        """Return the boxes of a date that have errors: those the errors name, or else all."""
        if self.kind != "date" or not self.errors:
            return set()
        codes = {error.code for error in self.errors.as_data()}
        parts = set(self.field.widget.widgets_names)
        named = {f"_{code}" for code in codes} & parts
        return named or parts

    @property
    def first_id(self):
        """Return the id that the error summary links: the first box, or the first one with an error."""
        if self.kind == "date":
            boxes = list(self.date_boxes)
            return next((each for each in boxes if each["wrong"]), boxes[0])["box"]["attrs"]["id"]
        if self.kind in {"radios", "checkboxes"}:
            return next((choice["id"] for choice in self.choices), "")
        return self.id_for_label

    @property
    def data(self):
        """Return the submitted value as `text.tidy` leaves it. Passwords are unchanged."""
        widget = self.field.widget
        if isinstance(widget, forms.PasswordInput):
            return super().data
        return text.tidy(super().data, one_line=self.kind != "textarea", plain=self.is_plain)

    @property
    def is_plain(self):
        """Whether the answer is a number, code, date, address or reference, which one spelling must fit."""
        return getattr(self.field.widget, "plain", False) or isinstance(self.field, PLAIN_FIELDS)

    def value(self):
        return text.showable(super().value())

    def build_widget_attrs(self, attrs, widget=None):
        """Add our CSS classes. Remove maxlength, because browsers cut pasted text silently."""
        widget = widget or self.field.widget
        attrs = super().build_widget_attrs(attrs, widget)
        if widget.is_hidden:
            return {name: value for name, value in attrs.items() if not name.startswith("aria-")}
        if self.kind in {"radios", "checkboxes", "checkbox", "date"}:
            return attrs | {"class": self._box_class(widget)} if self.kind == "checkbox" else attrs
        attrs |= {"class": self._box_class(widget), "maxlength": False, "minlength": False}
        if self.kind in {"input", "textarea"} and type(widget).__name__ != "NumberInput":
            attrs["dir"] = widget.attrs.get("dir", "auto")
        return attrs

    def _box_class(self, widget):
        base = "govuk-checkboxes__input" if self.kind == "checkbox" else f"govuk-{self.kind}"
        wrong = f"{base}--error" if self.errors and self.kind != "checkbox" else ""
        return " ".join(filter(None, [base, wrong, widget.attrs.get("class")]))

    @property
    def is_unanswered(self):
        """Return whether these are radios of which none is chosen."""
        return self.kind == "radios" and not any(box.data["selected"] for box in self.subwidgets)

    @property
    def choices(self):
        """Yield each choice with its hint and the fields it reveals. An empty choice is skipped if the field is
        required.
        """
        widget = self.field.widget
        hints, reveals = _by_text(widget, "choice_hints"), _by_text(widget, "reveals")
        for box in self.subwidgets:
            value = str(box.data["value"])
            if value == "" and self.field.required:
                continue
            revealed = [self.form[name] for name in reveals.get(value, ())]
            wrong = any(field.errors for field in revealed)
            yield {
                "box": box,
                "id": box.id_for_label,
                "hint": hints.get(value, ""),
                "opens": revealed,
                "wrong": wrong,
            }

    @property
    def date_boxes(self):
        """Yield the three boxes of a date, each with its own label."""
        widget = self.field.widget
        context = widget.get_context(self.html_name, self.value(), {"id": self.auto_id})
        for box, part in zip(context["widget"]["subwidgets"], widget.widgets_names, strict=True):
            label = widget.parts[part.strip("_")]
            yield {"box": box, "part": part.strip("_"), "label": label, "wrong": part in self.wrong_parts}


def _by_text(widget, name):
    return {str(value): given for value, given in getattr(widget, name, {}).items()}


class FormMixin:
    """The behaviour shared by all our forms. For a package's form: `class SignIn(FormMixin, LoginForm)`."""

    default_renderer = Renderer
    bound_field_class = BoundField
    use_required_attribute = False  # the browser's own messages are less helpful than ours
    page_heading_field = None
    page_caption = ""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            refusals.set_error_messages(name, field)

    @property
    def _openers(self):
        """Return {name: (field, choice)} of each field that is revealed by a choice."""
        return {
            name: (opener, str(value))
            for opener, field in self.fields.items()
            for value, names in getattr(field.widget, "reveals", {}).items()
            for name in names
        }

    def is_asked(self, name):
        """Return whether a field counts: it is always shown, or the choice that reveals it is selected."""
        if name not in self._openers:
            return True
        opener, value = self._openers[name]
        given = self[opener].data if self.is_bound else self[opener].value()
        chosen = given if isinstance(given, list | tuple) else [given]
        return value in map(str, chosen) and self.is_asked(opener)

    def top_level_fields(self):
        """Return the visible fields that are not revealed by a choice."""
        return [field for field in self.visible_fields() if field.name not in self._openers]

    def _clean_fields(self):
        """Clean like Django, but skip fields that are not asked and refuse unusable characters first."""
        for name, bound in self._bound_items():
            try:
                self.cleaned_data[name] = self._cleaned(name, bound)
            except forms.ValidationError as error:
                self.add_error(name, error)

    def _cleaned(self, name, bound):
        if not self.is_asked(name):
            return bound.field.to_python(None)
        if text.unusable(bound.data):
            raise forms.ValidationError(refusals.UNUSABLE, code="unusable")
        self.cleaned_data[name] = bound.field._clean_bound_field(bound)
        clean_field = getattr(self, f"clean_{name}", None)
        return clean_field() if clean_field else self.cleaned_data[name]


class Form(FormMixin, forms.Form):
    pass
