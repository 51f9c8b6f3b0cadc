"""What changed between two versions of a form, in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

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

from .blocks import AUTOCOMPLETE, Steps
from .boroughs import members_with_office
from .conversion.definitions import NO, YES
from .conversion.meaning import CONDITION_LABELS, FACT_LABELS, VALUE_LABELS
from .conversion.names import split_borough

type Definition = dict[str, Any]


class Fact(NamedTuple):
    """A fact that refers to others by name. It has changed if `names` have, and not if only their words have."""

    names: Any
    text: str


type Facts = dict[str, str | Fact]


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
        found += _changed_facts(where, old[key][1], facts)
    return found


def _changed_facts(where: str, earlier: Facts, facts: Facts) -> Iterator[Change]:
    for what in dict.fromkeys([*earlier, *facts]):
        was, now = earlier.get(what, ""), facts.get(what, "")
        if _compared(was) != _compared(now):
            yield Change(where, what, _text_of(was), _text_of(now))


def _compared(fact: str | Fact) -> Any:
    return fact.names if isinstance(fact, Fact) else fact


def _text_of(fact: str | Fact) -> str:
    return fact.text if isinstance(fact, Fact) else fact


def _parts(definition: Definition) -> Iterator[tuple[tuple[str, str], tuple[str, Facts]]]:
    """Yield (key, (where, facts)) of the form itself, and of each step and question."""
    facts = {
        _("title"): _text(definition, "title"),
        _("declaration"): _text(definition, "declaration"),
        _("order of steps"): _listed(definition["steps"], "slug", "title"),
        _("every case"): "\n".join(_fixed(definition)),
        _("boroughs"): "\n".join(map(_borough_row, definition.get("boroughs", []))),
    }
    yield ("form", ""), (_("The form"), facts)
    questions = all_questions(definition)
    for step in definition["steps"]:
        where = _("Step “%(step)s”") % {"step": _text(step, "title")}
        yield ("step", step["slug"]), (where, _step_facts(step, questions))
        for question in with_grouped(step):
            where = _("Question “%(question)s”") % {"question": _text(question, "text")}
            yield ("question", question["name"]), (where, _question_facts(question, definition["case"]))


def _fixed(definition: Definition) -> Iterator[str]:
    """Yield what the form says of every case, in words."""
    for fact, value in sorted(definition.get("fixed", {}).items()):
        if fact == "route":
            yield _("goes to the Member of the person’s area")
        elif fact == "member":
            yield f"{FACT_LABELS[fact]}: {_member(value)}"
        elif fact in CONDITION_LABELS:
            yield str(CONDITION_LABELS[fact])
        else:
            yield str(VALUE_LABELS.get(f"{fact}:{value}") or f"{FACT_LABELS[fact]}: {value}")


def _borough_row(row: dict[str, Any]) -> str:
    names = Borough.objects.filter(code__in=row["in"]).order_by("name").values_list("name", flat=True)
    return f"{', '.join(names)}: {_member(row['member'])}"


def _member(slug: str) -> str:
    return dict(members_with_office()).get(slug, slug)


def _listed(parts: list[dict[str, Any]], name: str, words_in: str) -> Fact:
    """Return parts in their order: by name, and as their words."""
    return Fact([part[name] for part in parts], ", ".join(_text(part, words_in) for part in parts))


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
        _("shown if"): Fact(
            (match, conditions), joint.join(_condition(each, questions) for each in conditions)
        ),
        _("ends the form"): _yes(step.get("ends")),
        _("order of questions"): _listed(step.get("questions", []), "name", "text"),
        _("one of several must be answered"): _listed(
            [questions[name][1] for name in step.get("at_least_one", []) if name in questions], "name", "text"
        ),
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
    if question["type"] == "yes_no":
        return {"yes": str(YES), "no": str(NO)}
    return {each["value"]: _text(each, "label") for each in question.get("choices", [])}


def _texts(texts: list[dict[str, Any]]) -> str:
    return "\n".join(" ".join(filter(None, [_text(each, "text"), each.get("url")])) for each in texts)


def _question_facts(question: Question, case: dict[str, Any]) -> Facts:
    facts = {
        _("question"): _text(question, "text"),
        _("type"): str(_block_of(question).label),
        _("short form"): _text(question, "short"),
        _("hint"): _text(question, "hint"),
        _("why we ask"): _text(question, "need"),
        _("must be answered"): _yes(question.get("required")),
        _("beside the case"): _yes(question.get("on_case_page")),
        _("error"): _text(question, "missing"),
        _("tells the office"): ", ".join(_told(question, case)),
        _("limits"): "\n".join(_limits(question)),
        _("one entry is called"): _text(question, "each"),
        _("order of questions"): _listed(question.get("questions", []), "name", "text"),
        _("answers"): ", ".join(_text(each, "label") for each in question.get("choices", [])),
    }
    for choice in question.get("choices", []):
        answer = _("answer “%(answer)s”") % {"answer": _text(choice, "label")}
        facts[f"{answer}: {_('hint')}"] = _text(choice, "hint")
        facts[f"{answer}: {_('help')}"] = _texts(choice.get("help", []))
    return facts


LIMITS = ("min", "max", "max_length", "rows", "max_files", "most", "autocomplete")


@cache
def _types() -> Any:
    return Steps().child_blocks["step"].child_blocks["questions"].child_blocks


def _block_of(question: Question) -> Any:
    return _types()[question["type"]]


def _limits(question: Question) -> Iterator[str]:
    """Yield each limit as the editor reads it beside its field."""
    fields = _block_of(question).child_blocks
    for key in LIMITS:
        if key in question and key in fields:
            value = dict(AUTOCOMPLETE).get(question[key], question[key])
            yield f"{fields[key].label}: {value}"


def _told(question: Question, case: dict[str, Any]) -> Iterator[str]:
    """Yield each fact of the case that the question gives, with the answers that give it."""
    labels = FACT_LABELS | CONDITION_LABELS
    for fact, source in case.items():
        if question["name"] in sources_of(source):
            told = answers_for(source) if fact in CONDITION_LABELS else []
            values = [value for each in told for value in _values_of(each, question)]
            answers = _answer_labels(question, question["name"]) if values else {}
            listed = [answers.get(value, value) for value in values]
            yield f"{labels[fact]} ({', '.join(listed)})" if listed else str(labels[fact])


def _values_of(answers: dict[str, Any], question: Question) -> list[str]:
    return answers["in"] if answers["question"] == question["name"] else []
