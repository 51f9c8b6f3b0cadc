"""The database that the bench runs on, and a request for each page. Django is set up when this is imported."""

import itertools
import time
from contextlib import contextmanager

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection

django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402  after setup
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402

from accounts.models import User  # noqa: E402
from casework.cases.models import Case, Message  # noqa: E402
from casework.cases.references import new_reference  # noqa: E402
from casework.constituents.models import Constituent  # noqa: E402
from casework.offices.models import Office  # noqa: E402
from casework.questionnaires.models import Submission  # noqa: E402
from casework.questionnaires.services import current_version, start_submission  # noqa: E402
from casework.scope import ALL, scoped  # noqa: E402
from config.databases import as_owner  # noqa: E402
from tests.bench.load import Request  # noqa: E402

ANSWERS = {
    "safety": {"safe": "yes", "shared": "no"},
    "about": {"kind": "problem", "nature": "casework"},
    "for-whom": {"for_whom": "me"},
    "topic": {"topic": "transport"},
    "where": {"where": "borough", "where_borough": "E09000025"},
    "member": {"member": "adaeze-thornbury"},
    "details": {
        "subject": "Lift out of order",
        "what_happened": "The lift has not worked since October. " * 10,
    },
    "help": {"would_help": "A date for the repair.", "asked_before": ""},
    "files": {},
    "you": {"name": "Amina Yusuf", "email": "", "phone": "", "postal_address": ""},
    "language": {"language": "en", "format": []},
}
BATCH = 2_000
TOKEN = "bench" * 6 + "ab"


def prepare(*, cases, offices, submissions):
    """Fill the database, with `cases` shared out to so many offices; a dict of page name to an iterator of requests."""
    call_command("migrate", verbosity=0)
    for alias in settings.DATABASES:
        call_command("createcachetable", database=alias, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("demo", quiet=True)
    worker = User.objects.get(email="caseworker@labour.example")
    with scoped(ALL):
        for office in [worker.memberships.get().office, *others(worker)][:offices]:
            add_cases(office, cases // offices)
        reference = Case.objects.filter(office__slug="labour-east").first().reference
        sends = [send(session) for session in ready_submissions(submissions)]
    staff = cookie(session_of(worker))
    return {
        "home page": itertools.repeat(Request(path="/")),
        "guide": itertools.repeat(Request(path="/can-they-help/bins-and-street-cleaning/newham/")),
        "wizard step": itertools.repeat(Request(path="/raise/contact/safety/")),
        "submit": iter(sends),
        "queue": itertools.repeat(Request(path="/office/cases/", headers=staff)),
        "case page": itertools.repeat(Request(path=f"/office/cases/{reference}/", headers=staff)),
    }


def others(worker):
    return Office.objects.exclude(memberships__user=worker).order_by("slug")


def add_cases(office, count):
    """More open cases for one office, each of a person of its own, with its first message."""
    like = office.cases.filter(closed_at=None).first()
    facts = {"office": office, "member": like.member, "topic": like.topic}
    people = Constituent.objects.bulk_create(
        (Constituent(office=office, name=f"Person {n}") for n in range(count)), batch_size=BATCH
    )
    cases = (
        Case(
            reference=reference,
            subject=f"Question from {person.name}",
            constituent=person,
            kind=like.kind,
            nature=like.nature,
            borough=like.borough,
            **facts,
        )
        for person, reference in zip(people, free_references(count), strict=True)
    )
    made = Case.objects.bulk_create(cases, batch_size=BATCH)
    messages = (
        Message(office=office, case=case, direction=Message.Direction.IN, body="Words. " * 60)
        for case in made
    )
    Message.objects.bulk_create(messages, batch_size=BATCH)


def free_references(count):
    """So many references that no case has, none of them twice."""
    taken = set(Case.objects.values_list("reference", flat=True))
    drawn = set()
    while len(drawn) < count:
        drawn |= {new_reference()} - taken
    return drawn


@contextmanager
def without_row_level_security():
    """PostgreSQL shows every row to everybody while inside. On SQLite there is nothing to switch off."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("select relname from pg_class where relrowsecurity")
        tables = [name for (name,) in cursor.fetchall()]
    switch(tables, "disable")
    try:
        yield
    finally:
        switch(tables, "enable")


def switch(tables, state):
    with as_owner(), connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"alter table {table} {state} row level security")


def session_of(user):
    """A signed-in session with the second factor used."""
    session = SessionStore()
    now = time.time()
    session.update(
        {
            SESSION_KEY: str(user.pk),
            BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
            HASH_SESSION_KEY: user.get_session_auth_hash(),
            "account_authentication_methods_user": str(user.pk),
            "account_authentication_methods": [
                {"method": "password", "at": now},
                {"method": "mfa", "at": now, "type": "totp", "id": user.authenticator_set.get().pk},
            ],
        }
    )
    session.create()
    return session


def ready_submissions(count):
    """Sessions that hold a submission with every answer given."""
    version = current_version("contact")
    for n in range(count):
        submission, key = start_submission(version=version, by=None)
        answers = ANSWERS | {
            "you": {**ANSWERS["you"], "email": f"person{n}@people.example"},
        }
        Submission.objects.filter(pk=submission.pk).update(answers=answers)
        session = SessionStore()
        session["submission:contact"] = key
        session.create()
        yield session


def cookie(session):
    names = {settings.SESSION_COOKIE_NAME: session.session_key, settings.CSRF_COOKIE_NAME: TOKEN}
    return (("Cookie", "; ".join(f"{name}={value}" for name, value in names.items())),)


def send(session):
    headers = (
        *cookie(session),
        ("X-CSRFToken", TOKEN),
        ("Content-Type", "application/x-www-form-urlencoded"),
    )
    return Request(path="/raise/contact/check/", method="POST", headers=headers, body="send=1", expect=302)
