"""Paths through a definition to each of its questions."""

from collections.abc import Iterator
from typing import Any

from casework.questionnaires.definition import Question

type Path = tuple[str | int, ...]
type Problem = tuple[Path, str]


def with_paths(questions: list[Question], key: str = "questions") -> Iterator[tuple[Path, Question]]:
    """Yield (path, question) of these and of those that their answers reveal, in the order asked."""
    for number, question in enumerate(questions):
        path: Path = (key, number)
        yield path, question
        for index, choice in enumerate(question.get("choices", [])):
            for more, revealed in with_paths(choice.get("reveals", []), "reveals"):
                yield (*path, "choices", index, *more), revealed


def with_grouped_paths(questions: list[Question]) -> Iterator[tuple[Path, Question]]:
    """Yield (path, question) of these, and after a group of those in it."""
    for path, question in with_paths(questions):
        yield path, question
        if question["type"] == "group":
            for more, grouped in with_paths(question.get("questions", [])):
                yield (*path, *more), grouped


def question_paths(definition: dict[str, Any]) -> dict[str, Path]:
    """Return the path to each question by its name."""
    return {
        question["name"]: ("steps", number, *path)
        for number, step in enumerate(definition["steps"])
        for path, question in with_paths(step.get("questions", []))
    }
