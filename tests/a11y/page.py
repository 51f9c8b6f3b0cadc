"""A rendered state: everything needed to inspect it in a browser without the service."""

import json
import time
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path


@dataclass
class Page:
    """The response of a state.

    `templates` are paths below templates/. `mail`: the HTML of a mail. `step`: its screen reader transcript is
    pinned.
    """

    name: str
    url: str
    status: int
    headers: dict[str, str]
    html: str
    templates: list[str]
    mail: bool = False
    step: bool = False
    files: list[str] = field(default_factory=list)  # names of the files that were sent with a form
    looks: bool = True  # False for pages of Wagtail, which are not inspected
    rendered_at: float = field(default_factory=time.time)  # seconds since 1970

    @property
    def public(self) -> bool:
        """Return whether the page is for the public."""
        return not self.mail and "ui-public" in self.html


def write(pages: Iterable[Page], path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(asdict(page)) + "\n" for page in pages))


def read(path: Path) -> list[Page]:
    return [Page(**json.loads(line)) for line in path.read_text().splitlines()]


def covering(pages: Iterable[Page]) -> list[Page]:
    """Return a small set of pages that covers every template."""
    by_name = {page.name: page for page in pages if page.looks}
    return [by_name[name] for name in cover({name: page.templates for name, page in by_name.items()})]


def cover(templates: Mapping[str, Iterable[str]]) -> list[str]:
    """Return names that together have every template, of `templates` by name, chosen greedily."""
    uncovered = {template for shown in templates.values() for template in shown}
    chosen: list[str] = []
    while uncovered:
        best = max(templates, key=lambda name: len(uncovered & set(templates[name])))
        chosen.append(best)
        uncovered -= set(templates[best])
    return chosen
