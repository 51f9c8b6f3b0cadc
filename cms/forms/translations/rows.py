"""What an editor sees of a form in one language: each English text with its translation and what is left to do."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.questionnaires.translations.texts import SOURCE, Text, texts_of

from .models import FormText

type Definition = dict[str, Any]


class State(models.TextChoices):
    """What a text needs, in the order in which the page lists them."""

    MISSING = "missing", _("Not translated")
    STALE = "stale", _("The English has changed")
    UNREAD = "unread", _("Waits for a native reader")
    DONE = "done", _("Translated")


@dataclass(frozen=True)
class Row:
    """An English text of the form and its translation. `earlier` is the English it was made from, if that changed."""

    text: Text
    step: str
    translation: str
    state: State
    earlier: str = ""
    read_by: str = ""

    @property
    def is_shown(self) -> bool:
        """Return whether people see the translation rather than the English."""
        return self.state == State.DONE


def languages() -> list[tuple[str, str]]:
    """Return the code and the English name of every language a form can be translated into."""
    return [
        (code, settings.LANGUAGE_NAMES[code]) for code, _name in settings.KNOWN_LANGUAGES if code != SOURCE
    ]


def rows_of(definition: Definition, written: Iterable[FormText]) -> list[Row]:
    """Return a row for every text of the definition, with what is left to do first.

    A text that has no translation of its own takes that of the same English elsewhere in the form.
    """
    written = list(written)
    by_key = {each.key: each for each in written}
    by_source = {each.source: each for each in written}
    titles = {f"steps/{step['slug']}": step["title"][SOURCE] for step in definition["steps"]}
    rows = [
        _row(text, by_key.get(text.key), by_source.get(text.english), titles) for text in texts_of(definition)
    ]
    return sorted(rows, key=lambda row: State.values.index(row.state))


def _row(text: Text, own: FormText | None, same: FormText | None, titles: dict[str, str]) -> Row:
    step = titles.get("/".join(text.key.split("/")[:2]), "")
    found = own if own and own.source == text.english else same or own
    if found is None:
        return Row(text, step, "", State.MISSING)
    if found.source != text.english:
        return Row(text, step, found.text, State.STALE, earlier=found.source)
    state = State.UNREAD if text.needs_reader and not found.read_by else State.DONE
    return Row(text, step, found.text, state, read_by=found.read_by)


def shown_texts(definition: Definition, written: Iterable[FormText]) -> dict[str, dict[str, str]]:
    """Return what people may be shown, `{language: {key: text}}`: neither stale nor waiting for a reader."""
    by_language: dict[str, list[FormText]] = {}
    for each in written:
        by_language.setdefault(each.language, []).append(each)
    return {
        language: {row.text.key: row.translation for row in rows_of(definition, texts) if row.is_shown}
        for language, texts in by_language.items()
    }


@dataclass(frozen=True)
class Progress:
    """How far a form is in one language: the number of texts in each state."""

    code: str
    name: str
    numbers: Counter[State]

    @property
    def states(self) -> Iterator[tuple[State, int]]:
        return ((state, self.numbers[state]) for state in State)


def progress_of(definition: Definition, written: Iterable[FormText]) -> list[Progress]:
    """Return how far the form is in each language, by the language's English name."""
    written = list(written)
    found = [
        Progress(
            code,
            name,
            Counter(row.state for row in rows_of(definition, [t for t in written if t.language == code])),
        )
        for code, name in languages()
    ]
    return sorted(found, key=lambda each: each.name)
