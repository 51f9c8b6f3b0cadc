"""The blocks of a form: steps, questions and answers.

No block is required and none validates: drafts are saved half-finished, and `questionnaires.rules.problems` decides
what can be published. Conditions hold the ids of blocks, so that renaming, moving and copying break nothing.
"""

import json

from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from casework.questionnaires.answers import Place

from .conversion.definitions import NO, YES
from .conversion.meaning import facts_of, meanings

AUTOCOMPLETE = [
    ("", _("Nothing")),
    ("off", _("Never")),
    ("name", _("Name")),
    ("street-address", _("Address")),
    ("organization", _("Organisation")),
    ("bday", _("Date of birth")),
]


def line(label, help_text="", **options):
    return blocks.CharBlock(required=False, label=label, help_text=help_text, **options)


def box(label, help_text=""):
    return blocks.TextBlock(required=False, label=label, help_text=help_text, rows=2)


def tick(label, help_text=""):
    return blocks.BooleanBlock(required=False, label=label, help_text=help_text)


def number(label, help_text=""):
    return blocks.IntegerBlock(
        required=False, min_value=1, max_value=20_000, label=label, help_text=help_text
    )


class Layout(blocks.StructBlock):
    """A block whose rarely used fields are behind a gear."""

    def __init__(self, local_blocks=None, *, settings=(), **kwargs):
        names = [name for name, _block in local_blocks or []]
        front = [name for name in [*self.base_blocks, *names] if name not in settings]
        kwargs["form_layout"] = blocks.BlockGroup(children=front, settings=list(settings))
        super().__init__(local_blocks, **kwargs)


class Texts(blocks.StreamBlock):
    """Paragraphs and links."""

    text = box(_("Text"))
    link = blocks.StructBlock(
        [("text", line(_("Words"))), ("url", line(_("Address"), _("https://…, tel:… or a page: /…")))],
        icon="link",
        label=_("Link"),
        label_format="{text}",
    )

    class Meta:
        required = False


def question(type_, *more, label, icon="form", revealed=False):
    """Return (name, block) of one type of question. A revealed one cannot be one of "at least one"."""
    facts = facts_of(type_)
    extra = [("short", line(_("Short form"), _("How “Check your answers” and the office call it."))), *more]
    if len(facts) > 1:
        extra.append(
            ("fact", blocks.ChoiceBlock(choices=facts, required=False, label=_("What it tells the office")))
        )
    if not revealed:
        extra.append(
            ("at_least_one", tick(_("One of several"), _("People must answer at least one of these.")))
        )
    front = [name for name, _block in more if name in {"choices", "reveals"}]
    fields = [
        ("text", line(_("Question"))),
        ("hint", box(_("Hint"))),
        *((name, block) for name, block in more if name in front),
        ("required", tick(_("People must answer"))),
        (
            "missing",
            line(_("Error if it is not answered"), _("If empty: “Enter” or “Choose” with the question.")),
        ),
        (
            "need",
            line(_("Why we ask"), _("People can read this. Leave the question out if there is no reason.")),
        ),
        *((name, block) for name, block in extra if name not in front),
    ]
    settings = [name for name, _block in extra if name not in front]
    return type_, Layout(fields, settings=settings, label=label, icon=icon, label_format="{text}")


LIMIT = ("max_length", number(_("Most characters")))
FILL_IN = (
    "autocomplete",
    blocks.ChoiceBlock(choices=AUTOCOMPLETE, required=False, label=_("What browsers may fill in")),
)


def plain(*, revealed):
    """Return the types of question without answers to choose from."""
    rows = ("rows", number(_("Lines of the box")))
    bounds = [
        ("min", blocks.IntegerBlock(required=False, label=_("Smallest number"))),
        ("max", blocks.IntegerBlock(required=False, label=_("Largest number"))),
    ]
    return [
        question("text", LIMIT, FILL_IN, label=_("Short text"), icon="title", revealed=revealed),
        question("textarea", rows, LIMIT, FILL_IN, label=_("Long text"), icon="pilcrow", revealed=revealed),
        question("email", label=_("Email address"), icon="mail", revealed=revealed),
        question("phone", label=_("Phone number"), icon="mobile-alt", revealed=revealed),
        question("number", *bounds, label=_("Number"), icon="order", revealed=revealed),
        question("date", label=_("Date"), icon="date", revealed=revealed),
        question("address", LIMIT, label=_("Postal address"), icon="home", revealed=revealed),
        question("borough", label=_("Borough"), icon="site", revealed=revealed),
        question("secret", LIMIT, label=_("Safe word"), icon="key", revealed=revealed),
    ]


