"""A page of the desk or of a constituent's own cases asks the database nothing twice in a request."""

from collections import Counter

import pytest
from django.test import Client

from tests.trust.audited_world import World
from tests.trust.rows import ROWS
from tests.wall.urls import address, url_patterns

from .test_statements import statements

OWN = ["/my-cases/", "/my-cases/{reference}/"]


@pytest.fixture
def world(assembly):
    return World(assembly)


def repeated(client, path, *, asked_again=0):
    """Return the statements that a second visit runs more than once. The first also notes when the session began."""
    first = client.get(path)
    first.getvalue()  # a download is read to its end
    if first.status_code != 200 or not first.headers["Content-Type"].startswith("text/html"):
        return []
    asked = statements(client, path)
    once = Counter(asked[: len(asked) - asked_again])
    return [f"{path}: {sql[:300]}" for sql, times in once.items() if times > 1]


@pytest.mark.slow
def test_no_page_of_the_desk_asks_the_same_twice(world, sign_in):
    clients = {name: sign_in(user, on=Client()) for name, user in world.cast.items()}
    found = {}
    for url_pattern in url_patterns("office/"):
        row = ROWS.get(url_pattern.route)  # one without a row fails in the proof of the log
        if row and not row.first:
            # Emergency access is asked again once the page is there: it may have been approved meanwhile.
            again = 1 if row.who == "boss" else 0
            path = address(url_pattern, world.values())
            found[url_pattern.route] = repeated(clients[row.who], path, asked_again=again)
    assert len(found) > 40
    lines = [line for twice in found.values() for line in twice]
    assert not lines, "\n".join(lines)


@pytest.mark.parametrize("path", OWN)
def test_no_page_of_ones_own_cases_asks_the_same_twice(world, sign_in, assembly, path):
    client = sign_in(assembly.ada, on=Client())
    assert repeated(client, path.format(reference=world.case.reference)) == []
