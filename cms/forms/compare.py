"""What changed between two versions of a form, in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from casework.places.models import Borough
from casework.questionnaires.answer_texts import Place
from casework.questionnaires.definition import (
    Question,
    Step,
    all_questions,
    answers_for,
    conditions_of,
    sources_of,
    with_grouped,
    words,
)

from .conversion.meaning import CONDITION_LABELS, FACT_LABELS
from .conversion.names import split_borough

type Definition = dict[str, Any]
type Facts = dict[str, str]
type Parts = dict[tuple[str, str], tuple[str, Facts]]  # by kind and name: what it is called, and its facts


@dataclass(frozen=True)
class Change:
    """One difference: of what, which fact of it, how it was and how it is."""

    where: str
    what: str
    was: str
    now: str


def changes(before: Definition, after: Definition) -> list[Change]:
    """Return the differences in the order of the form. Steps and questions are compared by name."""
    old, new = dict(_parts(before)), dict(_parts(after))
    found = []
    for key in [*new, *(key for key in old if key not in new)]:
        where, facts = new.get(key) or old[key]
        if key not in old or key not in new:
            was, now = ("", where) if key not in old else (where, "")
            found.append(Change(where, _("added") if now else _("removed"), was, now))
            continue
        earlier = old[key][1]
        found += [
            Change(where, what, earlier.get(what, ""), facts.get(what, ""))
            for what in dict.fromkeys([*earlier, *facts])
            if earlier.get(what, "") != facts.get(what, "")
        ]
    return found


def _parts(definition: Definition) -> Iterator[tuple[tuple[str, str], tuple[str, Facts]]]:
    """Yield (key, (where, facts)) of the form itself, and of each step and question."""
    steps = ", ".join(words(step.get("title"), "en") for step in definition["steps"])
    fixed = ", ".join(f"{fact} {value}" for fact, value in sorted(definition.get("fixed", {}).items()))
    boroughs = "; ".join(map(_borough_row, definition.get("boroughs", [])))
    facts = {_("title"): _text(definition, "title"), _("declaration"): _text(definition, "declaration")}
    yield (
        ("form", ""),
        (
            _("The form"),
            facts | {_("order of steps"): steps, _("every case is"): fixed, _("boroughs"): boroughs},
        ),
    )
    questions = all_questions(definition)
    for step in definition["steps"]:
        where = _("Step “%(step)s”") % {"step": _text(step, "title")}
        yield ("step", step["slug"]), (where, _step_facts(step, questions))
        for question in with_grouped(step):
            where = _("Question “%(question)s”") % {"question": _text(question, "text")}
            yield ("question", question["name"]), (where, _question_facts(question, definition["case"]))


def _borough_row(row: dict[str, Any]) -> str:
    names = Borough.objects.filter(code__in=row["in"]).values_list("name", flat=True)
    return f"{', '.join(names)}: {row['member']}"


def _text(part: dict[str, Any], key: str) -> str:
    return words(part.get(key), "en")


def _yes(value: Any) -> str:
    return _("yes") if value else _("no")


def _step_facts(step: Step, questions: dict[str, tuple[Step, Question]]) -> Facts:
    match, conditions = conditions_of(step)
    joint = f" {_('or')} " if match == "any" else f" {_('and')} "
    return {
        _("title"): _text(step, "title"),
        _("section"): _text(step, "section"),
        _("introduction"): _text(step, "lead"),
        _("text"): _texts(step.get("content", [])),
        _("shown if"): joint.join(_condition(each, questions) for each in conditions),
        _("ends the form"): _yes(step.get("ends")),
        _("order of questions"): ", ".join(_text(each, "text") for each in step.get("questions", [])),
        _("one of several must be answered"): ", ".join(step.get("at_least_one", [])),
        _("error if none is answered"): _text(step, "at_least_one_missing"),
    }


def _condition(condition: dict[str, Any], questions: dict[str, tuple[Step, Question]]) -> str:
    test = "not_in" if "not_in" in condition else "in"
    name = condition["question"]
    whole, part = ("", "") if name in questions else split_borough(name)
    question = questions.get(name) or questions.get(whole, ({}, {}))
    labels = _answer_labels(question[1], name)
    answers = ", ".join(labels.get(value, value) for value in condition[test])
    sentence = (
        _("“%(question)s” is none of: %(answers)s")
        if test == "not_in"
        else _("“%(question)s” is: %(answers)s")
    )
    asked = _text(question[1], "text") or name
    return sentence % {"question": f"{asked} ({_('borough')})" if part else asked, "answers": answers}


def _answer_labels(question: Question, name: str) -> dict[str, str]:
    """Return the words of each answer that a condition on this name can list."""
    if question.get("type") == "borough" or name != question.get("name"):
        return dict(Borough.objects.values_list("code", "name"))
    if question["type"] == "place":
        return {value: str(label) for value, label in Place.choices}
    return {each["value"]: _text(each, "label") for each in question.get("choices", [])}


def _texts(texts: list[dict[str, Any]]) -> str:
    return "\n".join(" ".join(filter(None, [_text(each, "text"), each.get("url")])) for each in texts)


def _question_facts(question: Question, case: dict[str, Any]) -> Facts:
    facts = {
        _("question"): _text(question, "text"),
        _("type"): question["type"],
        _("short form"): _text(question, "short"),
        _("hint"): _text(question, "hint"),
        _("why we ask"): _text(question, "need"),
        _("must be answered"): _yes(question.get("required")),
        _("beside the case"): _yes(question.get("on_case_page")),
        _("error"): _text(question, "missing"),
        _("tells the office"): ", ".join(_told(question["name"], case)),
        _("limits"): ", ".join(f"{key} {question[key]}" for key in LIMITS if key in question),
        _("one entry is called"): _text(question, "each"),
        _("order of questions"): ", ".join(_text(each, "text") for each in question.get("questions", [])),
        _("order of answers"): ", ".join(_text(each, "label") for each in question.get("choices", [])),
    }
    for choice in question.get("choices", []):
        answer = _("answer “%(answer)s”") % {"answer": _text(choice, "label")}
        facts[f"{answer}: {_('hint')}"] = _text(choice, "hint")
        facts[f"{answer}: {_('help')}"] = _texts(choice.get("help", []))
    return facts


LIMITS = ("min", "max", "max_length", "rows", "max_files", "most", "autocomplete")


def _told(name: str, case: dict[str, Any]) -> Iterator[str]:
    labels = FACT_LABELS | CONDITION_LABELS
    for fact, source in case.items():
        if name in sources_of(source):
            told = answers_for(source) if fact in CONDITION_LABELS else []
            answers = "".join(f" ({', '.join(each['in'])})" for each in told if each["question"] == name)
            yield f"{labels[fact]}{answers}"
