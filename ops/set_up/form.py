"""The form that an installation begins with, in the words of its body. Editors change it later."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from body.current import current_body
from casework.questionnaires import services
from casework.questionnaires.facts import FIXED
from cms.forms.models import Form, create_form
from cms.setup import write_form

CONTACT = Path(services.__file__).parent / "data" / "contact.json"
STARTERS = Path(__file__).parent / "data" / "forms.json"
SLUG = "contact"
REPLACED = {"about", "topic", "who-can-help", "who-can-help-nationally"}


def publish_standard_form(*, words: Mapping[str, str]) -> bool:
    """Publish the form for editors to change, unless there is one. Return whether it was published."""
    return write_form(slug=SLUG, definition=standard_form(words))


def write_starters(*, words: Mapping[str, str]) -> Iterator[str]:
    """Create a draft of each missing starter form and yield its slug. Editors publish what they want."""
    for starter in json.loads(STARTERS.read_text()):
        if not Form.objects.filter(slug=starter["slug"]).exists():
            create_form(slug=starter["slug"], definition=starter_form(starter, words=words), by=None)
            yield starter["slug"]


def starter_form(starter: dict[str, Any], *, words: Mapping[str, str]) -> dict[str, Any]:
    """Return the standard form with the steps of a starter in place of its questions about kind and topic."""
    made = standard_form(words)
    steps = [step for step in made["steps"] if step["slug"] not in REPLACED]
    at = next(number for number, step in enumerate(steps) if step["slug"] == "details")
    steps[at:at] = starter["steps"]
    fixed = {"nature": "casework", **{fact: starter[fact] for fact in FIXED & set(starter)}}
    return made | {
        "title": {"en": starter["title"]},
        "fixed": fixed,
        "steps": steps,
        "case": {fact: source for fact, source in made["case"].items() if fact not in fixed},
    }


def standard_form(words: Mapping[str, str]) -> dict[str, Any]:
    """Return the definition of the form, with every placeholder filled by the body's facts and words."""
    body = current_body()
    return filled(
        json.loads(CONTACT.read_text()), {"place": body.place, "whole_seat": body.whole_seat, **words}
    )


def filled(part: Any, words: Mapping[str, str]) -> Any:
    """Return the same structure with `%(name)s` replaced in each text."""
    match part:
        case dict():
            return {name: filled(value, words) for name, value in part.items()}
        case list():
            return [filled(value, words) for value in part]
        case str():
            return part % words if "%(" in part else part
    return part
