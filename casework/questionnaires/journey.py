"""The steps a person is asked, given the answers so far, the answers that count, and the risks that they indicate."""

from collections.abc import Iterator
from typing import Any

from .definition import Question, Step, all_questions, conditions_of, words
from .facts import RISKS

# Help that the box about 999 gives beside any other.
SAID_BESIDE = ("tel:999", "https://999bsl.co.uk")

type Answers = dict[str, dict[str, Any]]
type Entry = dict[str, Any]  # {"id": "3f9a", "answers": {question: value}}


def asked_steps(definition: dict[str, Any], answers: Answers) -> list[Step]:
    """Return the steps this person is asked, in order, up to one that ends the form.

    Conditions use only answers of steps that are asked.
    """
    asked: list[Step] = []
    given: dict[str, Any] = {}
    for step in definition["steps"]:
        if _applies(step, given):
            asked.append(step)
            if step.get("ends"):
                break
            given |= answers.get(step["slug"], {})
    return asked


def counting_answers(definition: dict[str, Any], answers: Answers) -> dict[str, Any]:
    """Return all answers by question, without those of steps that are no longer asked."""
    given: dict[str, Any] = {}
    for step in asked_steps(definition, answers):
        given |= answers.get(step["slug"], {})
    return given


def asked_questions(questions: list[Question], given: dict[str, Any]) -> Iterator[Question]:
    """Yield the questions that apply: those at the top level, and those that a chosen answer reveals."""
    for question in questions:
        yield question
        for choice in question.get("choices", []):
            if chosen(given.get(question["name"]), [choice["value"]]):
                yield from asked_questions(choice.get("reveals", []), given)


def counting_questions(definition: dict[str, Any], answers: Answers) -> Iterator[tuple[Step, Question]]:
    """Yield every applicable question with its step, in the order asked."""
    given = counting_answers(definition, answers)
    for step in asked_steps(definition, answers):
        for question in asked_questions(step.get("questions", []), given):
            yield step, question


def entries_of(given: dict[str, Any], group: Question) -> list[Entry]:
    """Return what was added to a group, in the order added."""
    return given.get(group["name"]) or []


def with_entry(entries: list[Entry], id_: str, answers: dict[str, Any] | None) -> list[Entry]:
    """Return the entries with these answers in place of those of the same id, or else at the end. None removes it."""
    if answers is None:
        return [each for each in entries if each["id"] != id_]
    entry: Entry = {"id": id_, "answers": answers}
    if id_ not in [each["id"] for each in entries]:
        return [*entries, entry]
    return [entry if each["id"] == id_ else each for each in entries]


def chosen(value: Any, values: list[str]) -> bool:
    """Return whether an answer, or one of several, is among these values."""
    return any(one in values for one in (value if isinstance(value, list) else [value]))


def _applies(step: Step, given: dict[str, Any]) -> bool:
    match, conditions = conditions_of(step)
    if not conditions:
        return True
    return (any if match == "any" else all)(_holds(condition, given) for condition in conditions)


def _holds(condition: dict[str, Any], given: dict[str, Any]) -> bool:
    """Return whether an answer is among those of the condition, or with `not_in` among none of them."""
    value = given.get(condition["question"])
    if "not_in" in condition:
        return not chosen(value, condition["not_in"])
    return chosen(value, condition["in"])


def risks_of(definition: dict[str, Any], answers: Answers) -> list[str]:
    """Return the risks that the answers indicate, as names of `RISKS`."""
    given = counting_answers(definition, answers).get(definition["case"].get("risk", ""))
    return [risk for risk in (given if isinstance(given, list) else [given]) if risk in RISKS]


def help_now(definition: dict[str, Any], risks: list[str], *, language: str) -> list[dict[str, str]]:
    """Return the help that the form lists for these risks, as unique `{text, url}` items.

    What the box about 999 says on each page that shows this help is left out: to call 999, and 999 BSL.
    """
    questions = all_questions(definition)
    asked = questions.get(definition["case"].get("risk", ""))
    choices = asked[1]["choices"] if asked else []
    lines = [line for choice in choices if choice["value"] in risks for line in choice.get("help", [])]
    urls = {words(line["text"], language): line.get("url", "") for line in lines}
    return [{"text": text, "url": url} for text, url in urls.items() if url not in SAID_BESIDE]
