"""What is translated side by side: a form, a page, a banner or a menu."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse

from .rows import Progress, Row, Texts, progress_of


class NotPublished(Exception):
    """The texts cannot be shown yet. The message says why, in a sentence for the editor."""


@dataclass(frozen=True)
class Subject:
    """A form, page, banner or menu with its English texts.

    `kind` begins the names of its URLs, `name` that of an exported file. `publish` shows people the texts of a
    language, or raises NotPublished; without it texts are shown once they are saved. `withdraw` goes back to English.
    `preview` returns a page with texts that are not stored.
    """

    kind: str
    owner: Any
    title: str
    name: str
    texts: Texts
    publish: Callable[[str], None] | None = None
    withdraw: Callable[[str], None] | None = None
    preview: Callable[..., HttpResponse] | None = None
    published: Collection[str] = ()

    @property
    def has_publication(self) -> bool:
        return self.publish is not None

    @property
    def has_preview(self) -> bool:
        return self.preview is not None

    def rows(self, language: str) -> list[Row]:
        return self.texts.rows(self.owner.texts.filter(language=language))

    def progress(self) -> list[Progress]:
        return progress_of(self.texts, self.owner.texts.all())
