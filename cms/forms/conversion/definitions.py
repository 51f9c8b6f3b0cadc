"""From blocks to the definition that the service runs."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.questionnaires.facts import CONDITIONS, LONGEST, SEVERAL

from .names import Block, Names, opened_by, questions_in, split_borough

COPIED = ("rows", "max_length", "autocomplete", "max_files", "min", "max", "most", "on_case_page")
YES, NO = gettext_lazy("Yes"), gettext_lazy("No")
CHOOSE = {"radios", "checkboxes", "select", "yes_no", "borough", "member", "place"}


def definition_of(
    *,
    title: str,
    declaration: str,
    fixed: dict[str, str],
    steps: list[Block],
    names: Names,
    boroughs: Sequence[Block] = (),
) -> dict[str, Any]:
    """Return the definition of these blocks. `names` has the name of each block (`names.settled`)."""
    rows = [{"in": each["value"]["boroughs"], "member": each["value"]["member"] or ""} for each in boroughs]
    whole = {
        "schema": 1,
        "title": _words(title),
        "steps": [_step(block, names) for block in steps],
        "declaration": _words(declaration),
        "case": _case(steps, names),
    }
    return whole | _filled({"fixed": _filled(fixed), "boroughs": rows})


def _words(text: str | None) -> dict[str, str]:
    return {"en": text.strip()} if text and text.strip() else {}


def _filled(part: dict[str, Any]) -> dict[str, Any]:
    """Return the part without what is empty."""
    return {key: value for key, value in part.items() if value or (value == 0 and value is not False)}


def _step(block: Block, names: Names) -> dict[str, Any]:
    value = block["value"]
    one_of = [names[each["id"]] for each in value.get("questions", []) if each["value"].get("at_least_one")]
    return {
        "slug": names[block["id"]],
        **_filled(
            {
                "section": _words(value.get("section")),
                "title": _words(value.get("title")),
                "lead": _words(value.get("lead")),
                "when": _when(value, names),
                "help": value.get("help"),
                "ends": value.get("ends"),
                "content": _texts(value.get("content", [])),
                "questions": [_question(each, names) for each in value.get("questions", [])],
                "at_least_one": one_of,
                "at_least_one_missing": _words(value.get("at_least_one_missing")) if one_of else {},
            }
        ),
    }


def _when(value: dict[str, Any], names: Names) -> Any:
    """Return the conditions. A plain list means all of them."""
    conditions = [_condition(each["value"], names) for each in value.get("when", [])]
    return {"any": conditions} if value.get("match") == "any" and len(conditions) > 1 else conditions


def _condition(value: dict[str, Any], names: Names) -> dict[str, Any]:
    answers = [names.get(each, each) for each in (value.get("answers") or "").split()]
    id_, part = split_borough(value.get("question") or "")
    return {"question": names.get(id_, id_) + part, value.get("test") or "in": answers}


def _texts(blocks: list[Block]) -> list[dict[str, Any]]:
    return [
        {"text": _words(each["value"])}
        if each["type"] == "text"
        else {"text": _words(each["value"].get("text")), "url": each["value"].get("url") or ""}
        for each in blocks
    ]


def _question(block: Block, names: Names) -> dict[str, Any]:
    value, type_ = block["value"], block["type"]
    required = bool(value.get("required"))
    limit = LONGEST.get(value.get("fact") or "") if type_ in {"text", "textarea"} else None
    return {
        "name": names[block["id"]],
        "type": type_,
        **_filled(
            {
                "text": _words(value.get("text")),
                "short": _words(value.get("short")),
                "hint": _words(value.get("hint")),
                "need": _words(value.get("need")),
                "required": required,
                "missing": _words(value.get("missing") or _missing(value, type_)) if required else {},
                "choices": _choices(block, names),
                "each": _words(value.get("each")),
                "questions": [_question(each, names) for each in value.get("questions", [])],
                "max_length": limit,
                **{key: value[key] for key in COPIED if value.get(key) is not None},
            }
        ),
    }


def _choices(block: Block, names: Names) -> list[dict[str, Any]]:
    if block["type"] != "yes_no":
        return [_choice(each, names) for each in block["value"].get("choices", [])]
    opened = [_question(each, names) for each in block["value"].get("reveals", [])]
    yes = {"value": "yes", "label": _words(str(YES))} | ({"reveals": opened} if opened else {})
    return [yes, {"value": "no", "label": _words(str(NO))}]


def _missing(value: dict[str, Any], type_: str) -> str:
    """Return the error for a question that has none of its own."""
    text = value.get("short") or value.get("text")
    if not text:
        return ""
    sentence = (
        _("Choose an answer to “%(question)s”") if type_ in CHOOSE else _("Enter an answer to “%(question)s”")
    )
    return sentence % {"question": text}


def _choice(block: Block, names: Names) -> dict[str, Any]:
    value = block["value"]
    return {
        "value": names[block["id"]],
        **_filled(
            {
                "label": _words(value.get("label")),
                "hint": _words(value.get("hint")),
                "reveals": [_question(each, names) for each in value.get("reveals", [])],
                "help": _texts(value.get("help", [])),
            }
        ),
    }


def _case(steps: list[Block], names: Names) -> dict[str, Any]:
    """Return the facts of the case: which question gives each, and for which answers a condition is true.

    One that two questions give is a list, which the rules refuse unless the fact allows several.
    """
    case: dict[str, Any] = {}
    conditions: dict[str, dict[str, list[str]]] = {}
    for block in (each for step in steps for each in questions_in(step)):
        name = names[block["id"]]
        if fact := block["value"].get("fact"):
            case.setdefault(fact, []).append(name)
        for answer in block["value"].get("choices", []):
            if (meaning := answer["value"].get("means")) in CONDITIONS:
                conditions.setdefault(meaning, {}).setdefault(name, []).append(names[answer["id"]])
    _put_revealed_first(case, steps, names)
    case |= {
        fact: [{"question": name, "in": values} for name, values in answers.items()]
        for fact, answers in conditions.items()
    }
    return {fact: given if fact in SEVERAL or len(given) > 1 else given[0] for fact, given in case.items()}


def _put_revealed_first(case: dict[str, Any], steps: list[Block], names: Names) -> None:
    """Order the questions of one fact so that one opened by an answer comes before the one that opens it."""
    opened = {
        names[each["id"]]
        for step in steps
        for question in step["value"].get("questions", [])
        for each in opened_by(question)
    }
    for given in case.values():
        given.sort(key=lambda name: name not in opened)
