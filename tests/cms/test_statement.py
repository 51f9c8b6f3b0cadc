"""B-72: the accessibility statement is there, young, in the required form, and says what is known."""

import json
import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from cms import statement

PARTS = ["compliance", "issues", "feedback", "enforcement", "technical", "preparation"]


@pytest.fixture
def page(client, site):
    return client.get("/accessibility/").content.decode()


def dated(page, name):
    return date.fromisoformat(re.search(rf'<time id="{name}" datetime="([\d-]+)"', page)[1])


def test_it_has_every_part_that_the_law_asks_for(page):
    assert [part for part in PARTS if f'<h2 id="{part}">' not in page] == []
    assert re.search(
        r"is (fully|partially|not) compliant with the Web Content Accessibility Guidelines", page
    )
    assert "Equality and Human Rights Commission" in page
    assert "(No. 2) Accessibility Regulations 2018" in page


def test_it_is_younger_than_a_year(page):
    today = timezone.localdate()
    for name in ("prepared", "tested"):
        assert today - timedelta(days=365) < dated(page, name) <= today + timedelta(days=1)


def test_it_lists_every_known_issue_with_its_criterion_and_a_way_round(page):
    facts = statement.read()
    listed = re.findall(r"<dl class=\"cms-statement\" data-issue>.*?</dl>", page, re.DOTALL)
    assert len(listed) == len(facts.issues)
    for issue, words in zip(facts.issues, listed, strict=True):
        assert f"success criterion {issue.criterion}" in words
        assert issue.mended_by.isoformat() in words


def test_it_says_how_pages_were_looked_at_and_what_was_found(page, tmp_path):
    tested = tmp_path / "tested.json"
    tested.write_text('{"on": "2026-11-23", "states": 3, "ways": {"keyboard": 2}}')
    assert statement.read(tested=tested).measured == [("keyboard", 2)]
    for way, barriers in statement.read().measured:
        assert re.search(rf"{re.escape(way)}</dt>\s*<dd[^>]*>\s*{barriers} barrier", page)


def facts(**changes):
    return json.loads(statement.FACTS.read_text()) | changes


@pytest.mark.parametrize(
    "wrong",
    [
        {"conformance": "full"},
        {"conformance": "partial", "issues": []},
        {"conformance": "nearly"},
        {"prepared_on": "soon"},
    ],
)
def test_facts_that_cannot_be_true_are_refused(tmp_path, wrong):
    file = tmp_path / "facts.json"
    file.write_text(json.dumps(facts(**wrong)))
    with pytest.raises(ValueError, match=r"exclude|isoformat"):
        statement.read(file)


def test_without_issues_it_may_say_so(tmp_path):
    file = tmp_path / "facts.json"
    file.write_text(json.dumps(facts(conformance="full", issues=[])))
    assert statement.read(file).issues == []
