"""The cases that `make bench` measures with."""

import pytest

from casework.cases.models import Case, Message, Topic
from casework.wall.scope import ALL, scoped
from tests.bench.fill import MESSAGES, OPEN_OF, add_cases, lengthen

pytestmark = pytest.mark.django_db

ADDED = 4 * OPEN_OF


def test_database_accepts_the_cases_of_the_bench(case):
    with scoped(ALL):
        Topic.objects.create(slug="buses", name="Buses")
        add_cases(case.office, ADDED)
        added = Case.objects.filter(office=case.office).exclude(pk=case.pk)
        assert added.count() == ADDED
        assert 0 < added.filter(closed_at=None).count() < ADDED
        assert Message.objects.filter(case__in=added).count() == ADDED * MESSAGES


def test_database_accepts_the_long_case_of_the_bench(case):
    with scoped(ALL):
        lengthen(case)
        assert case.messages.count() == 50
