"""The contact form with one more step for each type of question that it does not have, and a step that ends it."""

import copy

LANDLORDS = [
    "Abbey",
    "Borough",
    "Canal",
    "Dockside",
    "Élan",
    "Ferry",
    "Garden",
    "Harbour",
    "Island",
    "Junction",
    "Kestrel",
]


def text(words):
    return {"en": words}


def question(name, type_, words, **more):
    return {
        "name": name,
        "type": type_,
        "text": text(words),
        "need": text("So that the office knows."),
        "required": True,
        "missing": text(f"Answer: {words}"),
    } | more


QUESTIONS = [
    question("how_many", "number", "How many people live there?", min=1, max=20),
    question("since", "date", "When did it begin?"),
    question("old_address", "address", "What was your address before?"),
    question(
        "landlord",
        "select",
        "Who is your landlord?",
        choices=[
            {"value": "council", "label": text("The council")},
            *(
                {"value": f"trust-{number}", "label": text(f"{name} Homes")}
                for number, name in enumerate(LANDLORDS)
            ),
            {"value": "other", "label": text("Other")},
        ],
    ),
    question(
        "asked",
        "yes_no",
        "Have you asked them?",
        choices=[
            {
                "value": "yes",
                "label": text("Yes"),
                "reveals": [question("when_asked", "date", "When did you ask?")],
            },
            {"value": "no", "label": text("No")},
        ],
    ),
    question("agree", "declaration", "I have read how you use this"),
]


def with_every_type(definition):
    """Return a copy of a definition with a step for each of these questions, before the files, and an ending."""
    made = copy.deepcopy(definition)
    section = text("Your home")
    steps = [
        {
            "slug": each["name"].replace("_", "-"),
            "section": section,
            "title": each["text"],
            "questions": [each],
        }
        for each in QUESTIONS
    ]
    ending = {
        "slug": "not-here",
        "section": section,
        "title": text("Your landlord can help with this"),
        "when": [{"question": "landlord", "in": ["other"]}],
        "content": [
            {"text": text("Ask them first.")},
            {"text": text("Find advice"), "url": "https://example.org/"},
        ],
        "ends": True,
    }
    at = next(number for number, step in enumerate(made["steps"]) if step["slug"] == "files")
    made["steps"][at:at] = [*steps[:4], ending, *steps[4:]]
    return made
