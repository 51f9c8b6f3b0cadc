"""Answers of a submission: as lines for the person, and as the facts of a case."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.text import slugify
from django.utils.translation import override

from casework.offices.seats import has_office, seats_for
from casework.places.models import Borough

from .answer_texts import Told, answer_text
from .authority import FACTS as AUTHORITY_FACTS
from .authority import AuthorityAnswers, authority_answers
from .definition import CHOICES, Question, Step, all_questions, answers_for, words
from .facts import AREA, IN_COLUMNS
from .journey import (
    Answers,
    Entry,
    asked_questions,
    chosen,
    counting_answers,
    counting_questions,
    entries_of,
    risks_of,
)
from .models import Submission
from .safe_word import word_hash
from .translations.published import definition_in

type Definition = dict[str, Any]


@dataclass(frozen=True)
class Answered:
    """One question with its answer as text. In a group, with the group's name and the id of the entry."""

    step: str
    section: str
    question: str
    type: str
    label: str
    text: str
    group: str = ""
    entry: str = ""


OFFERED = CHOICES | {"date", "declaration"}  # types whose answers are the form's own words


@dataclass(frozen=True)
class Recorded:
    """An answer without a column of its own, as the case stores it: the question in English.

    The answer is in English, too, if it is one of the form's own words; else it is what the person typed.
    """

    question: str
    answer: str
    on_case_page: bool = False
    is_typed: bool = True


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
    sensitive: bool
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
        line
        for step, question in counting_questions(definition, answers)
        for line in _lines(step, question, given, Told(submission, language, borough))
    ]


def _lines(step: Step, question: Question, given: dict[str, Any], told: Told) -> Iterator[Answered]:
    """Yield the answer to a question, or of a group those of each entry."""
    entries = entries_of(given, question) if question["type"] == "group" else []
    if not entries:
        yield _line(step, question, given, told)
    for number, entry in enumerate(entries, start=1):
        for line in entry_lines(step, question, entry, told):
            called = entry_name(question, number, told.language)
            yield replace(line, label=type(line.label)(f"{called}: {line.label}"))


def entry_lines(step: Step, group: Question, entry: Entry, told: Told) -> Iterator[Answered]:
    """Yield each applicable question of an entry with its answer."""
    for question in asked_questions(group["questions"], entry["answers"]):
        line = _line(step, question, entry["answers"], told)
        name = f"{group['name']}/{entry['id']}/{line.question}"  # no other question has a slash in its name
        yield replace(line, question=name, group=group["name"], entry=entry["id"])


def entry_name(group: Question, number: int, language: str) -> str:
    """Return what this entry of a group is called, such as "Person 2"."""
    called = words(group["each"], language)
    return type(called)(f"{called} {number}")


def _line(step: Step, question: Question, given: dict[str, Any], told: Told) -> Answered:
    language = told.language
    return Answered(
        step=step["slug"],
        section=words(step["section"], language),
        question=question["name"],
        type=question["type"],
        label=words(question.get("short"), language) or words(question["text"], language),
        text=answer_text(question, given, told),
    )


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


def receiver_of(definition: Definition, answers: Answers, known: Borough | None = None) -> str:
    """Return the slug of the Member that the case is for: the borough's, the area's, the form's own, or the one chosen;
    "" if none.

    The office follows from the Member alone, and a form cannot name one.
    """
    fixed, borough = definition.get("fixed", {}), borough_of(definition, answers, known)
    if borough and (named := _named_for(borough, definition)):
        return named
    seat = seats_for(borough.area).for_area if borough and fixed.get("route") == AREA else None
    if seat and seat.office:
        return seat.member.slug
    chosen_member = counting_answers(definition, answers).get(definition["case"].get("member", ""), "")
    return str(fixed.get("member") or chosen_member)


def _named_for(borough: Borough, definition: Definition) -> str:
    """Return the Member whom the form names for this borough, if an office still works for them; else ""."""
    rows = definition.get("boroughs", [])
    member = next((row["member"] for row in rows if borough.code in row["in"]), "")
    return member if member and has_office(member) else ""


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
        return any(
            chosen(given.get(each["question"]), each["in"]) for each in answers_for(facts.get(fact, []))
        )

    return CaseAnswers(
        member_slug=receiver_of(definition, submission.answers, borough),
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
        sensitive="sensitive" in fixed or condition("sensitive"),
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
        Recorded(
            line.label,
            line.text,
            on_case_page=(line.group or line.question) in shown,
            is_typed=line.type not in OFFERED,
        )
        for line in lines
        if line.text and line.type not in {"files", "secret"} and line.question not in in_columns
    ]
