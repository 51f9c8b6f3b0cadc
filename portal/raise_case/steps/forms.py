"""Forms of the steps, built from the questionnaire version that the submission is pinned to."""

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.places.services import Found, Malformed, OutsideArea, find_postcode
from casework.questionnaires.answer_texts import Place
from casework.questionnaires.definition import questions_of, words
from ui.forms import Form
from ui.widgets import LongSelect

from .fields import AddressField, SecretField
from .questions import FIELDS

OTHER_PERSON = ("other_person_email", "other_person_phone")
POSTAL_ADDRESSES = ("postal_address", "other_person_post")


class StepForm(Form):
    """The base class of a step's form; `form_of` adds the fields."""

    step = {}
    language = "en"
    remembered = frozenset()  # secrets that were chosen before
    addresses = frozenset()  # the questions that ask for a postal address

    @property
    def has_long_list(self):
        """Return whether one of its lists is so long that people can type in it."""
        return any(isinstance(field.widget, LongSelect) for field in self.fields.values())

    def clean(self):
        for question in questions_of(self.step):
            if question["type"] == "place" and self.is_asked(question["name"]):
                self._find_place(question["name"])
        self._refuse_empty_addresses()
        names = self.step.get("at_least_one", [])
        given = (
            self.cleaned_data.get(name) or name in self.remembered or self.has_error(name) for name in names
        )
        if names and not any(given):
            self.add_error(names[0], words(self.step["at_least_one_missing"], self.language))

    def _refuse_empty_addresses(self):
        """Refuse a postal address without a letter or digit."""
        for name in self.addresses & self.fields.keys():
            typed = self.cleaned_data.get(name)
            if typed and not any(letter.isalnum() for letter in typed):
                self.add_error(name, _("Enter the whole postal address, or leave the box empty"))

    def _find_place(self, name):
        """Replace a postcode by its borough. A postcode outside the area is a valid answer."""
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
        """Return the answers to store, as text or lists of text by field name. A secret left empty keeps its
        earlier value.
        """
        stored = {name: value for name, value in self.cleaned_data.items() if not self._is_files(name)}
        for name in self._secrets():
            if self.is_asked(name):
                stored[name] = stored[name] or earlier.get(name, "")
        return {
            name: [str(one) for one in value] if isinstance(value, list) else str(value or "")
            for name, value in stored.items()
        }

    def typed(self, earlier):
        """Return what to store of an invalid page: the values as typed, or earlier ones. Secrets are stored
        only sealed.
        """
        stored = {name: self.cleaned_data.get(name) for name in self._secrets()}
        for name in self.fields.keys() - stored.keys():
            # PostgreSQL cannot store a null byte; files are stored separately.
            if not self._is_files(name) and "\0" not in "".join(_texts(self[name].data)):
                stored[name] = self[name].data
        return {name: value or earlier.get(name, "") for name, value in stored.items()}

    def typed_openly(self):
        """Return what was typed, without secrets and files."""
        shown = self.fields.keys() - self._secrets()
        return {name: self[name].data or "" for name in shown if not self._is_files(name)}

    def remember_secrets(self, earlier):
        """Let each secret that was chosen before be left empty, and say so in its help text."""
        self.remembered = {name for name in self._secrets() if earlier.get(name)}
        for name in self.remembered:
            self.fields[name].required = False
            self.fields[name].help_text = _("You have chosen one. Leave the box empty to keep it.")

    def _secrets(self):
        return [name for name, field in self.fields.items() if isinstance(field, SecretField)]

    def _is_files(self, name):
        return isinstance(self.fields[name], forms.FileField)


def _texts(data):
    """Return the texts that a browser sent for one field: one, or several of a date and of ticked boxes."""
    return [str(part or "") for part in data] if isinstance(data, list) else [str(data or "")]


class ResumeLinkForm(Form):
    """The address that a link to unsent answers is mailed to."""

    email = AddressField(
        label=gettext_lazy("Your email address"),
        help_text=gettext_lazy("We send a link there. It works until we delete your answers."),
        max_length=254,
    )


class CheckForm(Form):
    """The form of the check page, without fields."""


def form_of(step, *, language, facts, members=()):
    """Return the form class of this step. `members` are the Members this person can choose from.

    `facts` maps each fact of the case to the name of the question that asks for it.
    """
    fields = {}
    for question in questions_of(step):
        fields |= FIELDS[question["type"]](question, language=language, members=members)
    for fact in OTHER_PERSON:
        if facts.get(fact) in fields:  # a browser would fill in the writer's own
            fields[facts[fact]].widget.attrs["autocomplete"] = "off"
    questions = step.get("questions", [])
    heading = len(questions) == 1 and questions[0]["text"] == step["title"] and _can_be_heading(questions[0])
    form = type("StepForm", (StepForm,), fields)
    form.step, form.language = step, language
    form.addresses = frozenset(facts[fact] for fact in POSTAL_ADDRESSES if fact in facts)
    form.page_heading_field = questions[0]["name"] if heading else None
    form.page_caption = words(step["section"], language)
    return form


def _can_be_heading(question):
    """Return whether the words of a question can be the heading: those of one box to tick stand beside it."""
    return question["type"] != "declaration"


def disable_autocomplete(form):
    """Switch autocomplete off in every field, for a shared device, and return the form."""
    for field in form.fields.values():
        field.widget.attrs["autocomplete"] = "off"
    return form


def as_posted(prefix, answers):
    """Return stored answers in the shape in which a form receives them."""
    return MultiValueDict(
        {f"{prefix}-{name}": value if isinstance(value, list) else [value] for name, value in answers.items()}
    )
