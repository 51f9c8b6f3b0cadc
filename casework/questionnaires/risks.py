"""Risks that answers indicate, and immediate help for them."""

from typing import Any

from .definition import all_questions, words
from .facts import RISKS
from .journey import Answers, counting_answers


def risks_of(definition: dict[str, Any], answers: Answers) -> list[str]:
    """Return the risks that the answers indicate, as names of `RISKS`."""
    given = counting_answers(definition, answers).get(definition["case"].get("risk", ""))
    return [risk for risk in (given if isinstance(given, list) else [given]) if risk in RISKS]


def help_now(definition: dict[str, Any], risks: list[str], *, language: str) -> list[dict[str, str]]:
    """Return the help that the form lists for these risks, as unique `{text, url}` items."""
    questions = all_questions(definition)
    asked = questions.get(definition["case"].get("risk", ""))
    choices = asked[1]["choices"] if asked else []
    lines = [line for choice in choices if choice["value"] in risks for line in choice.get("help", [])]
    urls = {words(line["text"], language): line.get("url", "") for line in lines}
    return [{"text": text, "url": url} for text, url in urls.items()]
