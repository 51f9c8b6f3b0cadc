"""The inventory as a Markdown document for `docs/`, in English and identical on every machine."""

from collections.abc import Iterator

from django.utils.translation import override

from .beyond import Place
from .chapters import Chapter, RecordFields, about_nobody, chapters
from .kinds import GUARDED, KINDS, NONE
from .purposes import Purpose, Words
from .table import DIFFERS, rows

HEAD = """\
# What is held about people

Made by `manage.py inventory` from what each model says about its fields. Do not edit it: change `personal_data` beside
the fields, or `casework/inventory/`, and make it again. It is the record of processing as well: one part a purpose.
Periods are defaults; Information Governance confirms them.
"""


def document() -> str:
    with override("en"):
        return "\n".join(
            [HEAD, *_kinds(), *(line for each in chapters() for line in _chapter(each)), *_rest()]
        )


def _kinds() -> Iterator[str]:
    yield "| class | what it is | how it is guarded |\n| --- | --- | --- |"
    yield from (f"| {kind} | {words} | {GUARDED[kind]} |" for kind, words in KINDS.items())


def _chapter(chapter: Chapter) -> Iterator[str]:
    yield f"\n## {chapter.purpose.why}\n"
    yield from _facts(chapter.purpose)
    if chapter.records:
        yield "\n| record | class | fields |\n| --- | --- | --- |"
        yield from (_record(each) for each in chapter.records)
    if chapter.places:
        yield "\n| beside the tables | class | where | how long | ended by |\n| --- | --- | --- | --- | --- |"
        yield from (_place(each) for each in chapter.places)


def _facts(purpose: Purpose) -> Iterator[str]:
    yield f"- Whose: {purpose.people}"
    yield f"- Who answers for it: {purpose.owner}"
    yield f"- Lawful basis: {purpose.basis}"
    yield f"- Who else sees it: {purpose.seen_by}"
    yield f"- How long: {purpose.period}" + (f" (`{purpose.set_in}`)" if purpose.set_in else "")
    yield f"- At the end: {purpose.action}"
    yield f"- Ended by: {_ending(purpose.ended_by, purpose.not_yet)}"


def _ending(functions: tuple[str, ...], not_yet: Words) -> str:
    done = ", ".join(f"`{name}`" for name in functions)
    return " ".join(filter(None, [done, f"Not enforced: {not_yet}" if not_yet else ""]))


def _record(fields: RecordFields) -> str:
    label = fields.rows[0].model._meta.label
    return f"| {fields.record} (`{label}`) | {fields.kind} | {', '.join(r.field.name for r in fields.rows)} |"


def _place(place: Place) -> str:
    cells = [place.what, place.kind, place.where, place.period, _ending(place.ended_by, place.not_yet)]
    return f"| {' | '.join(map(str, cells))} |"


def _rest() -> Iterator[str]:
    yield "\n## Beside the tables, nothing about a person\n"
    yield from (f"- {place.what}" for place in about_nobody())
    yield "\n## In the tables, nothing about a person\n"
    nothing: dict[str, list[str]] = {}
    for row in rows():
        if row.kind == NONE and not row.model._meta.label.startswith(DIFFERS):
            nothing.setdefault(row.model._meta.label, []).append(row.field.name)
    yield from (f"- `{label}`: {', '.join(sorted(names))}" for label, names in sorted(nothing.items()))
    yield ""
