"""Tests that twenty parallel final posts create one case (B-21), in threads and in server processes."""

import re
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connections
from django.test import Client

from casework.cases.models import Case
from casework.outbox.models import OutboxMessage
from casework.questionnaires.models import Submission
from casework.questionnaires.services import save_answers, start_submission
from casework.wall.scope import ALL, scoped
from tests.raise_case.hand import ANSWERS, Hand
from tests.trust.service import processes

AT_ONCE = 20
CHECK, SENT = "/raise/contact/check/", "/raise/contact/sent/"
REFERENCE = re.compile(r"\b[A-Z]{2,4}-[0-9A-Z]{4}-[0-9A-Z]{4}")


def post_check(cookies):
    client = Client()
    client.cookies = cookies
    try:
        response = client.post(CHECK)
        page = client.get(response.url).content.decode()
    finally:
        connections.close_all()
    return response.url, page


@pytest.mark.django_db(transaction=True)
def test_twenty_parallel_final_posts_create_one_case_and_one_mail(client, contact):
    hand = Hand(client)
    hand.fill()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(post_check, [client.cookies.copy() for _ in range(AT_ONCE)]))
    with scoped(ALL):
        case = Case.objects.get()
        assert case.messages.count() == 1
        assert OutboxMessage.objects.count() == 1
    assert {url for url, _page in answers} == {SENT}
    assert all(case.reference in page for _url, page in answers)
    assert Submission.objects.get().case_reference == case.reference


def complete_submission(version, *, email):
    """Return a submission with every answer, and the key of a session that contains its key."""
    submission, key = start_submission(version=version, by=None)
    for step, answers in (ANSWERS | {"you": {"name": "Amina", "email": email}}).items():
        save_answers(submission=submission, step=step, answers=answers, by=None)
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session["submission:contact"] = key
    session.create()
    return submission, session.session_key


def press_send(process, session, token, cookie):
    """Post the final page and load the sent page. Return (status, location, reference shown)."""
    headers = {
        "Cookie": f"{cookie}; session={session}",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    answer = process.ask(
        CHECK, method="POST", body=f"csrfmiddlewaretoken={token}", headers=headers, seconds=120
    )
    location = answer.headers.get("Location", "")
    page = process.ask(SENT, session=session, seconds=120).body.decode()
    shown = REFERENCE.search(page)
    return answer.status, location, shown[0] if shown else ""


def failures_of_sending(running, version, number):
    """Post one submission twenty times in parallel, and return a line for each failure."""
    email = f"amina{number}@london.example"
    submission, session = complete_submission(version, email=email)
    page = running[0].ask(CHECK, session=session)
    token = re.search(rb'csrfmiddlewaretoken" value="(\w+)"', page.body)[1].decode()
    cookie = re.search(r"csrftoken=(\w+)", page.headers["Set-Cookie"])[0]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        workers = [running[each % len(running)] for each in range(AT_ONCE)]
        answers = list(pool.map(lambda process: press_send(process, session, token, cookie), workers))
    return failures_in(answers, submission, email)


def failures_in(answers, submission, email):
    """Return a line for each response, case or mail that differs from what is expected."""
    with scoped(ALL):
        submission.refresh_from_db()
        cases = Case.objects.filter(constituent__contact_points__value=email).count()
        mails = OutboxMessage.objects.filter(recipients=[email]).count()
    failures = [f"{email}: {cases} cases"] * (cases != 1) + [f"{email}: {mails} mails"] * (mails != 1)
    expected = (302, SENT, submission.case_reference)
    return failures + [f"{email}: {answer} instead of {expected}" for answer in answers if answer != expected]


@pytest.fixture
def contact_at_processes(transactional_db, contact):
    cache.clear()
    return contact


def test_parallel_posts_to_server_processes_show_one_case(contact_at_processes, amount, proof):
    rounds, failures = amount(2, 100), []
    with processes(2) as running:
        for number in range(rounds):
            failures += failures_of_sending(running, contact_at_processes, number)
    with scoped(ALL):
        cases = Case.objects.count()
    failures += [f"{cases} cases of {rounds}"] * (cases != rounds)
    proof("B-21", f"submissions sent by {AT_ONCE} parallel posts", tried=rounds, failures=failures)


def test_second_case_and_wrong_reference_are_reported(client, contact):
    email = "amina@london.example"
    for _ in range(2):
        submission, session = complete_submission(contact, email=email)
        client.cookies[settings.SESSION_COOKIE_NAME] = session
        client.post(CHECK)
    found = failures_in([(302, SENT, "LA-2222-2222")], submission, email)
    assert f"{email}: 2 cases" in found
    assert len(found) == 2
