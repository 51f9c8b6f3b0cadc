"""What an answer says that cannot wait, and the help that is there now."""

from typing import Any

from .definition import RISKS, all_questions, words
from .journey import Answers, counting_answers


def risks_of(definition: dict[str, Any], answers: Answers) -> list[str]:
    """What the office must hear of at once, as the answers say: names of `RISKS`."""
    given = counting_answers(definition, answers).get(definition["case"].get("risk", ""))
    return [risk for risk in (given if isinstance(given, list) else [given]) if risk in RISKS]


def help_now(definition: dict[str, Any], risks: list[str], *, language: str) -> list[dict[str, str]]:
    """The help that is there now for these risks, as the form names it: `{text, url}` each, once."""
    questions = all_questions(definition)
    asked = questions.get(definition["case"].get("risk", ""))
    choices = asked[1]["choices"] if asked else []
    lines = [line for choice in choices if choice["value"] in risks for line in choice.get("help", [])]
    told = {words(line["text"], language): line.get("url", "") for line in lines}
    return [{"text": text, "url": url} for text, url in told.items()]
