"""What a questionnaire may say: schema 1, as plain data, checked before it is published.

A definition is `{"schema": 1, "title": words, "steps": [...], "declaration": words, "case": {...}}`; words are
`{"en": "...", ...}`. The declaration stands above the button that sends; the case says which answer is which fact.
A step has a slug, a section, a title, questions or content, and conditions (`when`) on earlier answers.
The answer to a secret question is sealed before it is kept, and nobody is shown it. An answer that tells of a risk
is named after it (`RISKS`), and carries the help that is there now: `{"help": [{"text": words, "url": "tel:999"}]}`.
A question says why it is asked (`need`) and asks nothing that is not required unless it says so.
"""

import re
from collections.abc import Iterator
from typing import Any

from . import represented

CHOICES = {"radios", "checkboxes"}
TYPES = CHOICES | {
    "text",
    "textarea",
    "email",
    "phone",
    "place",
    "borough",
    "member",
    "files",
    "secret",
}
RISKS = {"life", "safeguarding", "eviction", "threat"}  # what an answer may raise with the office at once
RESERVED_STEPS = {"check", "done", "later", "sent"}
REQUIRED_FACTS = {"kind", "nature", "subject", "message", "member"}
FACTS = REQUIRED_FACTS | {
    "topic",
    "what_would_help",
    "name",
    "email",
    "phone",
    "postal_address",
    "place",
    "borough",
    "language",
    "format",
    "safe_contact",
    "safe_way",
    "safe_word",
    "shared_device",
    "risk",
    *represented.FACTS,
}
STEP_SLUG = re.compile(r"[a-z][a-z0-9-]{0,39}\Z")
QUESTION_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}\Z")
LINK = re.compile(r"(https://|tel:|/(?!/))\S+\Z")

type Words = dict[str, str]
type Step = dict[str, Any]
type Question = dict[str, Any]


