"""A group of questions in the editor: conversion, problems, comparison and preview."""

import copy

import pytest

from casework.questionnaires.rules.problems import problems_of
from cms.forms.compare import changes
from cms.forms.models import create_form
from tests.raise_case.grouped import with_group

from .test_preview import preview
from .test_round_trip import back


@pytest.fixture
def grouped(definition):
    return with_group(definition)


def group_in(definition):
    step = next(step for step in definition["steps"] if step["slug"] == "household")
    return step["questions"][0]


def sentences(definition):
    return [sentence for _path, sentence in problems_of(definition)]


def test_form_with_a_group_is_valid_and_equal_after_conversion_to_blocks_and_back(grouped):
    assert problems_of(grouped) == []
    assert back(grouped) == grouped


def test_condition_on_a_question_in_a_group_is_refused_at_its_block(grouped):
    last = len(grouped["steps"]) - 1
    grouped["steps"][last]["when"] = [{"question": "person_age", "in": ["child"]}]
    (path, sentence) = problems_of(grouped)[0]
    assert path == ("steps", last, "when", 0)
    assert "in a group" in sentence


def test_case_takes_no_fact_from_a_group(grouped):
    grouped["case"]["name"] = "person_called"
    assert "The name of the case is taken from “person_called”, which is not asked" in sentences(grouped)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"each": {}}, "what one entry is called"),
        ({"most": 1}, "from 2 to 20"),
        ({"most": 21}, "from 2 to 20"),
        ({"questions": []}, "Add the questions"),
    ],
)
def test_unfinished_group_is_refused(grouped, changed, words):
    group_in(grouped).update(changed)
    assert any(words in sentence for sentence in sentences(grouped))


def test_group_asks_no_files_place_member_secret_or_group(grouped):
    group_in(grouped)["questions"][0]["type"] = "files"
    assert "A group cannot ask this. Put it on a step of its own" in sentences(grouped)


def test_problem_of_a_question_in_a_group_has_its_path(grouped):
    group_in(grouped)["questions"][1]["text"] = {}
    (path, _sentence) = problems_of(grouped)[0]
    assert path[2:] == ("questions", 0, "questions", 1, "text")


def test_group_shares_its_step_with_no_question(grouped):
    step = next(step for step in grouped["steps"] if step["slug"] == "household")
    step["questions"].append(group_in(grouped)["questions"].pop())
    assert "A step with a group can ask nothing else. Move the other questions" in sentences(grouped)


def test_comparison_names_what_changed_in_a_group(grouped):
    after = copy.deepcopy(grouped)
    group_in(after)["most"] = 2
    group_in(after)["questions"][0]["hint"] = {"en": "First name"}
    assert [(each.where, each.now) for each in changes(grouped, after)] == [
        ("Question “Tell us about each person.”", "Most entries: 2"),
        ("Question “What is their name?”", "First name"),
    ]


def test_preview_shows_an_entry_the_list_and_the_check_page(desk, contact, grouped):
    form = create_form(slug="household", definition=grouped, by=None)
    page = preview(desk, form, "household")
    assert "Person 1" in page.text
    added = desk.client.post(
        f"{page.request['PATH_INFO']}?{page.request['QUERY_STRING']}",
        {"household-person_called": "Ana", "household-person_age": "adult"},
        follow=True,
    )
    assert "Add another" in added.text
    assert "Person 1: Name" in preview(desk, form, "check").text
