"""Made-up answers that lead to one step of a form, so that an editor can look at any step at once."""

from typing import Any

from casework.places.models import Borough
from casework.questionnaires.answer_texts import Place
from casework.questionnaires.answers import borough_of
from casework.questionnaires.definition import Question, all_questions, conditions_of
from casework.questionnaires.journey import asked_questions, asked_steps
from casework.questionnaires.rules.reach import answers_to, values_of
from portal.raise_case.members import members_to_choose

TEXTS = {
    "email": "someone@example.org",
    "phone": "020 7946 0000",
    "date": "2026-01-31",
    "declaration": "True",
}


def answers_until(definition: dict[str, Any], last: str) -> dict[str, dict[str, Any]]:
    """Return answers to every step before this one, chosen so that this one is asked."""
    wanted = _wanted(definition, last)
    answers: dict[str, dict[str, Any]] = {}
    while True:
        step = next((each for each in asked_steps(definition, answers) if each["slug"] not in answers), None)
        if step is None or step["slug"] == last:
            return answers
        answers[step["slug"]] = _step_answers(step, wanted, definition, answers)


def _wanted(definition: dict[str, Any], last: str) -> dict[str, str]:
    """Return the answers that decide that a step is asked, and that the steps with their questions are."""
    questions, steps = all_questions(definition), {step["slug"]: step for step in definition["steps"]}
    wanted: dict[str, str] = {}
    waiting = [steps[last]] if last in steps else []
    while waiting:
        match, conditions = conditions_of(waiting.pop())
        for condition in conditions[:1] if match == "any" else conditions:
            name = condition["question"]
            if name in wanted or (found := _asked_as(name, questions)) is None:
                continue
            step, question = found
            fitting = [value for value in answers_to(name, question) if _fits(condition, value)]
            wanted[name] = fitting[0] if fitting else ""
            waiting.append(step)
    return wanted


def _asked_as(name, questions):
    """Return (step, question) of the question whose answer is stored under this name, or None."""
    return questions.get(name) or questions.get(name.removesuffix("_borough"))


def _fits(condition: dict[str, Any], value: str) -> bool:
    return value in condition["in"] if "in" in condition else value not in condition["not_in"]


def _step_answers(step, wanted, definition, answers) -> dict[str, Any]:
    given: dict[str, Any] = {}
    borough = Borough.objects.order_by("name").first()
    for _number in range(2):  # twice: the first answers decide which further questions are opened
        for question in asked_questions(step.get("questions", []), given):
            name, value = question["name"], _sample(question, wanted, borough)
            given[name] = value
            if question["type"] == "place":
                given |= {f"{name}_postcode": "", f"{name}_borough": ""}
                code = wanted.get(f"{name}_borough") or (borough.code if borough else "")
                given |= {f"{name}_borough": code} if value == Place.BOROUGH else {}
            if question["type"] == "group":
                asked = {"questions": question["questions"]}
                entry = _step_answers(asked, wanted, definition, answers)
                given[name] = [{"id": "00000001", "answers": entry}]
            if question["type"] == "member":
                choices = members_to_choose(borough=borough_of(definition, answers), draw="")
                given[name] = choices[0].slug if choices else ""
    return given


def _sample(question: Question, wanted: dict[str, str], borough: Borough | None) -> Any:
    type_, chosen = question["type"], wanted.get(question["name"], "")
    if type_ in {"radios", "select", "yes_no"}:
        return chosen or values_of(question)[0]
    if type_ == "checkboxes":
        return [chosen] if chosen else values_of(question)[:1] if question.get("required") else []
    if type_ == "place":
        return chosen or Place.BOROUGH.value
    if type_ == "borough":
        return chosen or (borough.code if borough else "")
    if type_ == "number":
        return str(question.get("min", question.get("max", 1)))
    if type_ in {"secret", "files"}:
        return ""
    return TEXTS.get(type_, "Example")
