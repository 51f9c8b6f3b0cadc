"""The texts of a definition by their keys, and the definition with the texts of another language.

A key is the path to a text by names, such as `steps/safety/questions/safe/choices/no/label`: it survives a move.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from casework.questionnaires.facts import RISKS

SOURCE = "en"
EMERGENCY_NUMBER = "999"

type Definition = dict[str, Any]
type Path = tuple[str, ...]


@dataclass(frozen=True)
class Text:
    """An English text. A translation of what is about danger, or confirmed, needs a native reader first."""

    key: str
    english: str
    needs_reader: bool


def texts_of(definition: Definition) -> list[Text]:
    """Return every text of a definition in its order, each key once."""
    found = {"/".join(path): (path, words[SOURCE]) for path, words in _walk(definition, ())}
    return [
        Text(key, english, _needs_reader(path, english)) for key, (path, english) in found.items() if english
    ]


def with_texts(definition: Definition, *, language: str, texts: Mapping[str, str]) -> Definition:
    """Return the definition with these texts, by key, as its texts in a language. The given one stays as it is."""
    return _changed(
        definition,
        (),
        lambda key, words: words | {language: texts[key]} if key in texts else words,
    )


def _needs_reader(path: Path, english: str) -> bool:
    """Return whether a text is the declaration, help, or an answer that says that someone is at risk, or names 999."""
    risks_or_help = (
        path[at] == "choices" and (path[at + 1] in RISKS or path[at + 2] == "help")
        for at in range(len(path) - 2)
    )
    return path == ("declaration",) or EMERGENCY_NUMBER in english or any(risks_or_help)


def _walk(part: Any, path: Path) -> Iterator[tuple[Path, dict[str, str]]]:
    """Yield the path and the words of each text."""
    match part:
        case {"en": str()}:
            yield path, part
        case dict():
            for name, value in part.items():
                yield from _walk(value, (*path, name))
        case list():
            for number, value in enumerate(part):
                yield from _walk(value, (*path, _name_of(value, number)))


def _changed(part: Any, path: Path, change: Callable[[str, dict[str, str]], dict[str, str]]) -> Any:
    """Return the same structure with the words of each text changed."""
    match part:
        case {"en": str()}:
            return change("/".join(path), part)
        case dict():
            return {name: _changed(value, (*path, name), change) for name, value in part.items()}
        case list():
            return [_changed(value, (*path, _name_of(value, n)), change) for n, value in enumerate(part)]
    return part


def _name_of(part: Any, number: int) -> str:
    """Return the name of a member of a list: its own if it has one, else its number."""
    if not isinstance(part, dict):
        return str(number)
    return str(next((part[own] for own in ("slug", "name", "value") if own in part), number))
