"""The names of steps, questions and answers in a definition, which no editor types.

A name belongs to the id of a block. It comes from the words of the block when the form is first published with it, and
stays from then on, whatever is renamed or moved. A copied block has a new id, and so a name of its own.
"""

from collections.abc import Iterator
from typing import Any

from django.utils.text import slugify

from casework.questionnaires.rules.problems import RESERVED_STEPS

from .meaning import value_of

type Names = dict[str, str]
type Block = dict[str, Any]

BOROUGH = "_borough"
LONGEST = 32  # leaves space for a number, and for the further names of a place


def settled(steps: list[Block], names: Names) -> Names:
    """Return the name of each step, question and answer by the id of its block. Those in `names` stay."""
    found: Names = {}
    everything = [block for step in steps for block in questions_in(step)]
    gone = _names_of_deleted(steps, everything, names)
    slugs, questions = RESERVED_STEPS | gone, set(gone)
    slugs |= {names[step["id"]] for step in steps if step["id"] in names}
    questions |= {
        name for block in everything if block["id"] in names for name in _taken(block, names[block["id"]])
    }
    for step in steps:
        found[step["id"]] = names.get(step["id"]) or _new(step["value"].get("title"), "step", "-", slugs)
        slugs.add(found[step["id"]])
    for block in everything:
        found[block["id"]] = names.get(block["id"]) or _new(
            block["value"].get("text"), "question", "_", questions
        )
        questions |= set(_taken(block, found[block["id"]]))
        found |= _answers(block["value"].get("choices", []), names, gone)
    return found


def _names_of_deleted(steps: list[Block], questions: list[Block], names: Names) -> set[str]:
    """Return names that stay taken, so that a condition on something deleted never means something new."""
    answers = [answer for block in questions for answer in block["value"].get("choices", [])]
    present = {block["id"] for block in (*steps, *questions, *answers)}
    return {name for id_, name in names.items() if id_ not in present}


def questions_in(step: Block) -> Iterator[Block]:
    """Yield every question block of a step, each followed by those that its answers open."""
    for question in step["value"].get("questions", []):
        yield question
        yield from opened_by(question)


def opened_by(question: Block) -> Iterator[Block]:
    """Yield every question block that an answer to this one opens, or that is in this group."""
    for grouped in question["value"].get("questions", []):
        yield grouped
        yield from opened_by(grouped)
    yield from question["value"].get("reveals", [])
    for answer in question["value"].get("choices", []):
        yield from answer["value"].get("reveals", [])


def split_borough(name: str) -> tuple[str, str]:
    """Return what a condition refers to, and "_borough" if it refers to the borough of that place."""
    whole = name.removesuffix(BOROUGH)
    return whole, name[len(whole) :]


def _answers(answers: list[Block], names: Names, gone: set[str]) -> Names:
    found: Names = {}
    fixed = [value_of(answer["value"].get("means") or "") for answer in answers]
    taken = (
        gone
        | {name for name in fixed if name}
        | {names[each["id"]] for each in answers if each["id"] in names}
    )
    for answer, meant in zip(answers, fixed, strict=True):
        value = meant or names.get(answer["id"]) or _new(answer["value"].get("label"), "answer", "-", taken)
        found[answer["id"]] = value
        taken.add(value)
    return found


def _taken(block: Block, name: str) -> list[str]:
    return [name, f"{name}_postcode", f"{name}_borough"] if block["type"] == "place" else [name]


def _new(words: str | None, without: str, joint: str, taken: set[str]) -> str:
    """Return a name from these words that is not taken."""
    name = slugify(words or "")[:LONGEST].strip("-_").replace("-", joint) or without
    name = name if name[0].isalpha() else f"{without}{joint}{name}"
    candidate, number = name, 2
    while candidate in taken:
        candidate, number = f"{name}{joint}{number}", number + 1
    return candidate
