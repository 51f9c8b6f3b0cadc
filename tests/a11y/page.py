"""What came when a state was shown: all that is needed to look at it in a browser without the service."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass
class Page:
    """`templates` are paths below templates/. `mail`: the HTML of a mail. `step`: what a reader says is pinned."""

    name: str
    url: str
    status: int
    headers: dict[str, str]
    html: str
    templates: list[str]
    mail: bool = False
    step: bool = False
    looks: bool = True  # False: not our page, so nobody looks at it in a browser

    @property
    def public(self) -> bool:
        """A page that people open who do not work here."""
        return not self.mail and "ui-public" in self.html


def write(pages: Iterable[Page], path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(asdict(page)) + "\n" for page in pages))


def read(path: Path) -> list[Page]:
    return [Page(**json.loads(line)) for line in path.read_text().splitlines()]


def covering(pages: Iterable[Page]) -> list[Page]:
    """Few pages that show every template: the one that shows most of what is left, again and again."""
    left = [page for page in pages if page.looks]
    unseen = {template for page in left for template in page.templates}
    chosen: list[Page] = []
    while unseen:
        best = max(left, key=lambda page: len(unseen & set(page.templates)))
        chosen.append(best)
        unseen -= set(best.templates)
    return chosen
