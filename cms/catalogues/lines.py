"""A text of a catalogue as the editor's page shows it: the English, a box for each plural form, and what is wrong."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from body.catalogue_texts import PLACEHOLDER, TAG, Kind

from .rows import Row
from .services import Typed, digest
from .shipped import catalogue_of


@dataclass(frozen=True)
class Box:
    """A box for one plural form. `errors` say what to do before it can be saved."""

    number: int
    value: str
    label: str
    errors: list[str]


@dataclass(frozen=True)
class Line:
    row: Row
    boxes: list[Box]
    was: str
    is_read: bool
    is_kept: bool
    conflict: bool


def line_of(row: Row, code: str, typed: Typed | None = None, *, faults=None, conflict=False) -> Line:
    """Return a text as it is stored, or as somebody typed it."""
    forms = typed.forms if typed else row.text_forms
    labels = _labels(code) if len(row.entry.english) > 1 else [""]
    boxes = [
        Box(number, text, label, [_advice(fault, row) for fault in (faults[number] if faults else [])])
        for number, (text, label) in enumerate(zip(forms, labels, strict=True))
    ]
    return Line(
        row,
        boxes,
        was=digest(row.text) if conflict or typed is None else typed.was,
        is_read=bool(typed and typed.reader),
        is_kept=bool(typed and typed.kept),
        conflict=conflict,
    )


def _labels(code: str) -> list[str]:
    """Return the label of each plural form, such as “For 2, 3, 4, 22”."""
    return [
        _("For %(numbers)s") % {"numbers": ", ".join(map(str, numbers))}
        if numbers
        else _("For fractions, such as 1.5")
        for numbers in catalogue_of(code).examples
    ]


def _advice(fault, row: Row) -> str:
    """Return what to do about a fault."""
    english = row.entry.english[-1]
    match fault.kind:
        case Kind.PLACEHOLDERS:
            marks = " ".join(PLACEHOLDER.findall(english))
            if not marks:
                return _("Take out marks like %(name)s: the English has none.") % {"name": "%(name)s"}
            return _("Copy these marks from the English as they are, each once: %(marks)s") % {"marks": marks}
        case Kind.TAGS:
            tags = " ".join(TAG.findall(english))
            if not tags:
                return _("Take out what stands in < and >: the English has none.")
            return _("Copy these marks from the English as they are, each once: %(marks)s") % {"marks": tags}
        case Kind.MARKUP:
            return _(
                'Take out the characters that the English does not have (%(fault)s). Write “ and ” for ".'
            ) % {"fault": fault}
        case Kind.LINE_BREAK:
            return _("Write this text in one line.")
        case Kind.LENGTH:
            return _("Write a shorter text.")
    return _("Fill in this box. To use the translation of the service again, empty every box of the text.")
