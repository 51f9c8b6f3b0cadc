"""A definition that can be shown before it is finished: what is missing is marked, what cannot work is left out."""

from typing import Any

from django.utils.translation import gettext as _

from casework.questionnaires.definition import (
    CHOICES,
    Question,
    Step,
    conditions_of,
    field_names,
    questions_of,
    sources_of,
)
from casework.questionnaires.facts import SEVERAL, TYPES_OF_FACT
from casework.questionnaires.rules.groups import MOST_ENTRIES
from casework.questionnaires.rules.reach import answers_to

type Definition = dict[str, Any]

CHECK = "check"
TRY_ADDRESS = "try_form"  # the URL of the runner for editors, which is known here by name only


def shown(definition: Definition) -> Definition:
    """Return the definition as far as it can be run. A finished one comes back unchanged."""
    earlier: dict[str, Question] = {}
    steps = []
    for step in definition["steps"] or [{"slug": "step"}]:
        steps.append(_step(step, earlier))
        earlier |= {name: question for question in questions_of(steps[-1]) for name in field_names(question)}
    return definition | {
        "title": definition["title"] or _missing(),
        "declaration": definition["declaration"] or _missing(),
        "steps": steps,
        "case": _case(definition["case"], earlier),
    }


def _missing() -> dict[str, str]:
    return {"en": _("(Not written yet)")}


def _with_words(part: dict[str, Any], *keys: str) -> dict[str, Any]:
    return part | {key: part.get(key) or _missing() for key in keys}


def _step(step: Step, earlier: dict[str, Question]) -> Step:
    made = _with_words(step, "title", "section")
    if step.get("at_least_one"):
        made = _with_words(made, "at_least_one_missing")
    if "content" in step:
        made["content"] = [_with_words(block, "text") for block in step["content"]]
    if "questions" in step:
        made["questions"] = [_question(question) for question in step["questions"]]
    if not step.get("content") and not step.get("questions"):
        made["content"] = [{"text": _missing()}]
    match, conditions = conditions_of(step)
    working = [each for each in conditions if _works(each, earlier)]
    if len(working) < len(conditions):
        made["when"] = {match: working} if working else []
    return made


def _works(condition: dict[str, Any], earlier: dict[str, Question]) -> bool:
    asked = earlier.get(condition["question"])
    listed = condition.get("in") or condition.get("not_in")
    return bool(asked and listed and set(listed) <= set(answers_to(condition["question"], asked)))


def _question(question: Question) -> Question:
    made = _with_words(question, "text", "need")
    if question.get("required"):
        made = _with_words(made, "missing")
    if question["type"] == "group":
        grouped = [_question(each) for each in question.get("questions", [])]
        made = _with_words(made, "each") | {"questions": grouped, "most": made.get("most") or MOST_ENTRIES}
    if question["type"] in CHOICES:
        choices = question.get("choices") or [{"value": "answer"}]
        made["choices"] = [_choice(choice) for choice in choices]
    return made


def _choice(choice: dict[str, Any]) -> dict[str, Any]:
    made = _with_words(choice, "label")
    if "reveals" in choice:
        made["reveals"] = [_question(question) for question in choice["reveals"]]
    if "help" in choice:
        made["help"] = [_with_words(block, "text") for block in choice["help"]]
    return made


def _case(case: dict[str, Any], asked: dict[str, Question]) -> dict[str, Any]:
    """Return the facts that come from one question of the right type."""
    return {
        fact: source
        for fact, source in case.items()
        if (fact in SEVERAL or isinstance(source, (str, dict)))
        and all(name in asked and asked[name]["type"] in TYPES_OF_FACT[fact] for name in sources_of(source))
    }
