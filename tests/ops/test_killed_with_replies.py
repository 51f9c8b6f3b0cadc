"""B-22 and B-24: web and worker are killed while offices reply. Each reply and its alert are there once."""

import uuid
from collections import Counter
from urllib.parse import urlencode

import pytest
from django.test import Client

from casework.cases.models import Case, Message
from casework.outbox.models import OutboxMessage
from casework.wall.scope import ALL, scoped
from tests import factories
from tests.outbox import killing
from tests.outbox.workers import is_any, kill_at, under_way, wait_until

WEB_POINTS = [
    "reply: message written", "reply: alert written", "reply: all written", "reply: committed",
    *["reply: any moment"] * 3,
]  # fmt: skip
WORKER_POINTS = [*killing.POINTS, ""]  # "" is any moment


class Desk:
    """A caseworker who replies over HTTP, and presses the button again when nothing comes back."""

    def __init__(self, assembly):
        self.assembly, client = assembly, Client()
        factories.sign_in(client, assembly.ben)
        self.session = client.cookies["session"].value

    def reply(self, number, server, point):
        case = factories.case(office=self.assembly.office, raised_by=factories.constituent(f"Person{number}"))
        with scoped(ALL):
            version = Case.objects.get(pk=case.pk).version
        fields = {
            "once": str(uuid.uuid4()),
            "seen": version,
            "body": f"Reply {number}.",
            "turn": "constituent",
        }
        page, body = f"/office/cases/{case.reference}/reply/", urlencode(fields).encode()
        return server.attempt(lambda how: how("POST", page, session=self.session, body=body), point)


def faults(replies, log):
    """Return what is wrong: each reply must be there once, with one alert that is sent once or shown as uncertain."""
    accepted = Counter(log.read_text().split())
    found = [f"{key}: sent {times} times" for key, times in accepted.items() if times > 1]
    with scoped(ALL):
        alerts = {row.uuid: row for row in OutboxMessage.objects.filter(purpose="case.alert")}
        uncertain = set(OutboxMessage.objects.uncertain().values_list("uuid", flat=True))
        for number in range(replies):
            messages = list(Message.objects.filter(body=f"Reply {number}."))
            if len(messages) != 1:
                found.append(f"reply {number} is there {len(messages)} times")
                continue
            alert = alerts.pop(messages[0].alert, None)
            if alert is None or not (accepted[alert.message_id] or alert.uuid in uncertain):
                found.append(f"the alert of reply {number} is lost")
    return found + [f"alert {uuid} belongs to no reply" for uuid in alerts]


@pytest.mark.django_db(transaction=True)
def test_killed_web_and_worker_neither_lose_nor_double_replies_and_alerts(
    server,
    start_worker,
    assembly,
    tmp_path,
    amount,
    proof,
):
    desk, log, kills = Desk(assembly), tmp_path / "accepted.log", amount(2, 50)
    wrong = []
    for number in range(kills // 2):
        answer = desk.reply(number, server, WEB_POINTS[number % len(WEB_POINTS)])
        wrong += [f"reply {number} was answered {answer.status}"] * (answer.status != 302)
        kill_at(start_worker, log, WORKER_POINTS[number % len(WORKER_POINTS)])
    start_worker(log, "")
    wait_until(lambda: not is_any(under_way()), seconds=120 + kills)
    wrong += faults(kills // 2, log)
    killed = server.killed + kills // 2
    proof("B-22", "kills of web and worker while offices reply", tried=killed, failures=wrong)
