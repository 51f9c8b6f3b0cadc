"""What an editor sees in one language: each English text with its translation and what is left to do."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.questionnaires.translations.texts import SOURCE, Text

from .marks import same_marks
from .models import WrittenText

LETTERS_A_LINE = 35  # in half of the editor's page


class State(models.TextChoices):
    """What a text needs, in the order in which the page lists them."""

    WRONG = "wrong", _("Its marks differ from the English")
    MISSING = "missing", _("Not translated")
    STALE = "stale", _("The English has changed")
    UNREAD = "unread", _("Waits for a native reader")
    DONE = "done", _("Translated")


@dataclass(frozen=True)
class Row:
    """An English text, where it stands, and its translation. `earlier` is the English it was made from, if changed."""

    text: Text
    place: str
    translation: str
    state: State
    earlier: str = ""
    read_by: str = ""

    @property
    def lines(self) -> int:
        """Return the height of the box for the translation, by the length of the English."""
        return max(2, len(self.text.english) // LETTERS_A_LINE + 1)

    @property
    def is_shown(self) -> bool:
        """Return whether people see the translation rather than the English."""
        return self.state == State.DONE


def languages() -> list[tuple[str, str]]:
    """Return the code and the English name of every language that texts are translated into."""
    return [
        (code, settings.LANGUAGE_NAMES[code]) for code, _name in settings.KNOWN_LANGUAGES if code != SOURCE
    ]


@dataclass(frozen=True)
class Texts:
    """The English texts of something, in their order. `places` says where each stands, by its key.

    With `numbered` the keys are positions: a text that is put between others changes the keys of those that follow.
    """

    texts: list[Text]
    places: dict[str, str]
    numbered: bool = False

    def rows(self, written: Iterable[WrittenText]) -> list[Row]:
        """Return a row for every text, with what is left to do first.

        A text that has no translation of its own takes that of the same English elsewhere.
        """
        written = list(written)
        by_key = {each.key: each for each in written}
        by_source = {each.source: each for each in written}
        rows = [self._row(text, by_key.get(text.key), by_source.get(text.english)) for text in self.texts]
        return sorted(rows, key=lambda row: State.values.index(row.state))

    def _row(self, text: Text, own: WrittenText | None, same: WrittenText | None) -> Row:
        place = self.places.get(text.key, "")
        found = own if own and own.source == text.english else same or own
        if found is None or self._has_moved(found, text):
            return Row(text, place, "", State.MISSING)
        if found.source != text.english:
            return Row(text, place, found.text, State.STALE, earlier=found.source)
        return Row(text, place, found.text, _state(text, found), read_by=found.read_by)

    def _has_moved(self, found: WrittenText, text: Text) -> bool:
        """Return whether a translation at this key is that of another text, which still stands elsewhere."""
        return (
            self.numbered
            and found.source != text.english
            and any(each.english == found.source for each in self.texts)
        )


def _state(text: Text, found: WrittenText) -> State:
    if not same_marks(text.english, found.text):
        return State.WRONG
    return State.UNREAD if text.needs_reader and not found.read_by else State.DONE


@dataclass(frozen=True)
class Progress:
    """How far something is in one language: the number of texts in each state."""

    code: str
    name: str
    numbers: Counter[State]

    @property
    def states(self) -> Iterator[tuple[State, int]]:
        return ((state, self.numbers[state]) for state in State)


def progress_of(texts: Texts, written: Iterable[WrittenText]) -> list[Progress]:
    """Return how far the texts are in each language, by the language's English name."""
    written = list(written)
    found = [
        Progress(
            code, name, Counter(row.state for row in texts.rows(t for t in written if t.language == code))
        )
        for code, name in languages()
    ]
    return sorted(found, key=lambda each: each.name)