class InvalidDefinition(ValueError):
    """What is wrong with a definition, one readable sentence each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


def words(texts: Words | None, language: str) -> str:
    """The text in this language, else in English."""
    texts = texts or {}
    return texts.get(language) or texts.get("en", "")


def questions_of(step: Step) -> Iterator[Question]:
    """Every question of a step, each followed by those that its answers reveal."""
    for question in step.get("questions", []):
        yield from _with_revealed(question)


def _with_revealed(question: Question) -> Iterator[Question]:
    yield question
    for choice in question.get("choices", []):
        for revealed in choice.get("reveals", []):
            yield from _with_revealed(revealed)


def all_questions(definition: dict[str, Any]) -> dict[str, tuple[Step, Question]]:
    """Each question by its name, with the step it stands in."""
    return {q["name"]: (step, q) for step in definition["steps"] for q in questions_of(step)}


def validate(definition: Any) -> None:
    """Refuse a definition that the runner could not run, with every problem at once."""
    try:
        problems = list(_problems(definition))
    except (AttributeError, KeyError, TypeError) as error:
        problems = [f"The definition is not in the shape of schema 1 ({type(error).__name__}: {error})"]
    if problems:
        raise InvalidDefinition(problems)


def _problems(definition: dict[str, Any]) -> Iterator[str]:
    if definition["schema"] != 1:
        yield f"Schema {definition['schema']!r} is not known; this service runs schema 1"
        return
    yield from _words_problems(definition.get("title"), "The form")
    yield from _words_problems(definition.get("declaration"), "The declaration")
    steps: set[str] = set()
    earlier: dict[str, Question] = {}
    for step in definition["steps"]:
        yield from _step_problems(step, steps, earlier)
        steps.add(step["slug"])
        for question in questions_of(step):
            yield from _question_problems(question, earlier)
            earlier |= dict.fromkeys(field_names(question), question)
    if not steps:
        yield "A form needs at least one step"
    yield from _case_problems(definition.get("case", {}), definition)


def field_names(question: Question) -> list[str]:
    """The names under which the answer to a question is kept; a place is several."""
    name = question["name"]
    return [name, f"{name}_postcode", f"{name}_borough"] if question["type"] == "place" else [name]


def _words_problems(texts: Any, where: str) -> Iterator[str]:
    if not (isinstance(texts, dict) and texts.get("en") and all(isinstance(t, str) for t in texts.values())):
        yield f"{where} needs its words, in English at least"


def _step_problems(step: Step, steps: set[str], earlier: dict[str, Question]) -> Iterator[str]:
    where = f"Step {step['slug']!r}"
    if not STEP_SLUG.match(step["slug"]) or step["slug"] in RESERVED_STEPS:
        yield f"{where} needs another name: small letters, digits and hyphens, and none of {sorted(RESERVED_STEPS)}"
    if step["slug"] in steps:
        yield f"{where} is there twice"
    yield from _words_problems(step.get("title"), where)
    yield from _words_problems(step.get("section"), f"The section of {where}")
    if not step.get("questions") and not step.get("content"):
        yield f"{where} asks nothing and says nothing"
    yield from _text_problems(step.get("content", []), where)
    for condition in step.get("when", []):
        if condition["question"] not in earlier:
            yield f"{where} depends on {condition['question']!r}, which is not asked before it"
        if not isinstance(condition["in"], list) or not condition["in"]:
            yield f"{where} depends on {condition['question']!r} but names no answer"
    questions = list(questions_of(step))
    if len(questions) > 1 and any(question["type"] == "files" for question in questions):
        yield f"{where} takes files, so it can ask nothing else"
    own = {name for question in questions_of(step) for name in field_names(question)}
    for name in set(step.get("at_least_one", [])) - own:
        yield f"{where} needs one of {name!r}, which it does not ask"
    if step.get("at_least_one"):
        yield from _words_problems(step.get("at_least_one_missing"), f"The error of {where}")


def _text_problems(blocks: list[dict[str, Any]], where: str) -> Iterator[str]:
    for block in blocks:
        yield from _words_problems(block.get("text"), f"A text of {where}")
        if "url" in block and not LINK.match(block["url"]):
            yield f"{where} links to {block['url']!r}: use an https address or a page of this site"


def _question_problems(question: Question, earlier: dict[str, Question]) -> Iterator[str]:
    where = f"Question {question['name']!r}"
    if not QUESTION_NAME.match(question["name"]):
        yield f"{where} needs another name: small letters, digits and underscores"
    if question["type"] not in TYPES:
        yield f"{where} is of the unknown type {question['type']!r}"
    for name in set(field_names(question)) & set(earlier):
        yield f"{where} would be kept as {name!r}, which is taken"
    yield from _words_problems(question.get("text"), where)
    yield from _words_problems(question.get("need"), f"The reason why {where} is asked")
    if question.get("required"):
        yield from _words_problems(question.get("missing"), f"The error of {where}")
    if question["type"] in CHOICES:
        values = [choice["value"] for choice in question.get("choices", [])]
        if (
            len(values) < 2
            or len(set(values)) < len(values)
            or not all(isinstance(v, str) and v for v in values)
        ):
            yield f"{where} needs two or more answers, each with a value of its own"
        for choice in question.get("choices", []):
            yield from _words_problems(choice.get("label"), f"An answer of {where}")
            yield from _text_problems(choice.get("help", []), f"An answer of {where}")


def _case_problems(case: dict[str, Any], definition: dict[str, Any]) -> Iterator[str]:
    for fact in sorted(REQUIRED_FACTS - set(case)):
        yield f"No question says what the {fact} of the case is"
    for fact in sorted(represented.ASKED - set(case) if "represented" in case else ()):
        yield f"No question says what the {fact} of the case is"
    for fact in sorted(set(case) - FACTS):
        yield f"A case has no {fact!r}"
    asked = {name for step in definition["steps"] for q in questions_of(step) for name in field_names(q)}
    always = {
        question["name"]
        for step in definition["steps"]
        for question in step.get("questions", [])
        if question.get("required") and not step.get("when")
    }
    for fact, source in case.items():
        names = _named(source)
        for name in names:
            if name not in asked:
                yield f"The {fact} of the case is taken from {name!r}, which is not asked"
        if fact in REQUIRED_FACTS and not always.intersection(names):
            yield f"The {fact} of the case must be a required question that everyone is asked"


def _named(source: Any) -> list[str]:
    """The questions a fact is taken from: one, several, or the one of a condition."""
    if isinstance(source, dict):
        return [source["question"]]
    return [source] if isinstance(source, str) else list(source)
