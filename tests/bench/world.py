"""The database and the journeys of the bench. Importing it sets Django up."""

import itertools
import time
from contextlib import contextmanager
from uuid import uuid4

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection

django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402  after setup
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402

from accounts.models import User  # noqa: E402
from casework.cases.models import Case  # noqa: E402
from casework.constituents.models import Constituent  # noqa: E402
from casework.offices.models import Office  # noqa: E402
from casework.questionnaires.models import Submission  # noqa: E402
from casework.questionnaires.services import current_version, start_submission  # noqa: E402
from casework.wall.scope import ALL, scoped  # noqa: E402
from ops.databases import as_owner  # noqa: E402
from tests.bench.fill import COMMON, RARE, add_cases, lengthen  # noqa: E402
from tests.bench.load import hidden  # noqa: E402

OFFICES = 5
WORKER, RESIDENT = "caseworker@labour.example", "resident@london.example"
FORM = "/raise/contact/"
ANSWERS = {
    "safety": {"safe": "yes"},
    "device": {"shared": "no"},
    "danger": {},
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
TOKEN = "bench" * 6 + "ab"
_fresh = itertools.count(1)


def prepare_demo():
    """Create the tables, and the demo in them."""
    call_command("migrate", verbosity=0)
    for alias in settings.DATABASES:
        call_command("createcachetable", database=alias, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("demo", quiet=True)


def prepare(cases):
    """Fill the database with this many cases of five offices."""
    prepare_demo()
    worker = User.objects.get(email=WORKER)
    with scoped(ALL):
        for office in [worker.memberships.get().office, *others(worker)][:OFFICES]:
            add_cases(office, cases // OFFICES)
        shown, answered = long_cases()
        for case in (shown, answered):
            lengthen(case)
        resident = User.objects.get(email=RESIDENT)
        Constituent.objects.filter(pk=shown.constituent_id).update(account=resident)
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("analyze")


def people_and_journeys():
    """Return the cookies of each person and their requests, by name."""
    worker, resident = (User.objects.get(email=email) for email in (WORKER, RESIDENT))
    people = {"": {}, "staff": cookies_of(worker, factor=True), "resident": cookies_of(resident)}
    with scoped(ALL):
        return people, journeys(*(case.reference for case in long_cases()))


def long_cases():
    ours = Case.objects.filter(office__slug="labour-east", closed_at=None, authority=None)
    return ours.filter(constituent__contact_points__value__startswith="person").order_by("pk")[:2]


def searches():
    """Return what a search takes in the office of the worker, without the page."""
    from tests.bench.searches import searches_of

    return searches_of(User.objects.get(email=WORKER).memberships.get().office_id)


def others(worker):
    return Office.objects.exclude(memberships__user=worker).order_by("slug")


def journeys(shown, answered):
    """Return person and requests by name. Sending uses up a prepared submission; the others can be repeated."""
    queue = "/office/cases/"

    def get(path):
        return lambda browser: browser.get(path)

    def filtered(browser):
        browser.get(f"{queue}?view=no-ones&topic=transport&turn=office")

    def reply(browser):
        page = browser.get(f"{queue}{answered}/")
        fields = hidden(page) | {"body": "Thank you. We asked again.", "turn": "office", "once": uuid4()}
        browser.get(browser.post(f"{queue}{answered}/reply/", fields))

    return {
        "home page": ("", get("/")),
        "guide": ("", get("/can-they-help/bins-and-street-cleaning/newham/")),
        "queue": ("staff", get(queue)),
        "queue, filtered": ("staff", filtered),
        "search, rare word": ("staff", get(f"/office/search/?q={RARE}")),
        "search, common word": ("staff", get(f"/office/search/?q={COMMON}")),
        "search, as you type": ("staff", get(f"/office/search/suggestions/?q={RARE[:6]}")),
        "case, 50 messages": ("staff", get(f"{queue}{shown}/")),
        "reply, 3 requests": ("staff", reply),
        "wizard step": ("", get(f"{FORM}safety/")),
        "whole wizard": ("", whole_wizard),
        "check and send": ("", check_and_send),
        "own case": ("resident", get(f"/my-cases/{shown}/")),
        "own list": ("resident", get("/my-cases/")),
    }


def whole_wizard(browser):
    """Request the whole form from the first question to the reference, as a browser does."""
    browser.cookies.clear()
    browser.get(f"{FORM}safety/")
    path = f"{FORM}safety/"
    while not path.endswith("/check/"):
        path = browser.post(path, fields_of(path))
        browser.get(path)
    browser.get(browser.post(path, {"send": "1"}))


def fields_of(path):
    """Return the fields that answer the step with this path."""
    step = path.rstrip("/").rpartition("/")[2]
    given = ANSWERS[step] | ({"email": f"sender{next(_fresh)}@people.example"} if step == "you" else {})
    return {f"{step}-{name}": value for name, value in given.items()}


def check_and_send(browser):
    """Send the last request of a form whose answers are complete."""
    browser.cookies = ready_submission()
    browser.post(f"{FORM}check/", {"send": "1"})


def ready_submission():
    """Return the cookies of an anonymous visitor who has given every answer."""
    submission, key = start_submission(version=current_version("contact"), by=None)
    you = ANSWERS["you"] | {"email": f"sender{next(_fresh)}@people.example"}
    Submission.objects.filter(pk=submission.pk).update(answers=ANSWERS | {"you": you})
    session = SessionStore()
    session["submission:contact"] = key
    session.create()
    return cookies(session)


@contextmanager
def without_row_level_security():
    """Switch off row-level security for the block. On SQLite this does nothing."""
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


def cookies_of(user, *, factor=False):
    """Return the cookies of a signed-in session, with the second factor if the user has one."""
    now = time.time()
    methods = [{"method": "password", "at": now}]
    if factor:
        app = user.authenticator_set.get(type="totp")
        methods.append({"method": "mfa", "at": now, "type": "totp", "id": app.pk})
    session = SessionStore()
    session.update(
        {
            SESSION_KEY: str(user.pk),
            BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
            HASH_SESSION_KEY: user.get_session_auth_hash(),
            "account_authentication_methods_user": str(user.pk),
            "account_authentication_methods": methods,
        }
    )
    session.create()
    return cookies(session)


def cookies(session):
    return {settings.SESSION_COOKIE_NAME: session.session_key, settings.CSRF_COOKIE_NAME: TOKEN}
