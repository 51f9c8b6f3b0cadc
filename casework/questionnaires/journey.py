"""Which steps a person is asked, given what they answered so far, and which answers count."""

from collections.abc import Iterator
from typing import Any

from .definition import Question, Step

type Answers = dict[str, dict[str, Any]]


def asked_steps(definition: dict[str, Any], answers: Answers) -> list[Step]:
    """The steps this person is asked, in order. Conditions see only answers of steps that are asked themselves."""
    asked: list[Step] = []
    given: dict[str, Any] = {}
    for step in definition["steps"]:
        if all(_holds(condition, given) for condition in step.get("when", [])):
            asked.append(step)
            given |= answers.get(step["slug"], {})
    return asked


def counting_answers(definition: dict[str, Any], answers: Answers) -> dict[str, Any]:
    """All answers by question; those of a branch that was left are gone."""
    given: dict[str, Any] = {}
    for step in asked_steps(definition, answers):
        given |= answers.get(step["slug"], {})
    return given


def asked_questions(questions: list[Question], given: dict[str, Any]) -> Iterator[Question]:
    """The questions that count: those that stand on their own, and those that a chosen answer revealed."""
    for question in questions:
        yield question
        for choice in question.get("choices", []):
            if chosen(given.get(question["name"]), [choice["value"]]):
                yield from asked_questions(choice.get("reveals", []), given)


def counting_questions(definition: dict[str, Any], answers: Answers) -> Iterator[tuple[Step, Question]]:
    """Every question that counts, with its step, in the order in which they were asked."""
    given = counting_answers(definition, answers)
    for step in asked_steps(definition, answers):
        for question in asked_questions(step.get("questions", []), given):
            yield step, question


def chosen(value: Any, values: list[str]) -> bool:
    """Whether an answer, or one of several, is among these values."""
    return any(one in values for one in (value if isinstance(value, list) else [value]))


def _holds(condition: dict[str, Any], given: dict[str, Any]) -> bool:
    return chosen(given.get(condition["question"]), condition["in"])
