"""The rules of a group, which people answer once for each entry they add."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from casework.questionnaires.definition import UNGROUPED, Question, group_of, questions_of, words

from .paths import Problem

MOST_ENTRIES = 20


def group_problems(group: Question) -> Iterator[Problem]:
    """Yield what is wrong with a group itself. Its questions are checked like all others."""
    if not words(group.get("each"), "en"):
        yield ("each",), _("Write what one entry is called, like “Person”")
    most = group.get("most")
    if not isinstance(most, int) or not 2 <= most <= MOST_ENTRIES:
        yield ("most",), _("Say how many people can add: from 2 to %(most)s") % {"most": MOST_ENTRIES}
    if not group.get("questions"):
        yield ("questions",), _("Add the questions that people answer for each entry")
    for number, question in enumerate(group.get("questions", [])):
        if question["type"] in UNGROUPED:
            yield ("questions", number), _("A group cannot ask this. Put it on a step of its own")


def names_in_groups(definition: dict[str, Any]) -> set[str]:
    """Return the names of all questions that are in a group."""
    groups = filter(None, map(group_of, definition["steps"]))
    return {question["name"] for group in groups for question in questions_of(group)}
