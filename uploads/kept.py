"""Files of a form that was shown again. They stay in the store for some hours, so that nobody has to choose them anew.

No row names them: a sealed text in the form does, which is good for one person and one case. What is never sent is
deleted by the sweep of bytes without a row.
"""

import json
import time
import uuid
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Self

from accounts.vault import KeyMissing, seal, unseal
from casework.files import store
from casework.files.intake import TakenIn
from casework.files.models import named

LASTS = timedelta(hours=12)  # well before the sweep
FACTS = ("key", "name", "content_type", "size", "sha256")


@dataclass(frozen=True)
class KeptFile:
    """A file in the store that came with a form. `uuid` is the name that the page may show."""

    taken: TakenIn
    uuid: str = field(default_factory=lambda: str(uuid.uuid4()))
    until: float = field(default_factory=lambda: time.time() + LASTS.total_seconds())

    @property
    def name(self) -> str:
        return self.taken.name

    @property
    def size(self) -> int:
        return self.taken.size

    def facts(self) -> dict[str, Any]:
        return {name: getattr(self.taken, name) for name in FACTS} | {"uuid": self.uuid, "until": self.until}

    @classmethod
    def read(cls, facts: dict[str, Any]) -> Self:
        return cls(TakenIn(**{name: facts[name] for name in FACTS}), facts["uuid"], facts["until"])


def seal_files(files: Iterable[KeptFile], *, owner: str) -> str:
    """Return the text that stands in the form."""
    return seal(json.dumps({"owner": owner, "files": [file.facts() for file in files]}))


def unseal_files(text: str, *, owner: str) -> list[KeptFile]:
    """Return the files that this text names for this owner, without those that are gone or were sent already."""
    with suppress(KeyMissing):
        found = json.loads(unseal(text))
        if found["owner"] == owner:
            files = [KeptFile.read(facts) for facts in found["files"]]
            sent = named({file.taken.key for file in files})
            return [file for file in files if _is_there(file) and file.taken.key not in sent]
    return []


def _is_there(file: KeptFile) -> bool:
    return file.until > time.time() and store.has(file.taken.key)
