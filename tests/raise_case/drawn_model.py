"""A second reading of a drawn definition: which steps are asked, what counts, and how each answer is written.

It shares no code with the service, which must agree with it.
"""

from datetime import date

from tests.raise_case.drawn_definitions import CHOICE

MEMBERS = {"hugh-marsh": "Hugh Marsh", "sol-marsh": "Sol Marsh"}
PLACES = {
    "borough": "Newham",
    "none": "No fixed address",
    "outside": "Outside London",
    "postcode": "E16 1ZE (Newham)",
}


class Model:
    """What a person has answered so far, by step. Files are kept by their question."""

    def __init__(self, definition):
        self.definition = definition
        self.steps = {step["slug"]: step for step in definition["steps"]}
        self.given = {}
        self.files = {}

    def asked(self):
        """Return the steps that are asked, up to one that ends the form."""
        found, known = [], {}
        for step in self.definition["steps"]:
            if not holds(step.get("when", []), known):
                continue
            found.append(step)
            if step.get("ends"):
                break
            known |= self.given.get(step["slug"], {})
        return found

    def names(self):
        return [step["slug"] for step in self.asked()] + ["check"]

    def known(self):
        return {
            name: value for step in self.asked() for name, value in self.given.get(step["slug"], {}).items()
        }

    def first_open(self, *, thorough):
        done = self.is_complete if thorough else lambda step: step["slug"] in self.given
        return next((step["slug"] for step in self.asked() if not done(step)), "check")

    def is_complete(self, step):
        """Return whether the step was answered, and whether a required group or question about files still has one."""
        if step["slug"] not in self.given:
            return False
        need = [each for each in step.get("questions", []) if each.get("required")]
        held = {"group": self.given[step["slug"]], "files": self.files}
        return all(held[each["type"]].get(each["name"]) for each in need if each["type"] in held)

    def lines(self):
        """Return (question, label, text) of each question that counts, in the order asked."""
        for step in self.asked():
            for question in step.get("questions", []):
                given = self.given.get(step["slug"], {})
                entries = given.get(question["name"]) if question["type"] == "group" else None
                if not entries:
                    yield from self.told(question, given)
                for number, entry in enumerate(entries or [], start=1):
                    for inner in question["questions"]:
                        for each, label, text in self.told(inner, entry["answers"]):
                            yield each, f"Person {number}: {label}", text

    def told(self, question, given):
        yield question, question["text"]["en"], self.text(question, given)
        for answer in question.get("choices", []):
            if answer["value"] in listed(given.get(question["name"])):
                for revealed in answer.get("reveals", []):
                    yield from self.told(revealed, given)

    def text(self, question, given):
        """Return an answer as the check page and the case show it; "" if there is none."""
        value, type_ = given.get(question["name"]), question["type"]
        if type_ == "files":
            return ", ".join(self.files.get(question["name"], []))
        if not value:
            return ""
        if type_ in CHOICE:
            return ", ".join(
                each["label"]["en"] for each in question["choices"] if each["value"] in listed(value)
            )
        if type_ == "date":
            return date.fromisoformat(value).strftime("%-d %B %Y")
        known = {"secret": "Chosen, and not shown", "declaration": "Confirmed", "borough": "Newham"}
        return known.get(type_) or {"place": PLACES, "member": MEMBERS}.get(type_, {}).get(value, value)


def listed(value):
    return value if isinstance(value, list) else [value]


def holds(when, known):
    """Return whether the conditions of a step hold. A plain list means all of them."""
    match = any if isinstance(when, dict) and "any" in when else all
    conditions = next(iter(when.values())) if isinstance(when, dict) else when
    return match(
        bool(set(listed(known.get(each["question"]))) & set(each.get("in") or each["not_in"]))
        is ("in" in each)
        for each in conditions
    )


def comparable(answers, model):
    """Return answers by step without what is empty, the ids of entries and the text of secrets, which is sealed."""
    asked = [each for step in model.steps.values() for each in step.get("questions", [])]
    secrets = {each["name"] for each in asked if each["type"] == "secret"}
    return {
        step: {name: "secret" if name in secrets else plain(value) for name, value in given.items() if value}
        for step, given in answers.items()
    }


def plain(value):
    """Return an answer, or the answers of each entry."""
    if not isinstance(value, list):
        return value
    return [
        {name: plain(one) for name, one in each["answers"].items() if one} if isinstance(each, dict) else each
        for each in value
    ]
