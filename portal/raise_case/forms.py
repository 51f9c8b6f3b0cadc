"""The form of a step, made from the definition that the submission is pinned to."""

from functools import partial

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.addresses import plain_address
from casework.files.fields import UploadsField
from casework.places.models import Borough
from casework.places.services import Found, Malformed, OutsideArea, find_postcode
from casework.questionnaires.answers import Place
from casework.questionnaires.definition import questions_of, words
from casework.questionnaires.secret_words import SHORTEST, is_sealed, plain, seal
from ui.fields import EmailField
from ui.forms import Form
from ui.widgets import Checkboxes, PhoneInput, Radios, Select, Textarea, TextInput


class AddressField(EmailField):
    """An email address in the one spelling under which mail goes out and people sign in."""

    def clean(self, value):
        value = super().clean(value)
        return plain_address(value) if value else value


class SecretInput(TextInput):
    """Shows what is typed, and never what was kept."""

    def __init__(self):
        super().__init__({"spellcheck": "false", "autocapitalize": "none"}, width=20, autocomplete="off")

    def format_value(self, value):
        return ""


class SecretField(forms.CharField):
    """A word that is sealed before anything keeps it; one that is sealed already passes."""

    widget = SecretInput

    def clean(self, value):
        value = super().clean(value)
        if not value or is_sealed(value):
            return value
        if len(value) > LONGEST:
            raise forms.ValidationError(_("Choose a shorter word, of at most 60 letters"))
        if len(plain(value)) < SHORTEST:
            raise forms.ValidationError(_("Choose a word of five letters or more. Spaces do not count"))
        return seal(value)


PHONE = RegexValidator(
    r"^\+?[\d\s().-]{6,29}(\s?(x|ext\.?)\s?\d{1,6})?$",
    gettext_lazy("Enter a phone number like 020 7946 0000 or +44 20 7946 0000"),
)


LONGEST = 60


class StepForm(Form):
    """A step without its questions; `form_of` adds them."""

    step = {}
    language = "en"

    def clean(self):
        for question in questions_of(self.step):
            if question["type"] == "place" and self.is_asked(question["name"]):
                self._find_place(question["name"])
        names = self.step.get("at_least_one", [])
        if names and not any(self.cleaned_data.get(name) or self.has_error(name) for name in names):
            self.add_error(names[0], words(self.step["at_least_one_missing"], self.language))

    def _find_place(self, name):
        """Turn a postcode into the borough around it. One outside the area is an answer, not an error."""
        postcode = self.cleaned_data.get(f"{name}_postcode")
        if self.cleaned_data.get(name) != Place.POSTCODE or not postcode:
            return
        match find_postcode(postcode):
            case Found() as found:
                self.cleaned_data[f"{name}_postcode"] = found.postcode
                self.cleaned_data[f"{name}_borough"] = found.borough.code
            case OutsideArea() as elsewhere:
                self.cleaned_data[name] = Place.OUTSIDE
                self.cleaned_data[f"{name}_postcode"] = elsewhere.postcode
            case Malformed():
                self.add_error(f"{name}_postcode", _("Enter a postcode like E16 1ZE"))
            case _unknown:
                self.add_error(
                    f"{name}_postcode",
                    _("Check your postcode, or choose your borough instead. We cannot find this one"),
                )

    def answers(self, earlier):
        """What is kept: plain text and lists of text, by question. A secret left empty stays as it was before."""
        kept = {name: value for name, value in self.cleaned_data.items() if not self._is_files(name)}
        for name in self._secrets():
            if self.is_asked(name):
                kept[name] = kept[name] or earlier.get(name, "")
        return {
            name: [str(one) for one in value] if isinstance(value, list) else str(value or "")
            for name, value in kept.items()
        }

    def typed(self, earlier):
        """What is kept of a page that is not right yet: as typed, or as it was before. A secret is kept only sealed."""
        kept = {name: self.cleaned_data.get(name) for name in self._secrets()}
        for name in self.fields.keys() - kept.keys():
            # No database keeps a zero byte; files have a service of their own.
            if not self._is_files(name) and "\0" not in "".join(self[name].data or ""):
                kept[name] = self[name].data
        return {name: value or earlier.get(name, "") for name, value in kept.items()}

    def remember_secrets(self, earlier):
        """Say of a secret that was chosen before that it is kept."""
        for name in self._secrets():
            if earlier.get(name):
                self.fields[name].help_text = _("You have chosen one. Leave the box empty to keep it.")

    def _secrets(self):
        return [name for name, field in self.fields.items() if isinstance(field, SecretField)]

    def _is_files(self, name):
        return isinstance(self.fields[name], forms.FileField)


