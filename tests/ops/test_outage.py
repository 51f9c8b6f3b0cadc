"""What people are answered while the database or a disk takes nothing: 503, and what they typed is still there."""

import errno
import uuid
from html.parser import HTMLParser

import psycopg
import pytest
from django.db import InterfaceError, InternalError, OperationalError, ProgrammingError, connection
from django.test import Client

from accounts.limits.attempts import cache_takes_writes
from casework.cases.models import Case, Message
from casework.wall.scope import ALL, scoped
from ops.outage import is_outage
from tests.ops import outages
from tests.raise_case.hand import Hand

WORDS = "The lift has not worked since May, and my mother cannot go out."


class SentAgain(HTMLParser):
    """The form of the error page: where it goes and what it sends."""

    def __init__(self, page):
        super().__init__()
        self.address, self.fields, self.is_ours = "", {}, False
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        facts = dict(attrs)
        if tag == "form":
            self.is_ours = facts.get("method") == "post"
            self.address = facts["action"] if self.is_ours else self.address
        elif tag == "input" and self.is_ours and facts["name"] != "csrfmiddlewaretoken":
            self.fields[facts["name"]] = facts["value"]

    def handle_endtag(self, tag):
        self.is_ours = self.is_ours and tag != "form"

    def press(self, client):
        return client.post(self.address, self.fields)


@pytest.fixture
def stranger():
    return Client(raise_request_exception=False)


@pytest.fixture
def writing(transactional_db, stranger, contact):
    """Return someone who has come to the step that asks what happened."""
    hand = Hand(stranger)
    hand.fill(until="details")
    return hand


def is_503(answer):
    return (answer.status_code, answer.headers.get("Retry-After")) == (503, "5")


@pytest.mark.parametrize(
    ("error", "status"), [(OperationalError, 503), (InterfaceError, 503), (ProgrammingError, 500)]
)
def test_lost_database_returns_503_with_retry_after(db, stranger, monkeypatch, error, status):
    """Keep status 500 for a programming error, which does not pass by itself."""
    with outages.away(monkeypatch, error):
        answer = stranger.get("/")
    assert answer.status_code == status
    assert answer.headers.get("Retry-After") == ("5" if status == 503 else None)
    assert "ait a minute" in answer.text
    assert "connection to server" not in answer.text
    assert "Content-Security-Policy" in answer.headers


def test_step_sent_to_a_read_only_database_is_kept_on_the_error_page_and_can_be_sent_again(writing):
    with outages.read_only():
        answer = writing.post("details", {"subject": "Lift", "what_happened": WORDS})
    assert is_503(answer)
    assert "no-store" in answer.headers["Cache-Control"]
    assert "Call 999" in answer.text
    again = SentAgain(answer.text)
    assert again.fields["details-what_happened"] == WORDS
    assert answer.text.count(WORDS) == 2, "in the form, and to be read"
    assert "/help/" in again.press(writing.client).headers["Location"]
    assert WORDS in writing.get("details").text


def test_reply_sent_to_a_read_only_database_can_be_sent_again_and_arrives_once(
    transactional_db, stranger, sign_in, case, ben
):
    sign_in(ben, on=stranger)
    with scoped(ALL):
        version = Case.objects.get(pk=case.pk).version
    sent = {"once": str(uuid.uuid4()), "seen": version, "body": WORDS, "turn": "constituent"}
    with outages.read_only():
        answer = stranger.post(f"/office/cases/{case.reference}/reply/", sent)
    assert is_503(answer)
    assert "ui-desk" in answer.text
    for _twice in range(2):
        assert SentAgain(answer.text).press(stranger).status_code == 302
    with scoped(ALL):
        assert Message.objects.filter(case=case, body=WORDS).count() == 1


def test_full_disk_returns_503_with_the_typed_text(writing):
    if connection.vendor != "sqlite":
        pytest.skip("only a file of SQLite can be given a size; PostgreSQL's error is in the test below")
    words = f"{WORDS} " * 70
    with outages.full_disk():
        answer = writing.post("details", {"subject": "Lift", "what_happened": words})
    assert is_503(answer)
    assert SentAgain(answer.text).fields["details-what_happened"] == words


@pytest.mark.parametrize(
    ("error", "passes"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), True),
        (OSError(errno.EROFS, "Read-only file system"), True),
        (FileNotFoundError(errno.ENOENT, "No such file"), False),
        (ValueError("no"), False),
    ],
)
def test_disk_without_room_is_an_outage_and_other_errors_are_not(error, passes):
    assert is_outage(error) is passes


def test_read_only_postgresql_is_an_outage_and_other_internal_errors_are_not():
    """PostgreSQL's error for it is none that passes by its class alone."""
    for cause, passes in (
        (psycopg.errors.ReadOnlySqlTransaction(), True),
        (psycopg.errors.DataCorrupted(), False),
    ):
        error = InternalError()
        error.__cause__ = cause
        assert is_outage(error) is passes


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("/accounts/login/code/", {"email": "ada@london.example"}),
        ("/accounts/login/", {"login": "ben@staff.example", "password": "a walrus on the tram"}),
        ("/raise/contact/safety/", {"safety-safe": "yes"}),
    ],
)
def test_counter_that_cannot_be_written_is_not_too_many_tries(stranger, contact, path, sent):
    with outages.read_only():
        answer = stranger.post(path, sent)
    assert is_503(answer)
    assert "too many" not in answer.text
    assert "walrus" not in answer.text
    assert not is_503(stranger.post(path, sent))


@pytest.mark.django_db(transaction=True)
def test_cache_says_whether_it_takes_writes():
    assert cache_takes_writes()
    with outages.read_only():
        assert not cache_takes_writes()
    assert cache_takes_writes()


@pytest.fixture
def reading(transactional_db, stranger, sign_in, assembly, case):
    """Return a function that asks for a page as this person while the databases take no writes."""

    def ask(who, page):
        if who:
            sign_in(getattr(assembly, who), on=stranger)
        with outages.read_only():
            return stranger.get(page.format(reference=case.reference))

    return ask


@pytest.mark.parametrize(
    ("who", "page", "status"),
    [
        ("", "/", 200),
        ("", "/find-your-members/", 200),
        ("ada", "/my-cases/{reference}/", 503),
        ("ben", "/office/cases/", 503),
        ("ben", "/office/cases/{reference}/", 503),
    ],
)
def test_read_only_database_shows_the_public_pages(reading, who, page, status):
    assert reading(who, page).status_code == status


def test_step_sent_while_the_database_is_away_is_kept_on_the_error_page(writing, monkeypatch):
    with outages.away(monkeypatch):
        answer = writing.post("details", {"subject": "Lift", "what_happened": WORDS})
    assert is_503(answer)
    again = SentAgain(answer.text)
    assert again.fields["details-what_happened"] == WORDS
    assert "/help/" in again.press(writing.client).headers["Location"]


def test_page_of_the_desk_is_503_while_the_database_is_away(db, stranger, sign_in, ben, monkeypatch):
    sign_in(ben, on=stranger)
    with outages.away(monkeypatch):
        answer = stranger.get("/office/cases/")
    assert is_503(answer)
    assert "Wait a minute" in answer.text


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_postgresql_that_refuses_connections_is_an_outage(stranger):
    """Really connect, where no server listens."""
    with outages.no_server():
        assert is_503(stranger.get("/"))
    assert stranger.get("/").status_code == 200
