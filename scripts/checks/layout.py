"""Check that a newcomer finds the place of a thing: small files, and folders that can be read at a glance.

A file of code has at most 300 lines. A folder has at most 15 Python files, not counting its subfolders. Migrations are
exempt from both, because they are written once and never read again; tests from the second, because a test file is
found by the name of what it tests.
"""

import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import PurePath

from scripts.checks.tracked import tracked
from scripts.console import ROOT, say

MOST_LINES = 300
MOST_FILES = 15
CODE = {".py", ".html", ".css", ".js"}


def faults(lines: Mapping[PurePath, int]) -> Iterator[str]:
    """Yield files that are too long and folders that are too full, given the number of lines of each file."""
    ours = {path: number for path, number in lines.items() if "migrations" not in path.parts}
    for path, number in ours.items():
        if path.suffix in CODE and number > MOST_LINES:
            yield f"{path}: {number} lines, more than {MOST_LINES}: split it by what each part is about"
    folders = Counter(path.parent for path in ours if path.suffix == ".py" and path.parts[0] != "tests")
    for folder, number in folders.items():
        if number > MOST_FILES:
            yield f"{folder}/: {number} Python files, more than {MOST_FILES}: give each subject a folder of its own"


def main() -> int:
    lines = {
        path.relative_to(ROOT): len(path.read_text().splitlines())
        for path in tracked()
        if path.suffix in CODE and not path.is_symlink()
    }
    found = list(faults(lines))
    for fault in found:
        say(fault)
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
