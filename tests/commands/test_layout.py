"""`make check` finds files that are too long and folders that are too full. Each kind of violation is planted once."""

from pathlib import PurePath

import pytest

from scripts.checks.layout import faults


def folder(path, number):
    """Return a folder with this many short Python files."""
    return {PurePath(path, f"module_{each}.py"): 10 for each in range(number)}


@pytest.mark.parametrize(
    "path", ["casework/a.py", "tests/a/test_a.py", "templates/a.html", "static/css/a.css", "static/js/a.js"]
)
def test_file_of_more_than_300_lines_is_found(path):
    assert list(faults({PurePath(path): 300})) == []
    assert list(faults({PurePath(path): 301})) == [
        f"{path}: 301 lines, more than 300: split it by what each part is about"
    ]


@pytest.mark.parametrize("path", ["casework/cases/services", "scripts"])
def test_folder_of_more_than_15_python_files_is_found(path):
    assert list(faults(folder(path, 15))) == []
    assert list(faults(folder(path, 16))) == [
        f"{path}/: 16 Python files, more than 15: give each subject a folder of its own"
    ]


def test_files_of_subfolders_are_not_counted():
    assert list(faults(folder("cms", 15) | folder("cms/site", 15))) == []


@pytest.mark.parametrize(
    "lines",
    [
        folder("casework/cases/migrations", 40),
        {PurePath("casework/cases/migrations/0001_initial.py"): 900},
        folder("tests/trust", 60),
        {PurePath("docs/data/inventory.md"): 400},
    ],
    ids=["many migrations", "a long migration", "many tests", "a long document"],
)
def test_exempt_files_are_no_faults(lines):
    assert list(faults(lines)) == []
