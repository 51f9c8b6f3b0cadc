"""Problems of a definition, as errors at the blocks they are about."""

from typing import Any

from django.core.exceptions import ValidationError
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError

from casework.questionnaires.rules.paths import Path, Problem

type Definition = dict[str, Any]

WITH_LIMIT = {"text", "textarea", "secret", "address"}
NOT_TYPED = {
    "name",
    "slug",
    "type",
    "value",
    "at_least_one",
}  # shown at the block, because no field holds them


def errors_of(problems: list[Problem], definition: Definition) -> dict[str, list[ValidationError]]:
    """Return the errors of each field of the edit form. Those about the case as a whole are at the steps."""
    errors: dict[str, list[ValidationError]] = {}
    streams: dict[str, list[Problem]] = {}
    for path, sentence in [(_in_blocks(path, definition), sentence) for path, sentence in problems]:
        if path[:1] in {("title",), ("declaration",), ("fixed",)}:
            errors.setdefault(str(path[-1]), []).append(ValidationError(sentence))
        elif path[:1] in {("steps",), ("boroughs",)}:
            streams.setdefault(str(path[0]), []).append((path[1:], sentence))
        else:
            streams.setdefault("steps", []).append(((), sentence))
    return errors | {field: [_error(found, stream=True)] for field, found in streams.items()}


def _in_blocks(path: Path, definition: Definition) -> Path:
    """Return the path through the blocks. A yes-or-no question has none for its answers, and few have a limit."""
    if path[-1:] == ("max_length",) and _part(definition, path[:-1])["type"] not in WITH_LIMIT:
        return path[:-1]
    for end, part in enumerate(path):
        if part == "choices" and _part(definition, path[:end]).get("type") == "yes_no":
            return path[:end] + path[end + 2 :]
    return path


def _part(definition: Definition, path: Path) -> Any:
    part: Any = definition
    for key in path:
        part = part[key]
    return part


def _error(problems: list[Problem], *, stream: bool = False) -> ValidationError:
    """Return one error for a block, with the errors of the blocks in it."""
    here = [sentence for path, sentence in problems if not _rest(path)]
    inside: dict[str | int, list[Problem]] = {}
    for path, sentence in problems:
        if rest := _rest(path):
            inside.setdefault(rest[0], []).append((rest[1:], sentence))
    if not inside and not stream:
        return ValidationError(here)
    errors = {key: _error(below) for key, below in inside.items()}
    numbered = stream or any(isinstance(key, int) for key in inside)
    kind = StreamBlockValidationError if numbered else StructBlockValidationError
    return kind(block_errors=errors, non_block_errors=here)


def _rest(path: Path) -> Path:
    return () if path[:1] and path[0] in NOT_TYPED else path
