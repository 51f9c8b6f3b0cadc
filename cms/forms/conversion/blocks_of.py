"""From a definition to blocks: what a new form of the set-up, a copy and an imported file begin with."""

import uuid
from typing import Any

from casework.questionnaires.definition import answers_for, conditions_of, sources_of
from casework.questionnaires.facts import CONDITIONS

from .definitions import COPIED
from .meaning import meaning_of
from .names import Block, Names, split_borough

type Definition = dict[str, Any]


def blocks_of(definition: Definition) -> tuple[list[Block], Names]:
    """Return the steps as blocks, with the names of the definition by their ids."""
    return _Maker(definition).steps()


def borough_blocks(definition: Definition) -> list[Block]:
    """Return who gets the cases of which boroughs as blocks."""
    return [
        {
            "type": "row",
            "value": {"boroughs": row["in"], "member": row["member"]},
            "id": str(uuid.uuid4()),
        }
        for row in definition.get("boroughs", [])
    ]


class _Maker:
    """Conversion of one definition. It collects the id of each question and answer, which conditions refer to."""

    def __init__(self, definition: Definition) -> None:
        self.definition = definition
        self.names: Names = {}
        self.ids: dict[str, str] = {}  # of each question by its name
        self.answer_ids: dict[tuple[str, str], str] = {}  # of each answer by question and value
        case = definition["case"]
        self.facts = {
            name: fact
            for fact, source in case.items()
            if fact not in CONDITIONS
            for name in sources_of(source)
        }
        self.meanings = {
            (each["question"], value): fact
            for fact, source in case.items()
            if fact in CONDITIONS
            for each in answers_for(source)
            for value in each["in"]
        }

    def steps(self) -> tuple[list[Block], Names]:
        return [self._step(step) for step in self.definition["steps"]], self.names

    def _block(self, type_: str, value: Any, name: str = "") -> Block:
        block = {"type": type_, "value": value, "id": str(uuid.uuid4())}
        if name:
            self.names[block["id"]] = name
        return block

    def _step(self, step: dict[str, Any]) -> Block:
        match, conditions = conditions_of(step)
        one_of = step.get("at_least_one", [])
        value = {
            "title": _text(step, "title"),
            "section": _text(step, "section"),
            "lead": _text(step, "lead"),
            "content": self._texts(step.get("content", [])),
            "match": match,
            "when": [self._block("condition", self._condition(each)) for each in conditions],
            "help": bool(step.get("help")),
            "ends": bool(step.get("ends")),
            "at_least_one_missing": _text(step, "at_least_one_missing"),
            "questions": [
                self._question(each, at_least_one=each["name"] in one_of)
                for each in step.get("questions", [])
            ],
        }
        return self._block("step", value, step["slug"])

    def _condition(self, condition: dict[str, Any]) -> dict[str, Any]:
        test = "not_in" if "not_in" in condition else "in"
        name = condition["question"]
        answers = [self.answer_ids.get((name, value), value) for value in condition[test]]
        whole, part = ("", name) if name in self.ids else split_borough(name)
        asked = self.ids.get(name) or self.ids.get(whole, whole) + part
        return {"question": asked, "test": test, "answers": " ".join(answers)}

    def _texts(self, texts: list[dict[str, Any]]) -> list[Block]:
        return [
            self._block("link", {"text": _text(each, "text"), "url": each["url"]})
            if "url" in each
            else self._block("text", _text(each, "text"))
            for each in texts
        ]

    def _question(self, question: dict[str, Any], *, at_least_one: bool = False) -> Block:
        value = {key: _text(question, key) for key in ("text", "hint", "need", "missing", "short")}
        value |= {"required": bool(question.get("required")), "fact": self.facts.get(question["name"], "")}
        value |= {key: question[key] for key in COPIED if key in question}
        value |= {"at_least_one": True} if at_least_one else {}
        if question["type"] == "group":
            value["each"] = _text(question, "each")
            value["questions"] = [self._question(each) for each in question.get("questions", [])]
        if question["type"] == "yes_no":
            value["reveals"] = [self._question(each) for each in question["choices"][0].get("reveals", [])]
        elif "choices" in question:
            value["choices"] = [self._answer(question["name"], each) for each in question["choices"]]
        block = self._block(question["type"], value, question["name"])
        self.ids[question["name"]] = block["id"]
        return block

    def _answer(self, question: str, choice: dict[str, Any]) -> Block:
        fact = self.facts.get(question, "")
        value: dict[str, Any] = {
            "label": _text(choice, "label"),
            "hint": _text(choice, "hint"),
            "means": self.meanings.get((question, choice["value"])) or meaning_of(fact, choice["value"]),
        }
        more = "reveals" in choice or "help" in choice
        if more:
            value["reveals"] = [self._question(each) for each in choice.get("reveals", [])]
            value["help"] = self._texts(choice.get("help", []))
        block = self._block("more" if more else "answer", value, choice["value"])
        self.answer_ids[question, choice["value"]] = block["id"]
        return block


def _text(part: dict[str, Any], key: str) -> str:
    return part.get(key, {}).get("en", "")
