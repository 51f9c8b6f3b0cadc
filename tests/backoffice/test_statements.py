"""Number of SQL statements of each page: bounded, independent of the rows shown, without repeats."""

import re
from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.cases.models import Message
from casework.wall.scope import ALL, scoped
from tests import factories

PLUMBING = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT", "select set_config")
MOMENT = re.compile(r"'\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[^']*'")

# Every page of the desk asks for session, person, memberships, shared cases and second factor: five. The entry of the
# log is one statement on PostgreSQL and two on SQLite.
MOST = {
    "/office/my-day/": 13,
    "/office/cases/": 13,
    "/office/cases/?turn=office": 13,
    "/office/cases/?view=closed": 13,
    "/office/search/?q=lift": 12,  # on SQLite each tier of the index is a statement
    "/office/search/?q=broken&turn=office": 14,
    "/office/search/suggestions/?q=lif": 10,
    "/office/cases/{reference}/": 14,
    "/office/cases/live/": 7,  # what an open page asks again and again
    "/office/cases/{reference}/live/": 8,
    "/office/cases/{reference}/answers/": 8,
    "/office/cases/{reference}/note/": 8,
    "/my-cases/": 5,
    "/my-cases/{reference}/": 9,
}


def statements(client, path):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
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
    assert len(asked) <= MOST[path], "\n".join(asked)
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
