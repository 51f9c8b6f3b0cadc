"""Tests of the feedback question after closing: one anonymous answer for each case."""

from datetime import date

import pytest
from django.utils import timezone

from casework.audit.models import Entry
from casework.cases.models import Case
from casework.cases.models.own_case.feedback import FeedbackAnswer, FeedbackMark, FeedbackMonth
from casework.cases.services.own_case.feedback import count_feedback, may_answer
from casework.cases.services.own_case.withdrawal import reopen_own, withdraw
from casework.wall.scope import ALL, scoped
from tests import factories

OFFICE_PAGE = "/office/feedback/"


@pytest.fixture
def closed(case, ada):
    with scoped(ALL):
        return withdraw(case=case, by=ada)


@pytest.fixture
def ada_client(sign_in, ada):
    return sign_in(ada)


def feedback_url(case):
    return f"/my-cases/{case.reference}/feedback/"


def monthly_counts():
    with scoped(ALL):
        return list(FeedbackMonth.objects.values_list("yes", "partly", "no"))


def create_month(office, *, yes=0, partly=0, no=0, starts=date(2026, 1, 1)):
    with scoped(ALL):
        FeedbackMonth.objects.create(office=office.pk, month=starts, yes=yes, partly=partly, no=no)


def test_answer_is_counted_once_for_each_case(ada_client, closed):
    assert "Did we help you?" in ada_client.get(feedback_url(closed)).text
    for answer in ("partly", "no"):
        ada_client.post(feedback_url(closed), {"answer": answer})
    assert monthly_counts() == [(0, 1, 0)]
    assert feedback_url(closed) not in ada_client.get(f"/my-cases/{closed.reference}/").text


def test_missing_answer_is_refused_with_instructions(ada_client, closed):
    response = ada_client.post(feedback_url(closed))
    assert response.status_code == 422
    assert "Choose yes, partly or no" in response.text


def test_open_case_takes_no_feedback(ada_client, case):
    ada_client.post(feedback_url(case), {"answer": "yes"})
    assert monthly_counts() == []


def test_reopened_and_closed_case_counts_once(closed, ada):
    assert count_feedback(case=closed, answer=FeedbackAnswer.NO)
    with scoped(ALL):
        withdraw(case=reopen_own(case=closed, by=ada), by=ada)
        again = Case.objects.get()
    assert not may_answer(again)
    assert not count_feedback(case=again, answer=FeedbackAnswer.YES)
    assert monthly_counts() == [(0, 0, 1)]


def test_stored_answer_has_no_link_to_case_person_or_time(ada_client, closed):
    with scoped(ALL):
        before = Entry.objects.count()
    ada_client.post(feedback_url(closed), {"answer": "no"})
    columns = {model: {f.column for f in model._meta.fields} for model in (FeedbackMonth, FeedbackMark)}
    assert columns == {
        FeedbackMonth: {"id", "office_id", "month", "yes", "partly", "no"},
        FeedbackMark: {"mark"},
    }
    assert not any(f.is_relation for model in columns for f in model._meta.get_fields())
    with scoped(ALL):
        (row,), (mark,) = FeedbackMonth.objects.values(), FeedbackMark.objects.values_list("mark", flat=True)
        assert Entry.objects.count() == before
    assert row["month"] == timezone.localdate().replace(day=1)
    assert row["id"].version == 4
    for fact in (closed.reference, str(closed.pk), str(row["office"])):
        assert fact != mark
    assert closed.reference not in mark


def test_office_sees_its_own_past_months_with_at_least_five_answers(sign_in, assembly):
    this_month = timezone.localdate().replace(day=1)
    create_month(assembly.office, yes=41, no=1)
    create_month(assembly.office, yes=4, starts=date(2026, 2, 1))
    create_month(assembly.office, yes=77, starts=this_month)
    create_month(assembly.rival, yes=63, starts=date(2026, 3, 1))
    page = sign_in(assembly.ben).get(OFFICE_PAGE).text
    assert "January 2026" in page
    assert ">42<" in page.replace("\n", "").replace(" ", "")
    for hidden in ("February 2026", "March 2026", ">77<", ">63<"):
        assert hidden not in page


def test_feedback_of_another_persons_or_safe_contact_case_returns_404(sign_in, assembly, closed):
    bea = sign_in(assembly.bea)
    assert bea.post(feedback_url(closed), {"answer": "yes"}).status_code == 404
    hidden = factories.case(office=assembly.office, raised_by=assembly.bea, safe_contact=True)
    assert bea.get(feedback_url(hidden)).status_code == 404
