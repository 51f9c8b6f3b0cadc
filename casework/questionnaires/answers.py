"""Answers of a submission: as lines for the person, and as the facts of a case."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import TextChoices
from django.utils.dateformat import format as date_format
from django.utils.functional import lazy
from django.utils.text import format_lazy, slugify
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from body.current import current_body
from casework.offices.models import Member
from casework.places.models import Borough

from .authority import FACTS as AUTHORITY_FACTS
from .authority import AuthorityAnswers, authority_answers
from .definition import CHOICES, Question, all_questions, words
from .journey import Answers, chosen, counting_answers, counting_questions
from .models import Submission
from .risks import risks_of
from .safe_word import word_hash
from .translations.published import definition_in

type Definition = dict[str, Any]

IN_COLUMNS = {
    "subject",
    "message",
    "what_would_help",
    "name",
    "email",
    "phone",
    "postal_address",
    "member",
    "safe_way",
    "safe_word",
}


class Place(TextChoices):
    """Ways to say where one lives."""

    POSTCODE = "postcode", _("I will give my postcode")
    BOROUGH = "borough", _("I will choose my borough")
    NO_FIXED_ADDRESS = "none", _("I have no fixed address")
    OUTSIDE = (
        "outside",
        format_lazy(_("I live outside {place}"), place=lazy(lambda: current_body().place, str)()),
    )


@dataclass(frozen=True)
class Answered:
    """One question with its answer as text."""

    step: str
    section: str
    question: str
    type: str
    label: str
    text: str


@dataclass(frozen=True)
class Recorded:
    """An answer without a column of its own, as the case stores it."""

    question: str
    answer: str
    on_case_page: bool = False


@dataclass(frozen=True)
class CaseAnswers:
    """The facts of the case that a submission opens."""

    member_slug: str
    kind: str
    nature: str
    topic: str
    topic_name: str
    subject: str
    message: str
    name: str
    name_question: str
    email: str
    phone: str
    postal_address: str
    borough: Borough | None
    language: str
    format: str
    safe_to_email: bool
    safe_way: str
    safe_word: str  # hashed: see `safe_word`
    shared_device: bool
    risks: list[str]
    file_questions: list[str]
    authority: AuthorityAnswers | None = None
    record: list[Recorded] = field(default_factory=list)


def answered(
    submission: Submission, *, language: str = "en", borough: Borough | None = None
) -> list[Answered]:
    """Return every applicable question with its answer, in the order asked.

    `borough` is that of the answers if the caller has loaded it (`borough_of`).
    """
    definition, answers = definition_in(submission.version, language), submission.answers
    given = counting_answers(definition, answers)
    return [
        Answered(
            step=step["slug"],
            section=words(step["section"], language),
            question=question["name"],
            type=question["type"],
            label=words(question.get("short"), language) or words(question["text"], language),
            text=_answer_text(question, given, submission, language, borough),
        )
        for step, question in counting_questions(definition, answers)
    ]


def _answer_text(
    question: Question, given: dict[str, Any], submission: Submission, language: str, borough: Borough | None
) -> str:
    value = given.get(question["name"]) or ""
    kind = question["type"]
    if kind in CHOICES:
        labels = [words(c["label"], language) for c in question["choices"] if chosen(value, [c["value"]])]
        return ", ".join(labels)
    if kind == "place":
        return _place_text(question["name"], given, borough)
    if kind == "borough":
        return _borough_name(value, borough)
    if kind == "member":
        return Member.objects.filter(slug=value).values_list("name", flat=True).first() or ""
    if kind == "secret":
        return gettext("Chosen, and not shown") if value else ""
    if kind == "date":
        return date_format(date.fromisoformat(value), "j F Y") if value else ""
    if kind == "declaration":
        return gettext("Confirmed") if value else ""
    if kind == "files":
        return ", ".join(f.name for f in submission.files.all() if f.question == question["name"])
    return str(value)


def _place_text(name: str, given: dict[str, Any], known: Borough | None) -> str:
    postcode, borough = given.get(f"{name}_postcode", ""), given.get(f"{name}_borough", "")
    match given.get(name):
        case Place.POSTCODE:
            return f"{postcode} ({_borough_name(borough, known)})"
        case Place.BOROUGH:
            return _borough_name(borough, known)
        case Place.NO_FIXED_ADDRESS:
            return gettext("No fixed address")
        case Place.OUTSIDE:
            outside = gettext("Outside %(place)s") % {"place": current_body().place}
            return f"{outside} ({postcode})" if postcode else outside
    return ""


def _borough_name(code: str, known: Borough | None) -> str:
    if known is not None and known.code == code:
        return known.name
    return Borough.objects.filter(code=code).values_list("name", flat=True).first() or ""


def borough_of(definition: Definition, answers: Answers, known: Borough | None = None) -> Borough | None:
    """Return the borough of the person's place, or else the one that links them to the area.

    `known` is one that the caller has loaded before, with its area: it is not loaded again.
    """
    given = counting_answers(definition, answers)
    facts = definition["case"]
    place = facts.get("place", "")
    codes = [given.get(f"{place}_borough"), *(given.get(name) for name in facts.get("borough", []))]
    code = next((code for code in codes if code), None)
    if known is not None and known.code == code:
        return known
    return Borough.objects.select_related("area").filter(code=code).first() if code else None


def answers_for_case(submission: Submission, *, known: Borough | None = None) -> CaseAnswers:
    """Return the facts of the case, in English, with the texts of the version that was answered."""
    definition = submission.version.definition
    given = counting_answers(definition, submission.answers)
    facts = definition["case"]
    borough = borough_of(definition, submission.answers, known)
    with override("en"):
        lines = answered(submission, borough=borough)
    texts = {line.question: line.text for line in lines}
    labels = {line.question: line.label for line in lines}

    fixed = definition.get("fixed", {})

    def value(fact: str) -> str:
        return str(fixed.get(fact) or given.get(facts.get(fact, "")) or "")

    def condition(fact: str) -> bool:
        return fact in facts and chosen(given.get(facts[fact]["question"]), facts[fact]["in"])

    return CaseAnswers(
        member_slug=value("member"),
        kind=value("kind"),
        nature=value("nature"),
        topic=slugify(value("topic")),
        topic_name=fixed.get("topic") or texts.get(facts.get("topic", ""), ""),
        subject=value("subject"),
        message=_message(lines, facts["message"], facts.get("what_would_help")),
        name=value("name"),
        name_question=labels.get(facts.get("name", ""), ""),
        email=value("email"),
        phone=value("phone"),
        postal_address=value("postal_address"),
        borough=borough,
        language=_first(texts, facts.get("language", [])),
        format=_first(texts, facts.get("format", [])),
        safe_to_email=not condition("safe_contact"),
        safe_way=value("safe_way"),
        safe_word=word_hash(value("safe_word")),
        shared_device=condition("shared_device"),
        risks=risks_of(definition, submission.answers),
        file_questions=[line.question for line in lines if line.type == "files"],
        authority=authority_answers(value, condition),
        record=_record(lines, definition),
    )


def _first(texts: dict[str, str], questions: str | list[str]) -> str:
    """Return the first answer given to any of these questions, as text."""
    names = [questions] if isinstance(questions, str) else questions
    return next((texts[name] for name in names if texts.get(name)), "")


def _message(lines: list[Answered], questions: str | list[str], what_would_help: str | None) -> str:
    """Return one text: the first answer, then each further one under its question."""
    names = [questions] if isinstance(questions, str) else list(questions)
    names += [what_would_help] if what_would_help else []
    parts = [line for name in names for line in lines if line.question == name and line.text]
    return "\n\n".join(f"{part.label}\n{part.text}" if i else part.text for i, part in enumerate(parts))


def _record(lines: list[Answered], definition: Definition) -> list[Recorded]:
    """Return the answers that have no column in the case."""
    facts = definition["case"]
    in_columns: set[str] = set()
    for fact in (IN_COLUMNS | AUTHORITY_FACTS) & set(facts):
        if isinstance(facts[fact], dict):
            continue
        in_columns |= {facts[fact]} if isinstance(facts[fact], str) else set(facts[fact])
    shown = {name for name, (_step, q) in all_questions(definition).items() if q.get("on_case_page")}
    return [
        Recorded(line.label, line.text, on_case_page=line.question in shown)
        for line in lines
        if line.text and line.type not in {"files", "secret"} and line.question not in in_columns
    ]
