"""Twenty final posts at once are one case (B-21)."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.test import Client

from casework.cases.models import Case
from casework.outbox.models import OutboxMessage
from casework.questionnaires.models import Submission
from casework.scope import ALL, scoped
from tests.raise_case.conftest import Hand


def post_check(cookies):
    client = Client()
    client.cookies = cookies
    try:
        response = client.post("/raise/contact/check/")
        page = client.get(response.url).content.decode()
    finally:
        connections.close_all()
    return response.url, page


@pytest.mark.django_db(transaction=True)
def test_twenty_final_posts_at_once_make_one_case_and_one_acknowledgement(client, contact):
    hand = Hand(client)
    hand.fill()
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(post_check, [client.cookies.copy() for _ in range(20)]))
    with scoped(ALL):
        case = Case.objects.get()
        assert case.messages.count() == 1
        assert OutboxMessage.objects.count() == 1
    assert {url for url, _page in answers} == {"/raise/contact/sent/"}
    assert all(case.reference in page for _url, page in answers)
    assert Submission.objects.get().case_reference == case.reference
