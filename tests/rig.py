"""The test rig: chooses the database engine before Django reads its settings.

`pytest` runs on SQLite. `pytest --engine=postgresql` starts a throw-away PostgreSQL and runs everything as the app
role, which owns nothing: a superuser would see every row and prove nothing about the wall. On both, databases are
copies of a migrated template (`tests.template_databases`).
"""

import gc
import os
import shutil
import tempfile
from functools import partial
from pathlib import Path

import pytest

from config.catalogues import compile_all
from tests import template_databases
from tests.cluster import APP, OWNER, Cluster, postgresql_binaries

LONDON = "ops/set_up/data/london"

SLOW_FIXTURES = {"written_site", "_clamav", "amount"}  # the last belongs to proofs that try a number
# Where a test of the database takes an eighth of a second or more, and why.
SLOW_PLACES = {
    "tests/accounts/test_marks.py": "attempts until a limit is reached",
    "tests/answers/": "each walks from the contact form to the answer",
    "tests/backoffice/invitations/test_what_is_revealed.py": "compares many pages",
    "tests/backoffice/sign_off/": "replies go through several people",
    "tests/backoffice/test_go_to.py": "opens every link of a page",
    "tests/backoffice/test_statements.py": "opens many pages several times",
    "tests/backoffice/test_undo": "acts, undoes and looks again",
    "tests/cms/": "pages of the editors, which Wagtail takes a quarter of a second to make",
    "tests/files/test_thumbnails.py": "pictures are read, cleaned and made smaller",
    "tests/journeys/": "whole journeys",
    "tests/languages/test_language_goes_along.py": "walks through the contact form in two languages",
    "tests/leave/": "walks through the contact form",
    "tests/ops/": "back-ups, other processes and servers",
    "tests/permission/": "mails, links and answers of two people",
    "tests/practice/": "acts on a dozen made-up cases",
    "tests/raise_case/come_back/": "walks through the contact form twice",
    "tests/raise_case/test_adding_files.py": "files are read and cleaned",
    "tests/raise_case/test_every_channel.py": "walks through the contact form",
    "tests/raise_case/test_for_someone_else.py": "walks through the contact form",
    "tests/raise_case/test_groups.py": "walks through a form with lists",
    "tests/raise_case/test_guards.py": "walks through the contact form",
    "tests/raise_case/test_question_types.py": "walks through a form with every type",
    "tests/safety/test_gathering.py": "a flood of flags",
    "tests/set_up/": "writes the pages and forms of an installation",
    "tests/trust/test_derived.py": "fills every field of the large world",
    "tests/trust/test_gates.py": "tries every action of an account",
    "tests/trust/test_privileges.py": "removes checks and looks whether it is noticed",
}
# Where every test is `alike`: about texts and files. Text as typed is not there: PostgreSQL refuses some characters.
ALIKE_PLACES = (
    "tests/cms/forms/test_checklist.py",
    "tests/cms/forms/test_preview.py",
    "tests/cms/forms/test_problems.py",
    "tests/cms/test_statement.py",
    "tests/cms/test_uploads.py",
    "tests/languages/",
    "tests/set_up/test_form_texts.py",
    "tests/set_up/test_page_texts.py",
    "tests/ui/",
)

cluster: Cluster | None = None
scratch: Path | None = None


