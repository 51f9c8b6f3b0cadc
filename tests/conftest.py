"""Fixtures that all tests share. The cast: ada (constituent), ben, cat (another office), dev (ben's manager)."""

from contextlib import ExitStack
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.management import call_command
from django.test import TransactionTestCase
from django.utils import translation
from wagtail.models import Site

from cms.keeping import forget_here
from cms.setup import home_page
from config.databases import as_owner
from tests import factories

pytest_plugins = ["tests.browser", "tests.clamav"]


@pytest.fixture(scope="session")
def _owner_for_setup():
    """Connects as the owner, who alone may create and destroy the test databases."""
    stack = ExitStack()
    stack.enter_context(as_owner(*settings.DATABASES))
    yield stack
    stack.close()


@pytest.fixture(scope="session")
def django_db_setup(_owner_for_setup, django_db_setup, django_db_blocker):
    """Between creation and destruction everything runs as the app role."""
    with django_db_blocker.unblock():
        call_command("createcachetable", verbosity=0)
        _owner_for_setup.close()
    yield
    _owner_for_setup.enter_context(as_owner(*settings.DATABASES))


def seed():
    """What migrations leave behind and a flush takes away: Wagtail's locale, root, home and site."""
    ContentType.objects.clear_cache()
    Site.clear_site_root_paths_cache()
    home_page()


_flush = TransactionTestCase._fixture_teardown


def _flush_as_owner(self):
    with as_owner(*settings.DATABASES):
        _flush(self)
        seed()


TransactionTestCase._fixture_teardown = _flush_as_owner


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
def uncollected_static_files(settings):
    """Pages link to the files as they lie in the tree; nobody has collected and named them for a release."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}


@pytest.fixture(autouse=True)
def plain_language():
    """A request in another language leaves it in force for the thread."""
    translation.activate("en")


@pytest.fixture(autouse=True)
def quick_hashes(settings):
    """A password is hashed for half a second on purpose; the tests that are about that say so."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def own_anchor(settings, tmp_path):
    settings.AUDIT_ANCHOR = tmp_path / "audit-anchor"
    return settings.AUDIT_ANCHOR


@pytest.fixture(autouse=True)
def no_waiting(settings):
    """Answers wait for a step of time on purpose; the tests that are about that say so."""
    settings.STEADY_STEP = 0


@pytest.fixture(autouse=True)
def no_page_of_another_test(settings):
    """A process holds pages for some seconds; here it looks each time whether something was published."""
    settings.EDITION_LOOKED_UP_EVERY = 0
    forget_here()


@pytest.fixture(autouse=True)
def private_files(settings, tmp_path):
    settings.FILES_ROOT = tmp_path / "files"
    return settings.FILES_ROOT


@pytest.fixture(autouse=True)
def fresh_cache(request):
    """Limits counted in one test must not refuse the next."""
    yield
    if request.node.get_closest_marker("django_db"):
        cache.clear()


@pytest.fixture
def sent_mail(settings):
    """Runs the worker's sending once and returns every message that left, oldest first."""
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
    """Signs a person in; staff with a second factor used, unless told otherwise."""

    def go(user, *, second_factor=True, on=client):
        on.force_login(user)
        if user.is_staff and second_factor:
            factories.use_second_factor(on, user)
        return on

    return go
