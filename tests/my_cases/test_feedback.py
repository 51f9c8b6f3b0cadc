"""C5: one question after closing, and nobody can find out who said what."""

from datetime import date

import pytest
from django.utils import timezone

from casework.audit.models import Entry
from casework.cases.ending import reopen_own, withdraw
from casework.cases.feedback import count_vote, may_answer
from casework.cases.models import Case
from casework.cases.votes import FeedbackMark, FeedbackMonth, Vote
from casework.scope import ALL, scoped
from tests import factories

OFFICE_PAGE = "/office/feedback/"


@pytest.fixture
def closed(case, ada):
    with scoped(ALL):
        return withdraw(case=case, by=ada)


@pytest.fixture
def mine(sign_in, ada):
    return sign_in(ada)


def address(case):
    return f"/my-cases/{case.reference}/feedback/"


def counts():
    with scoped(ALL):
        return list(FeedbackMonth.objects.values_list("yes", "partly", "no"))


def month(office, *, yes=0, partly=0, no=0, starts=date(2026, 1, 1)):
    with scoped(ALL):
        FeedbackMonth.objects.create(office=office.pk, month=starts, yes=yes, partly=partly, no=no)


def test_an_answer_is_counted_once_a_case(mine, closed):
    assert "Did we help you?" in mine.get(address(closed)).text
    for vote in ("partly", "no"):
        mine.post(address(closed), {"vote": vote})
    assert counts() == [(0, 1, 0)]
    assert address(closed) not in mine.get(f"/my-cases/{closed.reference}/").text


def test_no_answer_is_refused_with_what_to_do(mine, closed):
    response = mine.post(address(closed))
    assert response.status_code == 422
    assert "Choose yes, partly or no" in response.text


def test_an_open_case_is_not_asked_about(mine, case):
    mine.post(address(case), {"vote": "yes"})
    assert counts() == []


def test_a_case_that_was_opened_and_closed_again_counts_once(closed, ada):
    assert count_vote(case=closed, vote=Vote.NO)
    with scoped(ALL):
        withdraw(case=reopen_own(case=closed, by=ada), by=ada)
        again = Case.objects.get()
    assert not may_answer(again)
    assert not count_vote(case=again, vote=Vote.YES)
    assert counts() == [(0, 0, 1)]


def test_nothing_that_is_stored_leads_from_an_answer_to_a_case_a_person_or_a_moment(mine, closed):
    with scoped(ALL):
        before = Entry.objects.count()
    mine.post(address(closed), {"vote": "no"})
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


def test_the_office_sees_finished_months_of_five_answers_and_only_its_own(sign_in, assembly):
    this_month = timezone.localdate().replace(day=1)
    month(assembly.office, yes=41, no=1)
    month(assembly.office, yes=4, starts=date(2026, 2, 1))
    month(assembly.office, yes=77, starts=this_month)
    month(assembly.rival, yes=63, starts=date(2026, 3, 1))
    page = sign_in(assembly.ben).get(OFFICE_PAGE).text
    assert "January 2026" in page
    assert ">42<" in page.replace("\n", "").replace(" ", "")
    for hidden in ("February 2026", "March 2026", ">77<", ">63<"):
        assert hidden not in page


def test_it_is_ones_own_closed_case_or_no_page(sign_in, assembly, closed):
    bea = sign_in(assembly.bea)
    assert bea.post(address(closed), {"vote": "yes"}).status_code == 404
    hidden = factories.case(office=assembly.office, raised_by=assembly.bea, safe_contact=True)
    assert bea.get(address(hidden)).status_code == 404