class WayBackForm(Form):
    """Where a link to unsent answers goes."""

    email = AddressField(
        label=gettext_lazy("Your email address"),
        help_text=gettext_lazy("We send a link there. It works until we delete your answers."),
        max_length=254,
    )


class CheckForm(Form):
    """The last page asks nothing new."""


def form_of(step, *, language, members=()):
    """The class of this step's form. `members` are the Members this person can choose from."""
    fields = {}
    for question in questions_of(step):
        fields |= FIELDS[question["type"]](question, language=language, members=members)
    alone = step.get("questions", [])
    heading = len(alone) == 1 and alone[0]["text"] == step["title"]
    form = type("StepForm", (StepForm,), fields)
    form.step, form.language = step, language
    form.page_heading_field = alone[0]["name"] if heading else None
    form.page_caption = words(step["section"], language)
    return form


def leave_no_trace(form):
    """The form, with no box whose text a browser keeps or offers: others use the device."""
    for field in form.fields.values():
        field.widget.attrs["autocomplete"] = "off"
    return form


def _common(question, language):
    label = words(question["text"], language)
    required = question.get("required", False)
    if not required:
        label = _("%(question)s (optional)") % {"question": label}
    common = {"label": label, "help_text": words(question.get("hint"), language), "required": required}
    if required:
        common["error_messages"] = {"required": words(question["missing"], language)}
    return common


def _line(question, *, language, members, field=forms.CharField, widget=TextInput, **more):
    attrs = {"autocomplete": question["autocomplete"]} if "autocomplete" in question else {}
    limit = question.get("max_length", more.pop("max_length", 200))
    return {
        question["name"]: field(
            **_common(question, language), max_length=limit, widget=widget(**attrs), **more
        )
    }


def _text(question, *, language, members):
    widget = Textarea(
        {"autocomplete": question["autocomplete"]} if "autocomplete" in question else None,
        rows=question.get("rows", 6),
    )
    limit = question.get("max_length", 5_000)
    return {question["name"]: forms.CharField(**_common(question, language), max_length=limit, widget=widget)}


def _choice(question, *, language, members, field=forms.ChoiceField, widget=Radios):
    choices = question["choices"]
    boxes = widget(
        choice_hints={c["value"]: words(c["hint"], language) for c in choices if c.get("hint")},
        reveals={c["value"]: _names_of(c["reveals"]) for c in choices if c.get("reveals")},
    )
    labels = [(c["value"], words(c["label"], language)) for c in choices]
    return {question["name"]: field(**_common(question, language), choices=labels, widget=boxes)}


def _names_of(questions):
    return [question["name"] for question in questions]


def _secret(question, *, language, members):
    return {question["name"]: SecretField(**_common(question, language))}


def _borough(question, *, language, members):
    return {question["name"]: _borough_field(**_common(question, language))}


def _borough_field(**common):
    boroughs = [(b.code, b.name) for b in Borough.objects.order_by("name")]
    return forms.ChoiceField(**common, choices=[("", _("Choose a borough")), *boroughs], widget=Select())


def _place(question, *, language, members):
    name = question["name"]
    postcode, borough = f"{name}_postcode", f"{name}_borough"
    return {
        name: forms.ChoiceField(
            **_common(question, language),
            choices=Place.choices,
            widget=Radios(reveals={Place.POSTCODE.value: [postcode], Place.BOROUGH.value: [borough]}),
        ),
        postcode: forms.CharField(
            label=_("Postcode"),
            max_length=40,
            error_messages={"required": _("Enter your postcode")},
            widget=TextInput(width=10, autocomplete="postal-code"),
        ),
        borough: _borough_field(
            label=_("Borough"), error_messages={"required": _("Choose your borough from the list")}
        ),
    }


def _member(question, *, language, members):
    widget = Radios(choice_hints={member.slug: member.reason for member in members})
    labels = [(member.slug, member.name) for member in members]
    return {question["name"]: forms.ChoiceField(**_common(question, language), choices=labels, widget=widget)}


def _files(question, *, language, members):
    return {question["name"]: UploadsField(**_common(question, language) | {"required": False})}


FIELDS = {
    "text": _line,
    "textarea": _text,
    "email": partial(_line, field=AddressField, widget=lambda **attrs: EmailField.widget(), max_length=254),
    "phone": partial(_line, widget=lambda **attrs: PhoneInput(), validators=[PHONE], max_length=30),
    "radios": _choice,
    "checkboxes": partial(_choice, field=forms.MultipleChoiceField, widget=Checkboxes),
    "borough": _borough,
    "place": _place,
    "member": _member,
    "files": _files,
    "secret": _secret,
}
