"""Number of SQL statements of each page: bounded, independent of the rows shown, without repeats."""

import re
from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.cases.models import Message
from casework.wall.scope import ALL, scoped
from tests import factories

PLUMBING = (
    "SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT", "select set_config",
    'INSERT INTO "audit_unsealed"',  # on SQLite: an entry of the log is one statement on PostgreSQL
)  # fmt: skip
MOMENT = re.compile(r"'\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[^']*'")

# Every page of the desk asks for session, person with factors, and memberships: three. What other offices share is
# asked for by pages that show it.
MOST = {
    "/office/my-day/": 8,
    "/office/cases/": 8,
    "/office/cases/?turn=office": 8,
    "/office/cases/?view=closed": 8,
    "/office/cases/?view=new&sort=since": 8,
    "/office/risks/": 6,
    "/office/planned/": 6,
    "/office/shared/": 8,
    "/office/permissions/": 6,
    "/office/go-to/": 5,
    "/office/guides/": 6,
    "/office/texts/": 8,
    "/office/cases/views/": 6,
    "/office/search/?q=lift": 8,
    "/office/search/?q=broken&turn=office": 9,
    "/office/search/suggestions/?q=lif": 5,
    "/office/contacts/": 8,
    "/office/team/": 8,
    "/office/cases/{reference}/": 10,
    "/office/cases/{reference}/?list=?view=open": 12,
    "/office/cases/live/": 4,  # what an open page asks again and again
    "/office/cases/live/?turn=office": 5,
    "/office/cases/{reference}/live/": 4,
    "/office/cases/{reference}/answers/": 5,
    "/office/cases/{reference}/note/": 5,
    "/my-cases/": 5,
    "/my-cases/{reference}/": 9,
}
SENDING, CHECKING = 40, 13  # the button of the last page of the form, one fewer on PostgreSQL, and the page
TIERS = 2  # on SQLite each tier of the search index is a statement


def most(path):
    return MOST[path] + (TIERS if "search" in path and connection.vendor == "sqlite" else 0)


def statements(client, path):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return asked_in(captured)


def asked_in(captured):
    asked = [query["sql"] for query in captured if not query["sql"].startswith(PLUMBING)]
    return [MOMENT.sub("'a moment'", sql) for sql in asked]


@pytest.fixture
def client_for(desk, ben, ada):
    return lambda path: desk(ada if path.startswith("/my-cases/") else ben)


@pytest.mark.parametrize("path", MOST)
def test_page_runs_few_statements_and_none_twice(client_for, case, path):
    client, address = client_for(path), path.format(reference=case.reference)
    client.get(address)  # the first page of a session also notes when it began
    asked = statements(client, address)
    assert len(asked) <= most(path), "\n".join(asked)
    assert [sql for sql, times in Counter(asked).items() if times > 1] == []


@pytest.mark.parametrize("path", MOST)
def test_statement_count_does_not_grow_with_rows(client_for, office, ada, case, path):
    client, address = client_for(path), path.format(reference=case.reference)
    factories.message(case, direction=Message.Direction.OUT)
    client.get(address)
    few = statements(client, address)
    factories.case(office=office, raised_by=ada)
    client.get(address)
    with_another_case = statements(client, address)
    with scoped(ALL):
        for _ in range(5):
            factories.message(case)
            factories.message(case, direction=Message.Direction.OUT)
    assert len(statements(client, address)) == len(with_another_case)
    assert len(with_another_case) - len(few) <= 1  # the list of the person's other cases


def test_sending_the_answers_runs_few_statements_and_none_twice(hand):
    hand.fill()
    with CaptureQueriesContext(connection) as captured:
        hand.send()
    asked = asked_in(captured)
    assert len(asked) <= SENDING, "\n".join(asked)
    assert [sql for sql, times in Counter(asked).items() if times > 1] == []


def test_check_page_of_the_form_runs_few_statements_and_none_twice(hand):
    hand.fill()
    asked = statements(hand.client, "/raise/contact/check/")
    assert len(asked) <= CHECKING, "\n".join(asked)
    assert [sql for sql, times in Counter(asked).items() if times > 1] == []
