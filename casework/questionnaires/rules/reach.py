"""Which steps of a definition can be reached, by the answers that decide it."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from casework.places.models import Borough
from casework.questionnaires.answer_texts import Place
from casework.questionnaires.definition import (
    CHOICES,
    Question,
    all_questions,
    borough_name,
    conditions_of,
    words,
)

from .paths import Problem


def values_of(question: Question) -> list[str]:
    """Return the values that an answer can have, where they are listed."""
    if question["type"] == "place":
        return list(Place.values)
    return [choice["value"] for choice in question.get("choices", [])] if question["type"] in CHOICES else []


def answers_to(name: str, question: Question) -> list[str]:
    """Return the values that a condition on this name can list. The borough of a place has a name of its own."""
    if question["type"] == "borough" or name == borough_name(question):
        return list(Borough.objects.values_list("code", flat=True))
    return values_of(question) if name == question["name"] else []


def conditions_without_effect(definition: dict[str, Any]) -> Iterator[Problem]:
    """Yield a problem for each step that nobody can reach: its conditions exclude each other, or another
    step that it depends on is unreachable.
    """
    questions = all_questions(definition)
    possible: dict[str, set[str]] = {name: set(values_of(each)) for name, (_step, each) in questions.items()}
    for number, step in enumerate(definition["steps"]):
        match, conditions = conditions_of(step)
        known = [each for each in conditions if _is_complete(each, questions)]
        if not known or len(known) < len(conditions):
            continue  # reported as a condition without a question asked before, or with an answer that is gone
        allowed = _allowed(known, match, possible, questions)
        deciding = next((name for name, values in allowed.items() if not values), None)
        if deciding is not None:
            asked = questions[deciding][1]
            yield (
                ("steps", number, "when"),
                _("No one can reach this step, because no answer to “%(question)s” leads here")
                % {"question": words(asked.get("short"), "en") or words(asked.get("text"), "en")},
            )
            for question in step.get("questions", []):
                possible[question["name"]] = set()


def _allowed(
    conditions: list[dict[str, Any]],
    match: str,
    possible: dict[str, set[str]],
    questions: dict[str, Any],
) -> dict[str, set[str]]:
    """Return the values of each deciding question that let the step be asked; empty means none does."""
    sets = [(each["question"], _listed(each, possible[each["question"]])) for each in conditions]
    if match == "any":
        reached = any(values for _name, values in sets)
        return {} if reached else {sets[0][0]: set()}
    allowed: dict[str, set[str]] = {}
    for name, values in sets:
        several = questions[name][1]["type"] == "checkboxes"  # where both of two answers can be ticked
        before = allowed.get(name)
        allowed[name] = values if before is None or (several and values) else before & values
    return allowed


def _is_complete(condition: dict[str, Any], questions: dict[str, Any]) -> bool:
    """Return whether the question and all the answers of a condition are there."""
    listed = condition["in"] if "in" in condition else condition["not_in"]
    name = condition["question"]
    return bool(listed) and name in questions and set(listed) <= set(values_of(questions[name][1]))


def _listed(condition: dict[str, Any], possible: set[str]) -> set[str]:
    if "in" in condition:
        return possible & set(condition["in"])
    return possible - set(condition["not_in"])
