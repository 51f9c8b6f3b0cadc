"""A walk of one person through a drawn form. Every page and every stored answer is compared with `drawn_model`."""

import re
from itertools import count

from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import strategies as st

from casework.cases.models import Case
from casework.questionnaires.models import Submission
from casework.wall.scope import ALL, scoped
from tests.raise_case.drawn_definitions import NEWHAM
from tests.raise_case.drawn_model import MEMBERS, PLACES, Model, comparable, listed
from tests.raise_case.state_model import rows_of


class Walk:
    """A person with a browser."""

    def __init__(self, client, version, data):
        self.client, self.model, self.data = client, Model(version.definition), data
        self.start = f"/raise/{version.slug}/"
        self.cases = count_cases()
        self.numbers = count(1)
        self.last = None

    def draw(self, values):
        return self.data.draw(st.sampled_from(values))

    def request(self, method, step, sends=None, **query):
        address = f"{self.start}{step}/" + (
            "?" + "&".join(f"{key}={value}" for key, value in query.items()) if query else ""
        )
        response = getattr(self.client, method)(address, sends or {})
        assert response.status_code < 500, (method, address, sends)
        return response

    # --- What the person may do

    def continue_(self):
        """Answer the first open step. Return False at an ending, where nothing is left to do."""
        slug = self.model.first_open(thorough=True)
        if slug == "check" or self.model.steps[slug].get("ends"):
            return False
        self.answer(slug)
        return True

    def answer(self, slug, **query):
        """Answer a step with what fits its questions."""
        step = self.model.steps[slug]
        kind = step["questions"][0]["type"] if step.get("questions") else ""
        if kind == "group":
            return self.add_entries(slug, step["questions"][0], **query)
        if kind == "files":
            return self.upload(slug, step["questions"][0], **query)
        given, sends = self.filled(step, self.model.given.get(slug, {}))
        self.last = (slug, sends, given, query)
        return self.post_answers(*self.last)

    def post_answers(self, slug, sends, given, query):
        response = self.request("post", slug, sends, **query)
        assert response.status_code == 302, (slug, sends, response.context["form"].errors)
        self.model.given[slug] = given

    def change(self):
        """Change a step that is answered, from the check page or the browser's history."""
        if done := [slug for slug in self.model.names() if slug in self.model.given]:
            self.answer(self.draw(done), change=1)

    def again(self):
        """Send the last page again, as a reload does."""
        if self.last and self.last[0] in self.model.names():
            self.post_answers(*self.last)

    def ahead(self):
        """Answer a page out of order. It is stored, and skips nothing."""
        able = [step["slug"] for step in self.model.asked() if plain_page(step)]
        if able and self.model.given:
            self.answer(self.draw(able))

    def stray(self):
        """Send a step that these answers do not ask. Nothing is stored."""
        strays = sorted(set(self.model.steps) - set(self.model.names()))
        if strays and self.model.given:
            slug = self.draw(strays)
            _given, sends = self.filled(self.model.steps[slug], {})
            assert self.request("post", slug, sends).status_code == 302

    def wrong(self):
        """Leave out what must be answered. The page is shown again with an error."""
        slug = self.model.first_open(thorough=True)
        step = self.model.steps.get(slug, {})
        needs = [each for each in step.get("questions", []) if each.get("required")]
        if step.get("at_least_one") or [
            each for each in needs if each["type"] not in {"group", "files", "secret"}
        ]:
            response = self.request("post", slug)
            assert response.status_code == 200
            assert "Error:" in response.text
        elif needs and needs[0]["type"] == "files" and not self.model.files.get(needs[0]["name"]):
            assert self.request("post", slug).status_code == 422

    def jump(self):
        """Open any step. One after the first open step leads back to it."""
        step = self.draw([*self.model.steps, "check", "nonsense"])
        names, first = self.model.names(), self.model.first_open(thorough=step == "check")
        response = self.request("get", step)
        allowed = step in names and names.index(step) <= names.index(first)
        if (
            allowed
            and step != "check"
            and self.model.steps[step].get("questions", [{}])[0].get("type") == "group"
        ):
            return  # an empty list leads to its first entry
        assert response.status_code == (200 if allowed else 302), (step, first)

    ACTS = (continue_, continue_, continue_, change, again, ahead, stray, wrong, jump)

    def step(self):
        self.draw(self.ACTS)(self)
        if self.model.given or self.model.files:
            self.compare_stored()

    # --- Pages

    def add_entries(self, slug, group, **query):
        """Add entries until there are enough, or one more, and continue from the list."""
        entries = self.model.given.setdefault(slug, {}).setdefault(group["name"], [])
        for _ in range(self.draw([1, 2])):
            given, sends = self.filled({"slug": slug, "questions": group["questions"]}, {})
            response = self.request("post", slug, sends, entry=f"{next(self.numbers):08x}", **query)
            assert response.status_code == 302
            if len(entries) < group["most"]:
                entries.append({"answers": given})
        assert self.request("post", slug, **query).status_code == 302

    def upload(self, slug, question, **query):
        """Upload a file or none, and continue."""
        held = self.model.files.setdefault(question["name"], [])
        names = [f"{next(self.numbers)}.txt" for _ in range(self.draw([0, 1, 2]))]
        if question.get("required") and not held and not names:
            names = [f"{next(self.numbers)}.txt"]
        files = [SimpleUploadedFile(name, name.encode(), "text/plain") for name in names]
        response = self.request("post", slug, {f"{slug}-{question['name']}": files}, **query)
        assert response.status_code == 302
        held += names
        self.model.given[slug] = {}

    def filled(self, step, before):
        """Return the answers to a page as they are stored, and as they are sent."""
        given, sends = {}, {}
        for question in step.get("questions", []):
            self.fill(question, given, sends, before)
        one_of = step.get("at_least_one", [])
        if one_of and not any(given.get(name) for name in one_of):
            first = next(each for each in step["questions"] if each["name"] == one_of[0])
            self.fill(first | {"required": True}, given, sends, before)
        return given, {f"{step['slug']}-{name}": value for name, value in sends.items()}

    def fill(self, question, given, sends, before):
        name, type_ = question["name"], question["type"]
        kept = before.get(name, "") if type_ == "secret" else ""
        if (kept or not question.get("required")) and self.draw([True, False, False]):
            value, parts = ([] if type_ == "checkboxes" else kept), {}
        else:
            value, parts = self.answer_to(question)
        given |= {name: value} | (parts if type_ == "place" else {})
        sends |= parts if type_ == "date" else {name: value} | parts
        if type_ == "secret":
            sends[name] = value if value != before.get(name) else ""
        for answer in question.get("choices", []):
            for revealed in answer.get("reveals", []):
                hidden = answer["value"] not in listed(value)
                if hidden and self.draw([True, False]):
                    continue
                self.fill(
                    revealed, {} if hidden else given, sends, {}
                )  # what is hidden is sent and does not count

    def answer_to(self, question):
        """Return a valid answer as it is stored, and the further boxes that are sent with it."""
        number, name = next(self.numbers), question["name"]
        match question["type"]:
            case "radios" | "select" | "yes_no":
                return self.draw([each["value"] for each in question["choices"]]), {}
            case "checkboxes":
                values = [each["value"] for each in question["choices"]]
                return [
                    each
                    for each in values
                    if each == values[number % len(values)] or self.draw([True, False])
                ], {}
            case "date":
                boxes = {f"{name}_day": number % 28 + 1, f"{name}_month": "3", f"{name}_year": "2026"}
                return f"2026-03-{number % 28 + 1:02}", boxes
            case "place":
                chosen = self.draw(list(PLACES))
                boxes = {f"{name}_postcode": "E16 1ZE"} if chosen == "postcode" else {}
                return chosen, boxes | (
                    {f"{name}_borough": NEWHAM} if chosen in {"borough", "postcode"} else {}
                )
            case "member":
                return self.draw(list(MEMBERS)), {}
            case type_:
                return {
                    "number": str(number % 21),
                    "email": f"someone{number}@people.example",
                    "phone": f"020 7946 {number % 1000:04}",
                    "borough": NEWHAM,
                    "declaration": "True",
                    "secret": f"violet meadow {number}",
                }.get(type_, f"Answer number {number}."), {}

    # --- What must be so

    def compare_stored(self):
        stored = Submission.objects.latest("pk").answers
        assert comparable(stored, self.model) == comparable(self.model.given, self.model)

    def finish(self, send):
        """Answer what is open and send it. Return whether that made a case: an ending makes none."""
        while self.continue_():
            self.compare_stored()
        shown = self.request("get", "check")
        if self.model.first_open(thorough=True) != "check":
            assert shown.status_code == 302
            assert self.request("post", "check").status_code == 302
            assert count_cases() == self.cases
            return False
        self.compare_check_page(shown)
        send()
        self.compare_case()
        return True

    def send_twice(self):
        for _twice in range(2):
            assert self.request("post", "check").url == f"{self.start}sent/"

    def compare_check_page(self, shown):
        assert shown.status_code == 200
        rows, lines = rows_of(shown), list(self.model.lines())
        assert set(rows) == {label for _question, label, _text in lines}
        for question, label, text in lines:
            if question["type"] == "files":
                assert all(name in rows[label] for name in self.model.files.get(question["name"], []))
            else:
                assert rows[label] == (text or "Not given"), label
        changeable = {step["slug"] for step in self.model.asked() if step.get("questions")}
        assert set(re.findall(rf"{self.start}(step-\d+)/\?change=1", shown.text)) == changeable

    def compare_case(self):
        facts, fixed, known = (
            self.model.definition["case"],
            self.model.definition["fixed"],
            self.model.known(),
        )
        columns = {facts.get(fact) for fact in ("subject", "email", "name", "member")} | {"message"}
        kept = [
            (label, text)
            for question, label, text in self.model.lines()
            if text and question["type"] not in {"files", "secret"} and question["name"] not in columns
        ]
        with scoped(ALL):
            case = Case.objects.select_related("topic", "member", "constituent").latest("pk")
            message = case.messages.get()
            files = sorted(file.name for file in message.files.all())
            assert Case.objects.count() == self.cases + 1
            points = [point.value for point in case.constituent.contact_points.all()]
        assert [(line["question"], line["answer"]) for line in case.answers] == kept
        assert (case.subject, message.body) == (known["subject"], known["message"])
        assert case.member.slug == fixed.get("member", known.get("member"))
        assert case.constituent.name == known.get("called", "")
        assert points == list(filter(None, [known.get("email")]))
        assert (case.topic.slug if case.topic else "") == (
            known.get(facts.get("topic"), "") if "topic" in facts else "drawn"
        )
        meant = [
            each
            for each in facts.get("sensitive", [])
            if set(each["in"]) & set(listed(known.get(each["question"])))
        ]
        assert case.sensitive == ("sensitive" in fixed or bool(meant))
        counting = {q["name"] for q, _label, _text in self.model.lines()}
        assert files == sorted(
            name for asked, names in self.model.files.items() if asked in counting for name in names
        )


def count_cases():
    with scoped(ALL):
        return Case.objects.count()


def plain_page(step):
    return not step.get("ends") and not {"group", "files"} & {
        each["type"] for each in step.get("questions", [])
    }
