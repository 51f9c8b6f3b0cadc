"""The blocks of a form: steps, questions and answers.

No block is required and none validates: drafts are saved half-finished, and `questionnaires.rules.problems` decides
what can be published. Conditions hold the ids of blocks, so that renaming, moving and copying break nothing.
"""

import json
from functools import partial

from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from casework.places.models import Borough
from casework.questionnaires.answer_texts import Place

from .conversion.definitions import NO, YES
from .conversion.meaning import facts_of, meanings
from .parts import Layout, Texts, box, line, number, tick

AUTOCOMPLETE = [
    ("", _("Nothing")),
    ("off", _("Never")),
    ("name", _("Name")),
    ("street-address", _("Address")),
    ("organization", _("Organisation")),
    ("bday", _("Date of birth")),
]


FRONT = {"choices", "reveals", "each", "most", "questions"}  # fields that are not behind the gear

SHOWN_ELSEWHERE = {"files", "secret", "member"}  # types whose answers are no line of the case


def question(type_, *more, label, icon="form", revealed=False, grouped=False):
    """Return (name, block) of one type of question. A revealed one cannot be one of "at least one".

    One in a group tells the office nothing of its own, because it has several answers.
    """
    facts = [] if grouped else facts_of(type_)
    extra = [("short", line(_("Short form"), _("How “Check your answers” and the office call it."))), *more]
    if len(facts) > 1:
        extra.append(
            ("fact", blocks.ChoiceBlock(choices=facts, required=False, label=_("What it tells the office")))
        )
    if not grouped and type_ not in SHOWN_ELSEWHERE:
        extra.append(
            ("on_case_page", tick(_("Show beside the case"), _("All other answers are one click away.")))
        )
    if not revealed and not grouped and type_ != "files":
        extra.append(
            ("at_least_one", tick(_("One of several"), _("People must answer at least one of these.")))
        )
    front = [name for name, _block in more if name in FRONT]
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


def plain(*, revealed=False, grouped=False):
    """Return the types of question without answers to choose from."""
    rows = ("rows", number(_("Lines of the box")))
    bounds = [
        ("min", blocks.IntegerBlock(required=False, label=_("Smallest number"))),
        ("max", blocks.IntegerBlock(required=False, label=_("Largest number"))),
    ]
    ask = partial(question, revealed=revealed, grouped=grouped)
    common = [
        ask("text", LIMIT, FILL_IN, label=_("Short text"), icon="title"),
        ask("textarea", rows, LIMIT, FILL_IN, label=_("Long text"), icon="pilcrow"),
        ask("email", label=_("Email address"), icon="mail"),
        ask("phone", label=_("Phone number"), icon="mobile-alt"),
        ask("number", *bounds, label=_("Number"), icon="order"),
        ask("date", label=_("Date"), icon="date"),
        ask("address", LIMIT, label=_("Postal address"), icon="home"),
        ask("borough", label=_("Borough"), icon="site"),
    ]
    secret = ask("secret", LIMIT, label=_("Safe word"), icon="key")
    return common if grouped else [*common, secret]


def opened(label, *, grouped=False):
    """Return the stream of questions that an answer opens."""
    return blocks.StreamBlock(plain(revealed=True, grouped=grouped), required=False, label=label)


ANSWER = [("label", line(_("Answer"))), ("hint", box(_("Hint")))]
MEANS = (
    "means",
    blocks.ChoiceBlock(choices=meanings(), required=False, label=_("What it means for the case")),
)


def answers(*, grouped=False):
    """Return the stream of answers to choose from. Those in a group mean nothing for the case as a whole.

    One that asks or says more is a type of its own, which keeps the page small.
    """
    common = ANSWER if grouped else [*ANSWER, MEANS]
    more = [*common, ("reveals", opened(_("Questions this answer opens"), grouped=grouped))]
    if not grouped:
        more.append(("help", Texts(required=False, label=_("Help to show at once"))))
    kinds = [
        ("answer", Layout(common, label=_("Answer"), icon="radio-full", label_format="{label}")),
        (
            "more",
            Layout(
                more, label=_("Answer that asks or says more"), icon="circle-plus", label_format="{label}"
            ),
        ),
    ]
    return blocks.StreamBlock(kinds, required=False, collapsed=True, label=_("Answers"))


def choice(type_, *, label, icon, grouped=False):
    return question(type_, ("choices", answers(grouped=grouped)), label=label, icon=icon, grouped=grouped)


def yes_or_no(*, grouped=False):
    opens = opened(_("Questions that “Yes” opens"), grouped=grouped)
    return question("yes_no", ("reveals", opens), label=_("Yes or no"), icon="help", grouped=grouped)


def choices(*, grouped=False):
    """Return the types of question with answers to choose from."""
    return [
        choice("radios", label=_("Choose one"), icon="radio-full", grouped=grouped),
        choice("checkboxes", label=_("Choose any"), icon="tick-inverse", grouped=grouped),
        choice("select", label=_("Choose one from a long list"), icon="list-ul", grouped=grouped),
    ]


def group():
    """Return a group of questions, which people answer once for each entry they add."""
    asked = [*plain(grouped=True), *choices(grouped=True), yes_or_no(grouped=True)]
    return question(
        "group",
        ("each", line(_("One entry is called"), _("Like “Person”. People see “Person 1”, “Person 2”."))),
        ("most", number(_("Most entries"), _("From 2 to 20."))),
        ("questions", blocks.StreamBlock(asked, required=False, collapsed=True, label=_("Questions"))),
        label=_("Group that people can add again"),
        icon="duplicate",
        grouped=True,
    )


def questions():
    """Return every type of question that a step can ask."""
    return [
        *plain(),
        *choices(),
        yes_or_no(),
        question("declaration", label=_("Declaration to agree to"), icon="check"),
        question("place", label=_("Postcode or borough"), icon="home"),
        question("member", label=_("Member to write to"), icon="group"),
        question("files", ("max_files", number(_("Most files"))), label=_("Files"), icon="upload"),
        group(),
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
    "borough": _("borough"),
    "boroughs": lazy(
        lambda: json.dumps(
            [{"id": code, "text": name} for code, name in Borough.objects.values_list("code", "name")]
        ),
        str,
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
        label_format = _("on an earlier answer")  # by itself Wagtail shows the id of the question
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
