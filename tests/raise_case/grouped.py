"""The contact form with a group: a step on which people add each person who lives with them."""

import copy

from tests.raise_case.every_type import question, text

SCHOOL = {
    "name": "person_school",
    "type": "text",
    "text": text("Which school do they go to?"),
    "need": text("So that the office knows."),
}
PERSON = [
    question("person_called", "text", "What is their name?", short=text("Name"), max_length=100),
    question(
        "person_age",
        "radios",
        "How old are they?",
        choices=[
            {"value": "adult", "label": text("18 or over")},
            {
                "value": "child",
                "label": text("Under 18"),
                "reveals": [SCHOOL],
            },
        ],
    ),
]
STEP = {
    "slug": "household",
    "section": text("Your home"),
    "title": text("Who lives with you?"),
    "questions": [
        question(
            "household",
            "group",
            "Tell us about each person.",
            each=text("Person"),
            most=3,
            questions=PERSON,
        )
    ],
}


def with_group(definition, **changed):
    """Return a copy of a definition with the group before the files. `changed` is said of the group."""
    made, step = copy.deepcopy(definition), copy.deepcopy(STEP)
    step["questions"][0] |= changed
    at = next(number for number, each in enumerate(made["steps"]) if each["slug"] == "files")
    made["steps"].insert(at, step)
    return made
