"""Prepared querysets return the same rows as the queryset itself, and nothing that an earlier caller asked for."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db.models import F
from django.utils import timezone

from accounts.prepared import NotConstant, Prepared
from casework.cases.models import Case, Deadline
from casework.offices import prepared as of_offices
from casework.offices.models import Membership
from casework.offices.practice import practising
from casework.wall.scope import ALL, scoped

pytestmark = pytest.mark.django_db

RAISED = of_offices.PreparedRaised(lambda user, now: Case.objects.raised_by(user, at=now).order_by("pk"))
OWN = of_offices.Prepared(lambda user: Case.objects.in_offices_of(user).order_by("pk"))


@pytest.fixture(autouse=True)
def everything_in_scope(db):
    with scoped(ALL):
        yield


def test_each_person_gets_the_rows_of_their_own_offices(case, ben, cat):
    for _twice in range(2):
        assert OWN.rows(ben) == [case]
        assert OWN.rows(cat) == []


def test_each_constituent_gets_the_cases_that_they_raised(case, ada, assembly):
    for _twice in range(2):
        assert RAISED.rows(ada) == [case]
        assert RAISED.rows(assembly.bea) == []


def test_case_opened_by_a_code_is_among_the_rows_until_it_is_not(case, assembly):
    bea = assembly.bea
    assert RAISED.rows(bea) == []
    bea.opened_cases = frozenset({case.pk})
    assert RAISED.rows(bea) == [case]
    bea.opened_cases = frozenset()
    assert RAISED.rows(bea) == []


def test_stranger_gets_only_what_a_code_opened(case):
    stranger = AnonymousUser()
    assert RAISED.rows(stranger) == []
    stranger.opened_cases = frozenset({case.pk})
    assert RAISED.rows(stranger) == [case]


def test_person_of_no_office_gets_none(case, ada):
    assert OWN.rows(ada) == []


def test_ended_membership_counts_at_the_next_call(case, ben):
    assert OWN.rows(ben) == [case]
    Membership.objects.filter(user=ben).update(ended_at=timezone.now())
    assert OWN.rows(ben) == []


def test_rows_are_whole_instances_with_what_they_refer_to(case, ben, django_assert_num_queries):
    prepared = of_offices.Prepared(
        lambda user: Case.objects.in_offices_of(user).select_related("office").annotate(told=F("reference"))
    )
    [row] = prepared.rows(ben)
    with django_assert_num_queries(0):
        assert (row.office, row.told, row.subject) == (case.office, case.reference, case.subject)


@pytest.mark.parametrize("days", [-1, 0, 1])
def test_days_texts_and_moments_are_those_of_the_call(case, days):
    Deadline.objects.filter(case=case, kind="answer").update(by=date(2026, 3, 2))
    prepared = Prepared(
        lambda *, by, reference, before: Deadline.objects.filter(
            kind="answer", by__lte=by, case__reference=reference, case__opened_at__lt=before
        )
    )
    day = date(2026, 3, 2) + timedelta(days=days)
    late = datetime(2100, 1, 1, tzinfo=UTC)
    assert len(prepared.rows(by=day, reference=case.reference, before=late)) == (days >= 0)
    assert not prepared.rows(by=day, reference="LA-0000-0000", before=late)
    assert not prepared.rows(by=day, reference=case.reference, before=case.opened_at)


def test_queryset_that_asks_for_the_time_is_refused():
    asks = Prepared(lambda: Case.objects.filter(opened_at__lt=timezone.now()))
    with pytest.raises(NotConstant):
        asks.rows()


def test_last_day_of_all_is_no_time(case):
    assert Prepared(lambda: Case.objects.exclude(next_on=date.max)).rows() == [case]


def test_value_that_is_no_key_text_day_or_moment_is_refused():
    with pytest.raises(TypeError, match="no key"):
        Prepared(lambda *, keys: Case.objects.filter(pk__in=keys)).rows(keys=[1])


def test_nothing_is_prepared_while_practising(case, ben):
    prepared = of_offices.Prepared(lambda user: Membership.objects.filter(user=user.pk))
    with practising(ben.pk):
        assert prepared.rows(ben) == []
    assert len(prepared.rows(ben)) == 1
