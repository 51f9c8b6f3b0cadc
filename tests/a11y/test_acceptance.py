"""What people found when they tried the service is recorded so that everybody can read it, and names nobody."""

import datetime

import pytest

from scripts import acceptance

GOOD = {"task": 1, "date": datetime.date(2026, 11, 23), "role": "constituent", "outcome": "passed"}


def test_there_are_twelve_tasks_and_the_list_leads_to_each():
    pages = sorted(path.name for path in acceptance.FOLDER.glob("[0-9]*.md"))
    listed = (acceptance.FOLDER / "README.md").read_text()
    assert len(pages) == acceptance.TASKS
    assert [name for name in pages if name not in listed] == []


def test_every_record_can_be_read_and_names_nobody():
    assert acceptance.faults(acceptance.results()) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"task": 13},
        {"date": "yesterday"},
        {"outcome": "fine"},
        {"role": ""},
        {"notes": "ask ada@london.example"},
    ],
)
def test_a_record_that_nobody_can_use_is_told_so(wrong):
    assert acceptance.faults([GOOD]) == []
    assert len(acceptance.faults([GOOD | wrong])) == 1


@pytest.mark.parametrize(("found", "words"), [([], "Never tried by a person"), ([GOOD], "1 of 12 tasks")])
def test_the_start_says_whether_people_tried_it(monkeypatch, found, words):
    monkeypatch.setattr(acceptance, "results", lambda: found)
    assert words in acceptance.in_a_line()
