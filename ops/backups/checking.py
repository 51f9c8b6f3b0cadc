"""Verification of a whole back-up before it is restored."""

import gzip
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from . import archive, rows
from .create import HashingReader


@dataclass
class Content:
    """The description at the beginning of a back-up and the manifest at its end."""

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
    """Read the whole back-up and return its content. Raise `archive.Broken` unless all digests match."""
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
                found.add(name, source)
    if not (content.about and content.manifest):
        raise archive.Broken("It has no end.")
    if differing := found.differing(content.manifest):
        raise archive.Broken(f"It does not hold what it says: {', '.join(differing)}.")
    return content


class Found:
    """Digests of what was read."""

    def __init__(self) -> None:
        self.tables: dict[str, rows.Digest] = defaultdict(rows.Digest)
        self.trees = {"files": rows.Digest(), "media": rows.Digest()}
        self.anchor = ""

    def add(self, name: str, source: BinaryIO) -> None:
        kind, _, rest = name.partition("/")
        if kind == "rows":
            for line in lines_of(source):
                self.tables[rest.partition("/")[0]].add(line)
            return
        reader = HashingReader(source)
        while reader.read():
            """Only the digest is needed."""
        if kind in self.trees:
            self.trees[kind].add(reader.line(rest))
        elif name == archive.ANCHOR:
            self.anchor = reader.hash.hexdigest()
        else:
            raise archive.Broken(f"No one knows what {name} is.")

    def differing(self, manifest: dict[str, Any]) -> list[str]:
        expected = {label: table["digest"] for label, table in manifest["tables"].items() if table["rows"]}
        read = {label: str(digest) for label, digest in self.tables.items()}
        differing = {
            label for label in expected.keys() | read.keys() if expected.get(label) != read.get(label)
        }
        differing |= {kind for kind, digest in self.trees.items() if str(digest) != manifest[kind]["digest"]}
        if self.anchor != manifest["anchor"]["sha256"]:
            differing.add(archive.ANCHOR)
        return sorted(differing)
