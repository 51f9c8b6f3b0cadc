"""The texts of a page, and its content with other texts in their places."""

from collections.abc import Callable, Mapping
from typing import Any

from wagtail import blocks
from wagtail.fields import StreamField

from casework.questionnaires.translations.texts import Text
from cms.translations.rows import Texts

from .rich_text import translated

type Visit = Callable[[str, str], str]


def texts_of_page(page) -> Texts:
    """Return the English texts of a page in their order. A key is a position, such as `body/<id of the block>/3`."""
    texts: dict[str, str] = {}
    places: dict[str, str] = {}
    for name in page.translated_fields:

        def note(key: str, english: str, name=name) -> str:
            texts[key], places[key] = english, str(page._meta.get_field(name).verbose_name).capitalize()
            return english

        _field(page, name, note)
    return Texts(
        [Text(key, english, needs_reader=False) for key, english in texts.items()], places, numbered=True
    )


def content_of(page, texts: Mapping[str, str]) -> dict[str, Any]:
    """Return the translated fields of a page as JSON, with these texts by key."""
    return {name: _field(page, name, lambda key, _english: texts[key]) for name in page.translated_fields}


def _field(page, name: str, visit: Visit) -> Any:
    value = getattr(page, name)
    if isinstance(page._meta.get_field(name), StreamField):
        return _block(value.stream_block, value.get_prep_value(), name, visit)
    return visit(name, value) if value else ""


def _block(block, value: Any, key: str, visit: Visit) -> Any:
    match block:
        case _ if not value:
            return value
        case blocks.StreamBlock():
            return [_child(block.child_blocks[each["type"]], each, key, visit) for each in value]
        case blocks.ListBlock():
            return [_child(block.child_block, each, key, visit) for each in value]
        case blocks.StructBlock():
            return {
                name: _block(block.child_blocks[name], each, f"{key}/{name}", visit)
                for name, each in value.items()
            }
        case blocks.RichTextBlock():
            return translated(value, lambda number, text: visit(f"{key}/{number}", text))
        case blocks.CharBlock() | blocks.TextBlock():
            return visit(key, value)
    return value


def _child(block, item: dict[str, Any], key: str, visit: Visit) -> dict[str, Any]:
    return item | {"value": _block(block, item["value"], f"{key}/{item['id']}", visit)}
