"""Reading a back-up from its first byte to its last before anything is done with it."""

import gzip
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from . import archive, rows
from .taking import Tapped


@dataclass
class Content:
    """What a back-up says of itself, first and last."""

    about: dict[str, Any] = field(default_factory=dict)
    manifest: dict[str, Any] = field(default_factory=dict)

    @property
    def migrations(self) -> set[tuple[str, str]]:
        return {(app, name) for app, name in self.about["migrations"]}

    @property
    def rows(self) -> int:
        return sum(table["rows"] for table in self.manifest["tables"].values())


def lines_of(content: BinaryIO) -> Iterator[bytes]:
    with gzip.GzipFile(fileobj=content) as plain:
        yield from plain


def check(path: Path, keys: Iterable[Any]) -> Content:
    """Raises `archive.Broken` unless everything is there and is what was written."""
    content, found = Content(), Found()
    with archive.reading(path, list(keys)) as members:
        for name, _size, _mtime, source in members:
            if content.manifest:
                raise archive.Broken("Something follows the end.")
            if name == archive.ABOUT:
                content.about = json.load(source)
                if content.about.get("format") != archive.FORMAT:
                    raise archive.Broken("Another version of this program made it.")
            elif name == archive.MANIFEST:
                content.manifest = json.load(source)
            else:
                found.take(name, source)
    if not (content.about and content.manifest):
        raise archive.Broken("It has no end.")
    if differing := found.differing(content.manifest):
        raise archive.Broken(f"It does not hold what it says: {', '.join(differing)}.")
    return content


class Found:
    """Digests of what was really read."""

    def __init__(self) -> None:
        self.tables: dict[str, rows.Digest] = defaultdict(rows.Digest)
        self.trees = {"files": rows.Digest(), "media": rows.Digest()}
        self.anchor = ""

    def take(self, name: str, source: BinaryIO) -> None:
        kind, _, rest = name.partition("/")
        if kind == "rows":
            for line in lines_of(source):
                self.tables[rest.partition("/")[0]].add(line)
            return
        tapped = Tapped(source)
        while tapped.read():
            """Only the digest is wanted."""
        if kind in self.trees:
            self.trees[kind].add(tapped.line(rest))
        elif name == archive.ANCHOR:
            self.anchor = tapped.hash.hexdigest()
        else:
            raise archive.Broken(f"Nobody knows what {name} is.")

    def differing(self, manifest: dict[str, Any]) -> list[str]:
        said = {label: table["digest"] for label, table in manifest["tables"].items() if table["rows"]}
        read = {label: str(digest) for label, digest in self.tables.items()}
        differing = {label for label in said.keys() | read.keys() if said.get(label) != read.get(label)}
        differing |= {kind for kind, digest in self.trees.items() if str(digest) != manifest[kind]["digest"]}
        if self.anchor != manifest["anchor"]["sha256"]:
            differing.add(archive.ANCHOR)
        return sorted(differing)