def opened(label):
    """Return the stream of questions that an answer opens."""
    return blocks.StreamBlock(plain(revealed=True), required=False, label=label)


ANSWER = [
    ("label", line(_("Answer"))),
    ("hint", box(_("Hint"))),
    ("means", blocks.ChoiceBlock(choices=meanings(), required=False, label=_("What it means for the case"))),
]


class Answers(blocks.StreamBlock):
    """The answers to choose from. One that asks or says more is a type of its own, which keeps the page small."""

    answer = Layout(ANSWER, label=_("Answer"), icon="radio-full", label_format="{label}")
    more = Layout(
        [
            *ANSWER,
            ("reveals", opened(_("Questions this answer opens"))),
            ("help", Texts(required=False, label=_("Help to show at once"))),
        ],
        label=_("Answer that asks or says more"),
        icon="circle-plus",
        label_format="{label}",
    )

    class Meta:
        required = False
        collapsed = True


def choice(type_, *, label, icon):
    return question(type_, ("choices", Answers(required=False, label=_("Answers"))), label=label, icon=icon)


def questions():
    """Return every type of question that a step can ask."""
    return [
        *plain(revealed=False),
        choice("radios", label=_("Choose one"), icon="radio-full"),
        choice("checkboxes", label=_("Choose any"), icon="tick-inverse"),
        choice("select", label=_("Choose one from a long list"), icon="list-ul"),
        question(
            "yes_no", ("reveals", opened(_("Questions that “Yes” opens"))), label=_("Yes or no"), icon="help"
        ),
        question("declaration", label=_("Declaration to agree to"), icon="check"),
        question("place", label=_("Postcode or borough"), icon="home"),
        question("member", label=_("Member to write to"), icon="group"),
        question("files", ("max_files", number(_("Most files"))), label=_("Files"), icon="upload"),
    ]


PICKER = {  # words of the condition picker (static/js/form-editor.js)
    "question": _("Earlier question"),
    "answers": _("Its answers"),
    "choose": _("Choose a question"),
    "gone": _("No longer there"),
    "yes-no": lazy(
        lambda: json.dumps([{"id": "yes", "text": str(YES)}, {"id": "no", "text": str(NO)}]), str
    )(),
    "places": lazy(
        lambda: json.dumps([{"id": id_, "text": str(text)} for id_, text in Place.choices]), str
    )(),
}


class Condition(blocks.StructBlock):
    """An earlier question and its answers, by the ids of their blocks."""

    question = line(_("Question"))
    test = blocks.ChoiceBlock(
        choices=[("in", _("is one of")), ("not_in", _("is none of"))],
        default="in",
        required=False,
        label=_("Answer"),
    )
    answers = line(_("Answers"))

    class Meta:
        icon = "help"
        label = _("Condition")
        form_attrs = {"data-controller": "earlier"} | {
            f"data-earlier-{name}-value": words for name, words in PICKER.items()
        }


class Steps(blocks.StreamBlock):
    step = Layout(
        [
            ("title", line(_("Title"))),
            ("section", line(_("Section"), _("It stands above the title, and in “Check your answers”."))),
            ("lead", box(_("Introduction"))),
            ("content", Texts(required=False, label=_("Text and links"))),
            (
                "questions",
                blocks.StreamBlock(questions(), required=False, collapsed=True, label=_("Questions")),
            ),
            (
                "match",
                blocks.ChoiceBlock(
                    choices=[("all", _("if all of these are so")), ("any", _("if any of these is so"))],
                    default="all",
                    required=False,
                    label=_("Show this step"),
                ),
            ),
            ("when", blocks.StreamBlock([("condition", Condition())], required=False, label=_("Conditions"))),
            ("help", tick(_("Show the help of the chosen answers"), _("As for risks: who to call now."))),
            (
                "ends",
                tick(_("The form ends here"), _("For people whom someone else can help. Nothing is sent.")),
            ),
            (
                "at_least_one_missing",
                line(_("Error if none is answered"), _("For the questions marked “One of several”.")),
            ),
        ],
        settings=("match", "when", "help", "ends", "at_least_one_missing"),
        label=_("Step"),
        icon="list-ol",
        label_format="{title}",
    )

    class Meta:
        required = False
        collapsed = True
