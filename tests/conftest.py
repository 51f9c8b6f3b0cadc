"""Fixtures that all tests share. The cast: ada (constituent), ben, cat (another office), dev (ben's manager)."""

from contextlib import ExitStack
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client, TransactionTestCase, override_settings
from django.utils import translation
from wagtail.models import Site

from accounts import prepared
from body import current
from body.models import Body
from cms import page_cache
from cms.page_cache import clear_process
from tests import databases, factories

pytest_plugins = [
    "tests.accounts.signing_in",
    "tests.browser",
    "tests.clamav",
    "tests.cms.written_site",
    "tests.guards",
    "tests.hanging",
    "tests.my_cases.texting",
    "tests.ops.servers",
    "tests.outbox.workers",
    "tests.places.postcodes",
    "tests.raise_case.hand",
    "tests.set_up.installed",
]


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker, worker_id):
    """Each process tests on databases of its own, copies of a migrated template. Nothing destroys them at the end:
    they go with the folder or the cluster that they are in."""
    with django_db_blocker.unblock():
        databases.take(worker_id)


def _renew(self):
    """Instead of Django's flush, which takes away what the migrations left as well."""
    databases.renew()
    ContentType.objects.clear_cache()
    Site.clear_site_root_paths_cache()


TransactionTestCase._fixture_teardown = _renew
_answer = WSGIHandler.__call__


def _answer_from_databases_in_use(self, environ, start_response):
    """Answer, and hold the databases until the answer is closed: closing a connection deletes files by their path."""
    with ExitStack() as held:
        databases.begin_request()
        held.callback(databases.end_request)
        response = _answer(self, environ, start_response)
        ends = held.pop_all()
    close = response.close

    def close_and_end():
        try:
            close()
        finally:
            ends.close()

    response.close = close_and_end
    return response


WSGIHandler.__call__ = (
    _answer_from_databases_in_use  # of the live server; the test client has a handler of its own
)


@pytest.fixture(autouse=True, scope="session")
def settings_of_every_test():
    """What is on purpose slow, late or kept in production is not in a test. A test that is about it says so."""
    plain = {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
    }  # nobody has collected the files
    with override_settings(
        STORAGES=settings.STORAGES | {"staticfiles": plain},
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        STEADY_STEP=0,
        PAGE_CACHE_CHECK_SECONDS=0,
    ):
        yield


@pytest.fixture(autouse=True)
def real_mailers(settings, tmp_path):
    """Django's test set-up replaces every mailer; here mail goes through the outbox and lands as files."""
    settings.MAIL_DIR = tmp_path / "mail"
    settings.MAILERS = {
        "default": {"BACKEND": "casework.outbox.backends.OutboxBackend"},
        "out": {
            "BACKEND": "casework.outbox.backends.EmlBackend",
            "OPTIONS": {"path": str(settings.MAIL_DIR)},
        },
    }


@pytest.fixture(autouse=True)
def plain_language():
    """A request in another language leaves it in force for the thread."""
    translation.activate("en")


@pytest.fixture(autouse=True)
def own_anchor(settings, tmp_path):
    settings.AUDIT_ANCHOR = tmp_path / "audit-anchor"
    return settings.AUDIT_ANCHOR


@pytest.fixture(autouse=True)
def empty_page_cache():
    clear_process()
    page_cache._cache.safety_pages.clear()


@pytest.fixture(autouse=True)
def _template_string_if_invalid_marker():
    """Replace pytest-django's, which no test here needs: it would give every test `monkeypatch`."""


@pytest.fixture
def monkeypatch(monkeypatch):
    """Forget prepared SQL before and after a test that replaces code: it may remove the wall from the querysets."""
    prepared.STATEMENTS.clear()
    yield monkeypatch
    prepared.STATEMENTS.clear()


stored = current.look_up


def tested_body() -> Body:
    facts = {"phone": "020 7946 0100", "hours": "Monday to Friday, 9am to 5pm"} | factories.body_facts()
    body = Body(pk=1, **facts)
    body.clean_fields()  # numbers come as text
    return body


current.look_up = tested_body  # also for what is made once for a whole file


@pytest.fixture(autouse=True)
def the_body():
    """The body whose service is tested; a test may change its facts. It stands in no database (see `stored_body`)."""
    body = tested_body()
    current.look_up = lambda: body
    current.forget()
    yield body
    current.look_up = tested_body


@pytest.fixture
def offer(settings, the_body):
    """Return a function that turns languages on, as if their catalogues were complete."""

    def turn_on(*codes):
        settings.LANGUAGES = [known for known in settings.KNOWN_LANGUAGES if known[0] in {"en", *codes}]
        the_body.languages = list(codes)

    return turn_on


@pytest.fixture
def stored_body(the_body, monkeypatch, settings):
    """Reads the body from the database at each use, as `set_up` writes it."""
    monkeypatch.setattr(current, "look_up", stored)
    settings.BODY_LOOKED_UP_EVERY = 0


@pytest.fixture(autouse=True)
def private_files(settings, tmp_path):
    settings.FILES_ROOT = tmp_path / "files"
    return settings.FILES_ROOT


@pytest.fixture(autouse=True)
def fresh_cache(request):
    """Clear the cache, so that limits counted in one test do not affect the next."""
    yield
    if request.node.get_closest_marker("django_db"):
        cache.clear()


@pytest.fixture
def sent_mail(settings):
    """Return a function that runs the outbox once and returns every sent message, oldest first."""
    from casework.outbox.delivery import send_due

    def collect():
        send_due()
        files = sorted(Path(settings.MAIL_DIR).glob("*.eml"))
        return [message_from_bytes(f.read_bytes(), policy=policy.default) for f in files]

    return collect


@pytest.fixture
def assembly(db):
    return factories.assembly()


@pytest.fixture
def office(assembly):
    return assembly.office


@pytest.fixture
def ben(assembly):
    return assembly.ben


@pytest.fixture
def cat(assembly):
    return assembly.cat


@pytest.fixture
def dev(assembly):
    return assembly.dev


@pytest.fixture
def ada(assembly):
    return assembly.ada


@pytest.fixture
def case(assembly):
    return factories.case(office=assembly.office, raised_by=assembly.ada)


@pytest.fixture
def sign_in(client):
    """Return a function that signs a user in; staff with the second factor used, unless told otherwise."""

    def go(user, *, second_factor=True, on=client):
        factories.sign_in(on, user, second_factor=second_factor)
        return on

    return go


@pytest.fixture
def desk(sign_in):
    """Return a function that signs a user in with the second factor and returns a client of their own."""
    return lambda user: sign_in(user, on=Client())