def pytest_addoption(parser):
    parser.addoption(
        "--engine", choices=["sqlite", "postgresql"], default="sqlite", help="database to run on"
    )
    parser.addoption(
        "--body", default=LONDON, help="folder with the body.csv of the body whose service is tested"
    )
    parser.addoption("--scratch", type=Path, help="folder for data, kept afterwards")
    parser.addoption(
        "--with-database",
        action="store_true",
        help="only tests that use the database and may come out otherwise on each",
    )


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config, parser, args):
    global cluster, scratch
    gc.disable()  # until all is imported and collected, of which nothing goes away
    if "PYTEST_XDIST_WORKER" in os.environ:
        return
    kept = early_config.known_args_namespace.scratch
    scratch = None if kept else Path(tempfile.mkdtemp(prefix="casework-test-"))
    data = kept or scratch
    os.environ["DATA_DIR"] = str(data)
    compile_all()
    (data / "static").mkdir(parents=True, exist_ok=True)  # empty, but WhiteNoise warns if it is not there
    os.environ["SECRET_KEY"] = "only-for-tests-" * 5
    os.environ["BASE_URL"] = "http://localhost:8000"
    os.environ["EMERGENCY_ADDRESS"] = "watch@elsewhere.example"
    os.environ["CASEWORK_BODY"] = early_config.known_args_namespace.body
    os.environ["CASEWORK_ENGINE"] = early_config.known_args_namespace.engine
    theirs = (
        "DEBUG",
        "MAIL_URL",
        "DATABASE_URL",
        "DATABASE_OWNER_URL",
        "TRUSTED_PROXIES",
        "AUDIT_ANCHOR",
        "MAIL_FROM",
    )
    theirs += ("BACKUP_DIR", "BACKUP_KEY", "BACKUP_KEEP")
    for name in theirs:
        os.environ.pop(name, None)
    if early_config.known_args_namespace.engine == "postgresql":
        if postgresql_binaries() is None:
            raise pytest.UsageError("No PostgreSQL server programs found. Install the package postgresql.")
        cluster = Cluster(fill=partial(template_databases.provide, "postgresql"))
        os.environ["DATABASE_URL"] = cluster.url(APP)
        os.environ["DATABASE_OWNER_URL"] = cluster.url(OWNER)
    else:
        template = data / "template"
        shutil.rmtree(template, ignore_errors=True)
        template_databases.provide("sqlite", template)
    # Playwright's synchronous interface runs an event loop in the thread that also uses the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_unconfigure(config):
    if cluster is not None:
        cluster.stop()
    if scratch is not None:
        shutil.rmtree(scratch, ignore_errors=True)


def pytest_report_header(config):
    return f"engine: {os.environ.get('CASEWORK_ENGINE')}"


@pytest.hookimpl(tryfirst=True)  # before -m chooses by the markers that are added here
def pytest_collection_modifyitems(config, items):
    """Let every database test use the cache's alias too, and leave out what this machine or run has no use for."""
    for item in items:
        if uses_database(item):
            marker = item.get_closest_marker("django_db")
            options = dict(marker.kwargs) if marker else {}
            options["databases"] = ["default", "cache"]
            item.add_marker(pytest.mark.django_db(**options), append=False)
        fixtures = set(getattr(item, "fixturenames", ()))
        is_slow_place = uses_database(item) and item.nodeid.startswith(tuple(SLOW_PLACES))
        if SLOW_FIXTURES & fixtures or is_slow_place:
            item.add_marker("slow")
        if "proof" in fixtures:
            item.add_marker("proof")
        if item.nodeid.startswith(ALIKE_PLACES):
            item.add_marker("alike")
        if item.get_closest_marker("postgresql") and os.environ["CASEWORK_ENGINE"] != "postgresql":
            item.add_marker(pytest.mark.skip(reason="about row-level security, which only PostgreSQL has"))
        if item.get_closest_marker("browser") and not shutil.which("chromium"):
            item.add_marker(pytest.mark.skip(reason="needs Chromium: install the package chromium"))
    if config.getoption("--with-database"):
        alike = {item for item in items if is_alike_on_both(item)}
        config.hook.pytest_deselected(items=list(alike))
        items[:] = [item for item in items if item not in alike]


def pytest_collection_finish(session):
    """Spare the garbage collector what stays until the end: modules, models, tests."""
    gc.freeze()
    gc.enable()


def is_alike_on_both(item) -> bool:
    """Return whether a test cannot come out otherwise on PostgreSQL than on SQLite."""
    if item.get_closest_marker("postgresql"):
        return False
    return bool(item.get_closest_marker("alike")) or not uses_database(item)


def uses_database(item) -> bool:
    fixtures = {"db", "transactional_db"} & set(getattr(item, "fixturenames", ()))
    return bool(fixtures or item.get_closest_marker("django_db"))
