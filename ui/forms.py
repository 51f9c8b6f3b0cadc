"""The base of every form: one renderer, one field template, one way of refusing."""

from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.functional import cached_property

from . import refusals, text
from .widgets import DateInput


class Renderer(TemplatesSetting):
    """Set on our forms alone: the project-wide setting would restyle the editors' screens as well."""

    form_template_name = "ui/form.html"
    field_template_name = "ui/field.html"


class BoundField(forms.BoundField):
    """One question with its answer, as `templates/ui/field.html` shows it."""

    @cached_property
    def kind(self):
        """Which shape of markup: choices, date, checkbox, file, select, textarea or input."""
        shapes = [
            (forms.CheckboxSelectMultiple, "checkboxes"),  # a RadioSelect too, so it is asked first
            (forms.RadioSelect, "radios"),
            (DateInput, "date"),
            (forms.CheckboxInput, "checkbox"),
            (forms.FileInput, "file-upload"),
            (forms.Select, "select"),
            (forms.Textarea, "textarea"),
        ]
        widget = self.field.widget
        return next((name for shape, name in shapes if isinstance(widget, shape)), "input")

    @property
    def is_heading(self):
        """Whether this question is the only one of its page, so that its label is the page's h1."""
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
        """The boxes of a date that need another look: those the errors name, or all of them."""
        if self.kind != "date" or not self.errors:
            return set()
        codes = {error.code for error in self.errors.as_data()}
        parts = set(self.field.widget.widgets_names)
        named = {f"_{code}" for code in codes} & parts
        return named or parts

    @property
    def first_id(self):
        """Where a link from the error summary leads: the first box, or the first wrong one."""
        if self.kind == "date":
            boxes = list(self.date_boxes)
            return next((each for each in boxes if each["wrong"]), boxes[0])["box"]["attrs"]["id"]
        if self.kind in {"radios", "checkboxes"}:
            return next((choice["id"] for choice in self.choices), "")
        return self.id_for_label

    @property
    def data(self):
        """What was sent, without characters that came along unseen. Passwords are left as they are."""
        widget = self.field.widget
        if isinstance(widget, forms.PasswordInput):
            return super().data
        return text.tidy(super().data, one_line=self.kind != "textarea")

    def value(self):
        return text.showable(super().value())

    def build_widget_attrs(self, attrs, widget=None):
        """Our classes, and no length limit in the browser: it would cut a pasted text without a word."""
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
    def choices(self):
        """Each answer, its hint and the questions it opens; "nothing chosen" only where that is an answer."""
        widget = self.field.widget
        hints, reveals = _by_text(widget, "choice_hints"), _by_text(widget, "reveals")
        for box in self.subwidgets:
            value = str(box.data["value"])
            if value == "" and self.field.required:
                continue
            opens = [self.form[name] for name in reveals.get(value, ())]
            wrong = any(field.errors for field in opens)
            yield {
                "box": box,
                "id": box.id_for_label,
                "hint": hints.get(value, ""),
                "opens": opens,
                "wrong": wrong,
            }

    @property
    def date_boxes(self):
        """The three boxes of a date, each with its own label."""
        widget = self.field.widget
        context = widget.get_context(self.html_name, self.value(), {"id": self.auto_id})
        for box, part in zip(context["widget"]["subwidgets"], widget.widgets_names, strict=True):
            label = widget.parts[part.strip("_")]
            yield {"box": box, "part": part.strip("_"), "label": label, "wrong": part in self.wrong_parts}


def _by_text(widget, name):
    return {str(value): given for value, given in getattr(widget, name, {}).items()}


class FormMixin:
    """What makes a Django form ours. Also for forms of packages: `class SignIn(FormMixin, LoginForm)`."""

    default_renderer = Renderer
    bound_field_class = BoundField
    use_required_attribute = False  # the browser's own bubbles say less than our sentences
    page_heading_field = None
    page_caption = ""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            refusals.speak_plainly(name, field)

    @property
    def _openers(self):
        """For each question that waits for an answer: the question before it, and that answer."""
        return {
            name: (opener, str(value))
            for opener, field in self.fields.items()
            for value, names in getattr(field.widget, "reveals", {}).items()
            for name in names
        }

    def is_asked(self, name):
        """Whether a question counts: its answer was chosen, or it waits for none."""
        if name not in self._openers:
            return True
        opener, value = self._openers[name]
        given = self[opener].data if self.is_bound else self[opener].value()
        chosen = given if isinstance(given, list | tuple) else [given]
        return value in map(str, chosen) and self.is_asked(opener)

    def standing_fields(self):
        """The questions that stand on their own; the others appear under the answer that opens them."""
        return [field for field in self.visible_fields() if field.name not in self._openers]

    def _clean_fields(self):
        """As Django's, but unasked questions are not checked, and unusable characters are refused first."""
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
        own = getattr(self, f"clean_{name}", None)
        return own() if own else self.cleaned_data[name]


class Form(FormMixin, forms.Form):
    pass
