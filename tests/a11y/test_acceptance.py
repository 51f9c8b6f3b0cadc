"""Tests of the records of acceptance tests by people: complete, readable and without names."""

import datetime

import pytest

from scripts import acceptance

GOOD = {"task": 1, "date": datetime.date(2026, 11, 23), "role": "constituent", "outcome": "passed"}


def test_there_are_twelve_tasks_and_all_are_listed():
    pages = sorted(path.name for path in acceptance.FOLDER.glob("[0-9]*.md"))
    listed = (acceptance.FOLDER / "README.md").read_text()
    assert len(pages) == acceptance.TASKS
    assert [name for name in pages if name not in listed] == []


def test_every_record_is_valid_and_names_no_one():
    assert acceptance.faults(acceptance.results()) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"task": 13},
        {"date": "yesterday"},
        {"outcome": "fine"},
        {"role": ""},
        {"notes": "ask ada@london.example"},
    ],
)
def test_invalid_record_is_reported(changes):
    assert acceptance.faults([GOOD]) == []
    assert len(acceptance.faults([GOOD | changes])) == 1


@pytest.mark.parametrize(("found", "words"), [([], "Never tried by a person"), ([GOOD], "1 of 12 tasks")])
def test_summary_line_counts_the_tasks_tried(monkeypatch, found, words):
    monkeypatch.setattr(acceptance, "results", lambda: found)
    assert words in acceptance.in_a_line()
