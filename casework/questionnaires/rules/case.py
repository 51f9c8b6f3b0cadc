"""The rules by which answers become a case: each fact from a question of the right type, and short enough."""

from collections.abc import Iterator
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from casework.offices.seats import has_office
from casework.places.models import Borough
from casework.questionnaires.definition import CHOICES, Question, all_questions, sources_of, words
from casework.questionnaires.facts import (
    AREA,
    ASKED_FOR_SOMEONE_ELSE,
    CONDITIONS,
    FACTS,
    FIXED,
    FIXED_VALUES,
    LONGEST,
    LONGEST_MESSAGE,
    REQUIRED_FACTS,
    SEVERAL,
    TYPES_OF_FACT,
    VALUES_OF_FACT,
)

from .paths import Path, Problem, question_paths

TYPICAL_LENGTH = {"text": 200, "textarea": 5_000, "address": 400}  # of a question that sets none


def case_problems(definition: dict[str, Any]) -> Iterator[Problem]:
    """Yield what keeps the answers from becoming a case."""
    case, paths = definition.get("case", {}), question_paths(definition)
    needed = REQUIRED_FACTS | (ASKED_FOR_SOMEONE_ELSE if "other_person" in case else set())
    fixed = definition.get("fixed", {})
    yield from _fixed_problems(fixed, case)
    yield from _route_problems(fixed, case)
    yield from _borough_problems(definition, case)
    for fact in sorted(needed - set(case) - set(fixed)):
        yield _missing_problem(fact)
    for fact in sorted(set(case) - FACTS):
        yield ("case", fact), _("A case has no %(fact)s") % {"fact": fact}
    questions = all_questions(definition)
    for fact in sorted(FACTS & set(case)):
        yield from _fact_problems(fact, case[fact], definition, questions, paths)


def _missing_problem(fact: str) -> Problem:
    """Return the problem of a fact that the form does not say. Some can be chosen for everyone, below the steps."""
    if fact == "member":
        return ("fixed", fact), _("Say who gets the cases: ask for the Member, or choose below the steps")
    if fact in FIXED:
        return (
            ("fixed", fact),
            _("Say what the %(fact)s of the case is: by a question, or for everyone below the steps")
            % {"fact": fact},
        )
    return ("case", fact), _("No question says what the %(fact)s of the case is") % {"fact": fact}


def _fixed_problems(fixed: dict[str, str], case: dict[str, Any]) -> Iterator[Problem]:
    """Yield what is wrong with facts that are the same for everyone."""
    for fact in sorted(fixed):
        if fact not in FIXED or not isinstance(fixed[fact], str):
            yield (
                ("case", fact),
                _("The %(fact)s of the case cannot be the same for everyone") % {"fact": fact},
            )
        elif fixed[fact] not in FIXED_VALUES.get(fact, {fixed[fact]}):
            yield ("fixed", fact), _("A case has no %(fact)s of this name") % {"fact": fact}
        elif fact == "topic" and not slugify(fixed[fact]):
            yield ("fixed", fact), _("Write the topic in letters")
        elif fact == "member" and fact not in case and not has_office(fixed[fact]):
            yield ("fixed", fact), _("No office works for this Member. Choose another")
        if fact in case:
            yield ("fixed", fact), _("A question says this. Leave it to the question, or to the form")


def _route_problems(fixed: dict[str, str], case: dict[str, Any]) -> Iterator[Problem]:
    """Yield what keeps each case from getting a Member by the area of the person."""
    if "route" not in fixed:
        return
    if fixed["route"] != AREA:
        yield ("fixed", "route"), _("There is no such way to choose who gets the cases")
    if "member" not in fixed:
        yield ("fixed", "member"), _("Choose who gets the cases of people without an area")
    if "place" not in case:
        yield ("fixed", "route"), _("Ask where the person lives. Else no case has an area")


