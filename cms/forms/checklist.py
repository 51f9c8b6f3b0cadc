"""The list "Before this can be published", above the fields of a form and always visible."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _
from wagtail.admin.panels import Panel

from casework.questionnaires.rules.advice import advice_of
from casework.questionnaires.rules.paths import Path
from casework.questionnaires.rules.problems import problems_of

from .conversion.names import Block


@dataclass(frozen=True)
class Entry:
    """One problem, with where it is in words, and the block that it links to."""

    where: str
    sentence: str
    block: str


def entries_of(form) -> list[Entry]:
    """Return everything that keeps the saved form from being published, in the order of the form."""
    steps = form.steps.get_prep_value()
    return [_entry(path, sentence, steps) for path, sentence in problems_of(form.definition())]


def advice_on(form) -> list[Entry]:
    """Return advice about the words of the saved form, in the order of the form."""
    steps = form.steps.get_prep_value()
    return [_entry(path, sentence, steps) for path, sentence in advice_of(form.definition())]


def _entry(path: Path, sentence: str, steps: list[Block]) -> Entry:
    if path[:1] != ("steps",) or len(path) < 2:
        return Entry(_("The form"), sentence, "")
    block: Block = {}
    words, level, rest = [], steps, list(path[1:])
    while rest and isinstance(rest[0], int) and rest[0] < len(level):
        block, rest = level[rest[0]], rest[1:]
        words.append(_name(block))
        level = block["value"].get(rest.pop(0), []) if rest and isinstance(block["value"], dict) else []
    return Entry(" – ".join(word for word in words if word), sentence, block.get("id", ""))


def _name(block: Block) -> str:
    """Return the words of a block, by which an editor finds it."""
    value = block["value"]
    if not isinstance(value, dict):
        return str(value)[:40]
    named = value.get("title") or value.get("text") or value.get("label")
    return named or {"step": _("Step without a title"), "condition": _("Condition")}.get(
        block["type"], _("Question without words")
    )


class ChecklistPanel(Panel):
    """The list on the edit page. It is about what is saved, and is read again after each autosave."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "cms/editor/checklist.html"

        class Media:
            css: ClassVar = {"all": ["css/form-editor.css"]}

        def get_context_data(self, parent_context=None):
            return super().get_context_data(parent_context) | {
                "form": self.instance,
                "entries": entries_of(self.instance) if self.instance.pk else [],
                "advice": advice_on(self.instance) if self.instance.pk else [],
            }
