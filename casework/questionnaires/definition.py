"""Schema 1 of questionnaire definitions, as plain data that is validated before it is published.

A definition is `{"schema": 1, "title": words, "steps": [...], "declaration": words, "case": {...}}`; words are
`{"en": "...", ...}`. The declaration is shown above the submit button; `case` maps facts of the case to questions,
and `fixed` has those that are the same for everyone: `{"kind": "problem", "topic": "Transport"}`. A fact that is true
for some answers is `{"question": name, "in": values}`, or, where several questions can say it, a list of these. Where
boroughs decide who gets a case, `boroughs` lists them: `[{"in": [code, ...], "member": "ines-vale"}]`. `fixed` has who
gets the rest.
A step has a slug, a section, a title, questions or content, and conditions (`when`) on earlier answers.
The answer to a secret question is hashed before it is stored and is never shown. An answer that indicates a risk has
the risk's name (`facts.RISKS`) as its value, and lists help: `{"help": [{"text": words, "url": "tel:999"}]}`.
A question says why it is asked (`need`), and is optional unless it is marked as required. A step that `ends` only says
something, and nothing is sent after it. A number may have `min` and `max`.
A group has `questions` of its own, which people answer once for each entry they add, at most `most` times; `each` is
what one entry is called. It is alone on its step, and neither facts nor conditions use what is in it.
"""

from collections.abc import Iterator
from typing import Any

from body.english import EnglishText

CHOICES = {"radios", "checkboxes", "select", "yes_no"}
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
    "number",
    "date",
    "address",
    "declaration",
    "group",
}
UNGROUPED = {"place", "member", "files", "secret", "group"}  # types that a group cannot ask

type Words = dict[str, str]
type Step = dict[str, Any]
type Question = dict[str, Any]


def words(texts: Words | None, language: str) -> str:
    """Return the text in this language, or else in English, which then says that it is English."""
    texts = texts or {}
    source = texts.get("en", "")
    return texts.get(language) or (source if language == "en" or not source else EnglishText(source))


def questions_of(step: Step) -> Iterator[Question]:
    """Yield every question of a step, each followed by those that its answers reveal."""
    for question in step.get("questions", []):
        yield from _with_revealed(question)


def _with_revealed(question: Question) -> Iterator[Question]:
    yield question
    for choice in question.get("choices", []):
        for revealed in choice.get("reveals", []):
            yield from _with_revealed(revealed)


def group_of(step: Step) -> Question | None:
    """Return the question of this step that people answer by adding entries, or None."""
    return next((each for each in step.get("questions", []) if each["type"] == "group"), None)


def with_grouped(step: Step) -> Iterator[Question]:
    """Yield every question of a step, and after a group those in it."""
    for question in questions_of(step):
        yield question
        if question["type"] == "group":
            yield from questions_of(question)


def all_questions(definition: dict[str, Any]) -> dict[str, tuple[Step, Question]]:
    """Return each question by its name, with its step. Those in a group are not among them."""
    return {q["name"]: (step, q) for step in definition["steps"] for q in questions_of(step)}


def field_names(question: Question) -> list[str]:
    """Return the names under which the answer to a question is stored; a place has several."""
    name = question["name"]
    return [name, f"{name}_postcode", f"{name}_borough"] if question["type"] == "place" else [name]


def borough_name(question: Question) -> str:
    """Return the name under which the borough of a place is stored; "" for other questions."""
    return f"{question['name']}_borough" if question["type"] == "place" else ""


def conditions_of(step: Step) -> tuple[str, list[dict[str, Any]]]:
    """Return ("all" or "any", conditions): whether all of them decide that a step is asked, or any one."""
    when = step.get("when", [])
    if isinstance(when, list):
        return "all", when
    match = "any" if "any" in when else "all"
    return match, when[match]


def sources_of(fact: Any) -> list[str]:
    """Return the questions a fact is taken from: one or several, or those of its conditions."""
    sources = [fact] if isinstance(fact, (str, dict)) else fact
    return [each["question"] if isinstance(each, dict) else each for each in sources]


def answers_for(fact: Any) -> list[dict[str, Any]]:
    """Return the answers for which a fact is true, as `{"question": name, "in": values}`. Any of them is enough."""
    return [fact] if isinstance(fact, dict) else fact