def _borough_problems(definition: dict[str, Any], case: dict[str, Any]) -> Iterator[Problem]:
    """Yield what is wrong with the Members of boroughs. All other cases go to whom the form names for them."""
    rows = definition.get("boroughs", [])
    if rows and not {"place", "borough"} & set(case):
        yield ("boroughs",), _("Ask where the person lives. Else no case has a borough")
    if rows and "member" not in definition.get("fixed", {}):
        yield ("fixed", "member"), _("Choose who gets the cases of all other boroughs")
    names = dict(Borough.objects.values_list("code", "name")) if rows else {}
    before: set[str] = set()
    for number, row in enumerate(rows):
        path: Path = ("boroughs", number)
        if not row["in"] or set(row["in"]) - set(names):
            yield (*path, "boroughs"), _("Choose one or more boroughs")
        if twice := [names[code] for code in row["in"] if code in before and code in names]:
            yield (
                (*path, "boroughs"),
                _("%(boroughs)s stands in a row above. Leave it to one") % {"boroughs": ", ".join(twice)},
            )
        if not has_office(row["member"]):
            yield (*path, "member"), _("Choose a Member for whom an office works")
        before |= set(row["in"])


def _fact_problems(
    fact: str, source: Any, definition: dict[str, Any], questions: dict[str, Any], paths: dict[str, Path]
) -> Iterator[Problem]:
    names = sources_of(source)
    for name in names:
        if name not in questions:
            yield (
                ("case", fact),
                _("The %(fact)s of the case is taken from “%(name)s”, which is not asked")
                % {"fact": fact, "name": name},
            )
            continue
        question = questions[name][1]
        for more, sentence in _source_problems(fact, question):
            yield (*paths[name], *more), sentence
    known = [name for name in names if name in questions]
    if len(known) > 1 and fact not in SEVERAL:
        yield (
            paths[known[1]],
            _("Two questions say what the %(fact)s of the case is. Leave it to one") % {"fact": fact},
        )
    if fact in REQUIRED_FACTS and known and not set(known) & _asked_of_everyone(definition):
        yield (
            paths[known[0]],
            _("The %(fact)s of the case must be a required question that everyone is asked") % {"fact": fact},
        )
    of_answers = isinstance(source, dict) or any(isinstance(each, dict) for each in source)
    if (fact in CONDITIONS) != of_answers:
        yield ("case", fact), _("The %(fact)s of the case cannot be taken in this way") % {"fact": fact}
    if fact == "message":
        yield from _message_problems(definition, [questions[name][1] for name in known], paths)


def _asked_of_everyone(definition: dict[str, Any]) -> set[str]:
    return {
        question["name"]
        for step in definition["steps"]
        for question in step.get("questions", [])
        if question.get("required") and not step.get("when")
    }


def _source_problems(fact: str, question: Question) -> Iterator[Problem]:
    """Yield what keeps this question from giving this fact. A Member is always chosen from the list of Members."""
    if question["type"] not in TYPES_OF_FACT[fact]:
        yield (), _("A question of this type cannot say what the %(fact)s of the case is") % {"fact": fact}
        return
    longest = LONGEST.get(fact)
    if longest and _length(question) > longest:
        yield (
            ("max_length",),
            _("The %(fact)s of a case has at most %(longest)s characters. Set a limit of that or less")
            % {"fact": fact, "longest": longest},
        )
    for number, choice in enumerate(question.get("choices", [])):
        if fact in VALUES_OF_FACT and choice["value"] not in VALUES_OF_FACT[fact]:
            yield (
                ("choices", number, "label"),
                _("Say what this answer means for the case: which %(fact)s it is") % {"fact": fact},
            )


def _length(question: Question) -> int:
    """Return the number of characters that the text of an answer can have."""
    labels = [len(words(choice.get("label"), "en")) for choice in question.get("choices", [])]
    if question["type"] == "checkboxes":
        return sum(labels) + 2 * len(labels)
    if question["type"] in CHOICES:
        return max(labels, default=0)
    return int(question.get("max_length", TYPICAL_LENGTH.get(question["type"], 0)))


def _message_problems(
    definition: dict[str, Any], questions: list[Question], paths: dict[str, Path]
) -> Iterator[Problem]:
    """Yield a problem if the texts of the message, with what would help, are longer than a message can be."""
    helping = sources_of(definition["case"].get("what_would_help", []))
    asked = all_questions(definition)
    texts = [*questions, *(asked[name][1] for name in helping if name in asked)]
    if texts and sum(map(_length, texts)) > LONGEST_MESSAGE:
        yield (
            (*paths[texts[-1]["name"]], "max_length"),
            _("Together these texts have more than %(longest)s characters. Set a lower limit")
            % {"longest": LONGEST_MESSAGE},
        )
