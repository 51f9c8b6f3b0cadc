"""The fields of each type of question."""

from functools import partial

from django import forms
from django.utils.translation import gettext as _

from casework.places.models import Borough
from casework.questionnaires.answer_texts import Place
from casework.questionnaires.definition import words
from ui.fields import EmailField, PhoneField
from ui.widgets import Checkbox, Checkboxes, LongSelect, PostcodeInput, Radios, Select, Textarea, TextInput
from uploads.fields import UploadsField

from .fields import AddressField, AnswerDateField, NumberField, SecretField

MOST_WITHOUT_TYPING = 10  # answers of a list; in a longer one people can type


def _common(question, language):
    label = words(question["text"], language)
    required = question.get("required", False)
    if not required:
        label = _("%(question)s (optional)") % {"question": label}
    common = {"label": label, "help_text": words(question.get("hint"), language), "required": required}
    if required:
        common["error_messages"] = {"required": words(question["missing"], language)}
    return common


def _line(question, *, language, members, field=forms.CharField, widget=TextInput, **options):
    attrs = {"autocomplete": question["autocomplete"]} if "autocomplete" in question else {}
    limit = question.get("max_length", options.pop("max_length", 200))
    return {
        question["name"]: field(
            **_common(question, language), max_length=limit, widget=widget(**attrs), **options
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
            widget=PostcodeInput,
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


def _number(question, *, language, members):
    limits = {key: question.get(key) for key in ("min", "max")}
    return {question["name"]: NumberField(**_common(question, language), **limits)}


def _date(question, *, language, members):
    return {question["name"]: AnswerDateField(**_common(question, language))}


def _declaration(question, *, language, members):
    return {question["name"]: forms.BooleanField(**_common(question, language), widget=Checkbox())}


def _select(question, *, language, members):
    choices = [(c["value"], words(c["label"], language)) for c in question["choices"]]
    long = len(choices) > MOST_WITHOUT_TYPING
    widget = LongSelect(nothing=_("Nothing found for “%(words)s”")) if long else Select()
    return {
        question["name"]: forms.ChoiceField(
            **_common(question, language), choices=[("", _("Choose one")), *choices], widget=widget
        )
    }


def _address(question, *, language, members):
    usual = {"rows": 4, "max_length": 400, "autocomplete": "street-address"}
    return _text(usual | question, language=language, members=members)


FIELDS = {
    "text": _line,
    "textarea": _text,
    "email": partial(_line, field=AddressField, widget=lambda **attrs: EmailField.widget(), max_length=254),
    "phone": partial(_line, field=PhoneField, widget=lambda **attrs: PhoneField.widget(), max_length=30),
    "number": _number,
    "date": _date,
    "address": _address,
    "declaration": _declaration,
    "select": _select,
    "yes_no": _choice,
    "radios": _choice,
    "checkboxes": partial(_choice, field=forms.MultipleChoiceField, widget=Checkboxes),
    "borough": _borough,
    "place": _place,
    "member": _member,
    "files": _files,
    "secret": _secret,
}
