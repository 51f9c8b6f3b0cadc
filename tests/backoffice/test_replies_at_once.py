"""Replies of several colleagues on one case at the same moment."""

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.test import Client

from casework.cases.models import Message, ReplyDraft
from casework.wall.scope import ALL, scoped
from tests.bench.load import hidden

TIMES = 8  # each


def reply_often(cookies, case, words):
    client = Client()
    client.cookies = cookies
    page = f"/office/cases/{case.reference}/"
    try:
        for number in range(TIMES):
            shown = hidden(client.get(page).text)
            sent = {"seen": shown["seen"], "looked_at": shown["looked_at"], "once": uuid.uuid4()}
            sent |= {"turn": "office", "body": f"{words} {number}"}
            yield client.post(f"{page}reply/", sent).status_code
    finally:
        connections.close_all()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_replies_at_once_wait_for_each_other_and_keep_every_text(assembly, case, sign_in):
    cookies = [sign_in(person, on=Client()).cookies for person in (assembly.ben, assembly.dev)] * 2
    with ThreadPoolExecutor(4) as pool:
        waiting = [
            pool.submit(list, reply_often(each.copy(), case, f"Words of {number}"))
            for number, each in enumerate(cookies)
        ]
        answers = [status for each in waiting for status in each.result()]
    assert set(answers) == {302}
    with scoped(ALL):
        sent = Message.objects.filter(case=case, body__startswith="Words of").count()
        kept = ReplyDraft.objects.filter(case=case, body__startswith="Words of").count()
    assert sent
    assert sent + kept == len(answers)
