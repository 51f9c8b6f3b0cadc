"""The rules a definition must meet before it is published. This is the only validator of forms.

A problem is `(path, sentence)`. The path leads through the definition to what is wrong, such as
`("steps", 3, "questions", 0, "text")`, so that an editor can show the sentence there.
"""

import re
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from casework.questionnaires.definition import (
    CHOICES,
    TYPES,
    Question,
    Step,
    conditions_of,
    field_names,
    questions_of,
    words,
)

from .case import case_problems
from .groups import group_problems, names_in_groups
from .paths import Path, Problem, with_paths
from .reach import answers_to, conditions_without_effect

RESERVED_STEPS = {"check", "done", "later", "sent"}
STEP_SLUG = re.compile(r"[a-z][a-z0-9-]{0,39}\Z")
QUESTION_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}\Z")
LINK = re.compile(r"(https://|tel:|/(?!/))\S+\Z")


class InvalidDefinition(ValueError):
    """A definition is invalid. `problems` holds one readable sentence per problem, with the place it is at."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


def validate(definition: Any) -> None:
    """Raise InvalidDefinition with every problem that would keep the form from running."""
    problems = problems_of(definition)
    if problems:
        raise InvalidDefinition([at(path, sentence) for path, sentence in problems])


def at(path: Path, sentence: str) -> str:
    where = " ".join(str(part + 1) if isinstance(part, int) else part for part in path)
    return f"{where}: {sentence}" if where else sentence


def problems_of(definition: Any) -> list[Problem]:
    """Return every problem that would keep the form from running, in the order of the form."""
    try:
        return list(_problems(definition))
    except (AttributeError, KeyError, TypeError) as error:
        return [((), f"The definition is not in the shape of schema 1 ({type(error).__name__}: {error})")]


def _problems(definition: dict[str, Any]) -> Iterator[Problem]:
    if definition["schema"] != 1:
        yield (), f"Schema {definition['schema']!r} is not known; this service runs schema 1"
        return
    yield from _words(definition, "title", _("Write the title of the form"))
    yield from _words(definition, "declaration", _("Write what people confirm when they send the form"))
    if not definition["steps"]:
        yield ("steps",), _("A form needs at least one step")
    slugs: set[str] = set()
    grouped = names_in_groups(definition)
    earlier: dict[str, Question] = {}
    for number, step in enumerate(definition["steps"]):
        path: Path = ("steps", number)
        for more, sentence in _step_problems(step, slugs, earlier, grouped):
            yield (*path, *more), sentence
        slugs.add(step["slug"])
        for more, question in with_paths(step.get("questions", [])):
            for last, sentence in _question_problems(question, earlier):
                yield (*path, *more, *last), sentence
            earlier |= dict.fromkeys(field_names(question), question)
            for last, sentence in _grouped_problems(question, earlier):
                yield (*path, *more, *last), sentence
    yield from conditions_without_effect(definition)
    yield from case_problems(definition)


def _grouped_problems(group: Question, earlier: dict[str, Question]) -> Iterator[Problem]:
    """Yield what is wrong with a group and the questions in it; with another question nothing is."""
    if group["type"] != "group":
        return
    yield from group_problems(group)
    taken = dict(earlier)
    for path, question in with_paths(group.get("questions", [])):
        for more, sentence in _question_problems(question, taken):
            yield (*path, *more), sentence
        taken |= dict.fromkeys(field_names(question), question)


def _words(part: dict[str, Any], key: str, sentence: str) -> Iterator[Problem]:
    texts = part.get(key)
    if not (isinstance(texts, dict) and texts.get("en") and all(isinstance(t, str) for t in texts.values())):
        yield (key,), sentence


def _step_problems(
    step: Step, slugs: set[str], earlier: dict[str, Question], grouped: set[str]
) -> Iterator[Problem]:
    if not STEP_SLUG.match(step["slug"]) or step["slug"] in RESERVED_STEPS:
        yield (
            ("slug",),
            _("This step needs another name: small letters, digits and hyphens, and none of %(reserved)s")
            % {"reserved": ", ".join(sorted(RESERVED_STEPS))},
        )
    if step["slug"] in slugs:
        yield ("slug",), _("The address of this step is there twice")
    yield from _words(step, "title", _("Write the title of this step"))
    yield from _words(step, "section", _("Write the section of this step"))
    if not step.get("questions") and not step.get("content"):
        yield (), _("This step asks nothing and says nothing. Add a question or a text")
    yield from _text_problems(step, "content")
    yield from _condition_problems(step, earlier, grouped)
    yield from _ending_problems(step)
    questions = list(questions_of(step))
    if len(questions) > 1 and any(question["type"] == "files" for question in questions):
        yield ("questions",), _("A step that takes files can ask nothing else. Move the other questions")
    if len(questions) > 1 and any(question["type"] == "group" for question in questions):
        yield ("questions",), _("A step with a group can ask nothing else. Move the other questions")
    own = {name for question in questions for name in field_names(question)}
    for name in sorted(set(step.get("at_least_one", [])) - own):
        yield (
            ("at_least_one",),
            _("This step needs an answer to “%(name)s”, but does not ask it") % {"name": name},
        )
    listed = [each for each in questions if each["name"] in step.get("at_least_one", [])]
    if any(each["type"] in {"files", "group"} for each in listed):
        yield ("at_least_one",), _("This cannot be one of several. Mark it as one that people must answer")
    if step.get("at_least_one"):
        yield from _words(
            step, "at_least_one_missing", _("Write the error for when none of these questions is answered")
        )


def _ending_problems(step: Step) -> Iterator[Problem]:
    """Yield what is wrong with a step that ends the form without sending anything."""
    if step.get("ends") and step.get("questions"):
        yield ("questions",), _("A step that ends the form cannot ask anything. Move its questions")
    if step.get("ends") and not step.get("when"):
        yield ("ends",), _("Everyone would end here. Add a condition, or let people continue")


def _condition_problems(step: Step, earlier: dict[str, Question], grouped: set[str]) -> Iterator[Problem]:
    for number, condition in enumerate(conditions_of(step)[1]):
        name = condition["question"]
        asked, listed = earlier.get(name), condition["in"] if "in" in condition else condition["not_in"]
        path: Path = ("when", number)
        if asked is None and name in grouped:
            yield path, _("This depends on a question in a group, which has several answers. Choose another")
            continue
        if asked is None:
            yield (
                path,
                _("This depends on a question that is not asked before it. Choose an earlier question"),
            )
            continue
        if not isinstance(listed, list) or not listed:
            yield path, _("Choose the answers to “%(question)s” that this depends on") % _named(asked)
        elif unknown := [value for value in listed if value not in answers_to(name, asked)]:
            yield path, _gone(asked, unknown)


def _gone(question: Question, values: list[str]) -> str:
    return _(
        "This depends on an answer to “%(question)s” that is gone: %(answers)s. Choose its answers again"
    ) % {
        **_named(question),
        "answers": ", ".join(values),
    }


def _named(question: Question) -> dict[str, str]:
    return {"question": words(question.get("short"), "en") or words(question.get("text"), "en")}


def _text_problems(part: dict[str, Any], key: str) -> Iterator[Problem]:
    for number, block in enumerate(part.get(key, [])):
        for _key, sentence in _words(block, "text", _("Write this text")):
            yield (key, number), sentence
        if "url" in block and not LINK.match(block["url"]):
            yield (
                (key, number, "url"),
                _("This links to “%(url)s”. Use an https address, a phone number or a page of this site")
                % {"url": block["url"]},
            )


def _question_problems(question: Question, earlier: dict[str, Question]) -> Iterator[Problem]:
    if not QUESTION_NAME.match(question["name"]):
        yield ("name",), _("This question needs another name: small letters, digits and underscores")
    if question["type"] not in TYPES:
        yield (), _("There is no question of the type “%(type)s”") % {"type": question["type"]}
    for name in sorted(set(field_names(question)) & set(earlier)):
        yield ("name",), _("The answer would be kept as “%(name)s”, which is taken") % {"name": name}
    yield from _words(question, "text", _("Write the question"))
    yield from _words(question, "need", _("Write the reason why this is asked. People can read it"))
    if question.get("required"):
        yield from _words(question, "missing", _("Write the error for when this is not answered"))
    if question["type"] == "declaration" and not question.get("required"):
        yield ("required",), _("People must agree to a declaration. Mark it as one they must answer")
    if "min" in question and "max" in question and question["min"] > question["max"]:
        yield ("min",), _("The smallest number is larger than the largest. Change one of them")
    if question["type"] in CHOICES:
        yield from _choice_problems(question.get("choices", []))


def _choice_problems(choices: list[dict[str, Any]]) -> Iterator[Problem]:
    values = [choice["value"] for choice in choices]
    if len(values) < 2:
        yield ("choices",), _("Add two or more answers")
    if not all(isinstance(value, str) and value for value in values) or len(set(values)) < len(values):
        yield ("choices",), _("Two of these answers would be kept under the same name. Change one")
    for number, choice in enumerate(choices):
        path: Path = ("choices", number)
        for more, sentence in _words(choice, "label", _("Write the answer")):
            yield (*path, *more), sentence
        for more, sentence in _text_problems(choice, "help"):
            yield (*path, *more), sentence
