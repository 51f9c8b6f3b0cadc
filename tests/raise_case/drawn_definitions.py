"""A Hypothesis strategy for definitions as editors make them, and for the answers to their questions.

A definition has the facts that every case needs and, around them, drawn steps: questions of each type, groups, files,
texts, endings, and conditions with and, or, not on questions asked before.
"""

from itertools import count

from hypothesis import strategies as st

from casework.questionnaires.definition import borough_name
from casework.questionnaires.rules.problems import problems_of
from casework.questionnaires.rules.reach import answers_to

SIMPLE = ["text", "textarea", "email", "phone", "number", "date", "address", "borough"]
CHOICE = ["radios", "checkboxes", "select", "yes_no"]
TYPES = [*SIMPLE, *CHOICE, *CHOICE, "place", "declaration", "secret", "member"]
IN_GROUP = [*SIMPLE, *CHOICE]
PAGES = ["questions", "questions", "questions", "questions", "text", "ending", "group", "files"]
NEWHAM = "E09000025"


def text(words):
    return {"en": words}


class Drawing:
    """One definition while it is drawn. `asked` are the questions so far that a condition can be about."""

    def __init__(self, draw):
        self.draw = draw
        self.numbers = count(1)
        self.asked = []
        self.case = {}

    def one_of(self, values):
        return self.draw(st.sampled_from(values))

    def chance(self, of=2):
        return self.draw(st.integers(1, of)) == 1

    def definition(self):
        fixed = {"kind": "problem", "nature": "casework"}
        steps = [*self.steps(3), self.details(), *self.steps(2)]
        if "member" not in self.case:
            fixed["member"] = "ines-vale"
        if self.chance(4):
            fixed["sensitive"] = "yes"
        else:
            self.let_answers_mean_sensitive()
        if "topic" not in self.case:
            fixed["topic"] = "Drawn"
        made = {
            "schema": 1,
            "title": text("A drawn form"),
            "steps": steps,
            "declaration": text("It is true."),
            "case": self.case,
            "fixed": fixed,
        }
        return without_dead_conditions(made)

    def steps(self, most):
        return [self.step(self.one_of(PAGES)) for _ in range(self.draw(st.integers(1, most)))]

    def details(self):
        """Return the step with what every case needs."""
        self.case |= {"subject": "subject", "message": ["message"]}
        questions = [
            self.question("text", name="subject", required=True) | {"max_length": 120},
            self.question("textarea", name="message", required=True),
        ]
        if self.chance():
            questions.append(self.question("email", name="email"))
            self.case["email"] = "email"
        if self.chance():
            questions.append(self.question("text", name="called") | {"max_length": 150})
            self.case["name"] = "called"
        if self.chance():
            questions.append(self.question("member", name="member", required=True))
            self.case["member"] = "member"
        return self.page(questions=questions)

    def step(self, kind):
        when = self.conditions()
        if kind == "text" or (kind == "ending" and not when):
            return self.page(when, content=[{"text": text("Read this.")}])
        if kind == "ending":
            content = [
                {"text": text("Ask the council.")},
                {"text": text("The council"), "url": "https://example.org/"},
            ]
            return self.page(when, content=content, ends=True)
        if kind == "group":
            return self.page(when, questions=[self.group()])
        if kind == "files":
            return self.page(when, questions=[self.question("files")])
        questions = [self.question(self.one_of(TYPES)) for _ in range(self.draw(st.integers(1, 3)))]
        made = self.page(when, questions=questions)
        self.let_one_give_a_fact(questions)
        optional = [each["name"] for each in questions if not each.get("required")]
        if optional and self.chance(3):
            made |= {"at_least_one": optional, "at_least_one_missing": text("Answer one of these")}
        return made

    def page(self, when=(), **parts):
        """Return a step. What it asks can decide later steps, not itself."""
        number = next(self.numbers)
        for question in parts.get("questions", []):
            self.asked += [
                question,
                *(each for answer in question.get("choices", []) for each in answer.get("reveals", [])),
            ]
        made = {
            "slug": f"step-{number}",
            "section": text(self.one_of(["One", "Two"])),
            "title": text(f"Step {number}"),
        }
        return made | parts | ({"when": when} if when else {})

    def question(self, type_, *, name="", required=None, grouped=False, revealed=False):
        number = next(self.numbers)
        required = type_ == "declaration" or (self.chance() if required is None else required)
        made = {
            "name": name or f"question_{number}",
            "type": type_,
            "text": text(f"Question {number}?"),
            "need": text("So that the office knows."),
        }
        if required:
            made |= {"required": True, "missing": text(f"Answer question {number}")}
        if type_ == "number":
            made |= {"min": 0, "max": 20}
        if type_ in CHOICE:
            made["choices"] = self.choices(type_, number, grouped=grouped)
        return made

    def choices(self, type_, number, *, grouped):
        if type_ == "yes_no":
            made = [{"value": "yes", "label": text("Yes")}, {"value": "no", "label": text("No")}]
        else:
            most = self.one_of([2, 3, 12]) if type_ == "select" else self.draw(st.integers(2, 4))
            made = [
                {"value": f"answer-{each}", "label": text(f"Answer {each} to {number}")}
                for each in range(1, most + 1)
            ]
        if type_ != "select" and self.chance():
            opened = [self.question(self.one_of(SIMPLE), revealed=True, grouped=grouped)]
            made[0]["reveals"] = opened
        return made

    def group(self):
        inner = [
            self.question(self.one_of(IN_GROUP), grouped=True) for _ in range(self.draw(st.integers(1, 2)))
        ]
        return self.question("group") | {
            "each": text("Person"),
            "most": self.draw(st.integers(2, 3)),
            "questions": inner,
        }

    def let_one_give_a_fact(self, questions):
        topics = [each["name"] for each in questions if each["type"] in {"radios", "select"}]
        if topics and "topic" not in self.case and self.chance():
            self.case["topic"] = topics[0]

    def let_answers_mean_sensitive(self):
        """Let the first answer of some questions mean that the case is sensitive."""
        topic = self.case.get("topic")
        able = [
            each for each in self.asked if each["type"] in {"radios", "checkboxes"} and each["name"] != topic
        ]
        if able and self.chance():
            self.case["sensitive"] = [{"question": each["name"], "in": ["answer-1"]} for each in able[:2]]

    def conditions(self):
        """Return conditions on questions asked before: none, one, or two with "and" or "or"."""
        deciding = [
            (name, values)
            for question in self.asked
            for name in filter(None, (question["name"], borough_name(question)))
            if (values := answers_to(name, question))
        ]
        if not deciding or self.chance(3):
            return []
        made = [self.condition(*self.one_of(deciding)) for _ in range(self.draw(st.integers(1, 2)))]
        return {"any": made} if len(made) > 1 and self.chance() else made

    def condition(self, name, values):
        listed = self.draw(st.lists(st.sampled_from(values), min_size=1, max_size=2, unique=True))
        return {"question": name, self.one_of(["in", "not_in"]): listed}


def without_dead_conditions(definition):
    """Return the definition with each step reachable: the rules refuse a condition that no answer meets."""
    for path, _sentence in problems_of(definition):
        if path[2:3] == ("when",):
            step = definition["steps"][path[1]]
            step.pop("when", None)
            step.pop("ends", None)
    return definition


@st.composite
def definitions(draw):
    return Drawing(draw).definition()
