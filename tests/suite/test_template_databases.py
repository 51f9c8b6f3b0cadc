"""The migrated template database: its dependencies, that it is built once, and that each test gets a copy."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from wagtail.models import Collection, Locale, Page, Site

from cms.models import HomePage
from tests import databases, template_databases
from tests.template_databases import ROOT


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A place for templates where building one is making a folder with one file."""
    built = []

    def build(engine, template):
        built.append(template)
        template.mkdir()
        (template / "data").write_text(template.name)

    monkeypatch.setattr(template_databases, "FOLDER", tmp_path / "test-databases")
    monkeypatch.setattr(template_databases, "_build", build)
    monkeypatch.delenv(template_databases.variable("sqlite"), raising=False)
    return built


def what_migrations_leave():
    models = (Collection, Locale, Page, HomePage, Site, Permission, ContentType)
    return {model.__name__: model.objects.count() for model in models}


@pytest.mark.django_db(transaction=True)
def test_renewed_database_contains_the_rows_of_migrations():
    before = what_migrations_leave()
    assert all(before.values()), f"migrations leave some of each, but there are {before}"
    for model in (Site, HomePage, Page, Collection, Permission):
        model.objects.all().delete()
    databases.renew()
    assert what_migrations_leave() == before


def test_template_is_built_once_for_two_runs_at_once(folder, tmp_path):
    with ThreadPoolExecutor(2) as runs:
        list(runs.map(lambda name: template_databases.provide("sqlite", tmp_path / name), ["one", "two"]))
    assert len(folder) == 1
    assert (tmp_path / "one" / "data").read_text() == (tmp_path / "two" / "data").read_text()


def test_template_named_in_the_environment_is_copied(folder, tmp_path, monkeypatch):
    named = tmp_path / "named"
    named.mkdir()
    (named / "data").write_text("migrated before")
    monkeypatch.setenv(template_databases.variable("sqlite"), str(named))
    template_databases.provide("sqlite", tmp_path / "copy")
    assert (tmp_path / "copy" / "data").read_text() == "migrated before"
    assert not folder


def test_only_the_templates_used_last_are_kept(folder, tmp_path, monkeypatch):
    for number in range(5):
        monkeypatch.setattr(template_databases, "digest", lambda engine, number=number: str(number))
        template_databases.provide("sqlite", tmp_path / str(number))
    kept = sorted(path.name for path in template_databases.FOLDER.glob("sqlite-*"))
    assert kept == ["sqlite-2", "sqlite-3", "sqlite-4"]


def test_digest_covers_migrations_and_the_code_they_import():
    reached = {str(path.relative_to(ROOT)) for path in template_databases.reached()}
    assert "casework/cases/migrations/0001_initial.py" in reached
    assert "casework/wall/row_security.py" in reached, "the migrations of the wall import it"
    assert "casework/wall/scope.py" in reached, "what the wall's migrations import imports it"
    assert "backoffice/urls.py" not in reached, "no migration depends on pages"


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_digest_changes_with_each_file_that_is_reached(engine, tmp_path, monkeypatch):
    if engine == "postgresql" and template_databases.postgresql_binaries() is None:
        pytest.skip("needs PostgreSQL's programs")
    path = tmp_path / "0001_initial.py"
    path.write_text("one = 1\n")
    monkeypatch.setattr(template_databases, "ROOT", tmp_path)
    monkeypatch.setattr(template_databases, "reached", lambda: {path})
    before = template_databases.digest(engine)
    path.write_text("one = 2\n")
    assert template_databases.digest(engine) != before
