"""Concurrent acceptance of one transfer."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from casework.cases.models import Case
from casework.wall.scope import ALL, scoped
from tests import factories
from tests.sharing import transfer_offered


def accept(cookies, address):
    client = Client()
    client.cookies = cookies
    try:
        return client.post(address, {"answer": "accept", "member": "sol-marsh"}).status_code
    finally:
        connections.close_all()


@pytest.mark.django_db(transaction=True)
def test_transfer_accepted_concurrently_creates_one_case(desk, assembly, case):
    with scoped(ALL):
        factories.member("Sol Marsh", office=assembly.sister)
    transfer = transfer_offered(case, to=assembly.sister, by=assembly.ben)
    address = reverse("backoffice:transfer_answer", args=[transfer.uuid])
    cookies = desk(assembly.eve).cookies
    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda _n: accept(cookies.copy(), address), range(10)))
    assert set(answers) <= {302, 404}
    with scoped(ALL):
        [copy] = Case.objects.filter(office=assembly.sister)
        transfer.refresh_from_db()
        assert transfer.new_reference == copy.reference
        assert copy.messages.count() == 1
