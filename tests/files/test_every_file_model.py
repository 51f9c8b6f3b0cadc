"""Sweep, scanner, quarantine and backup cover every file model, because they read the app registry."""

from dataclasses import asdict
from datetime import timedelta

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.utils import isolate_apps
from django.utils import timezone

from casework.cases.models import AuthorityPaper, CaseFile, DraftFile, ReplyDraft
from casework.cases.tasks.file import empty_quarantine, oldest_unscanned_age, scan_files, sweep_files
from casework.files import models as file_tables
from casework.files import store
from casework.files.intake import take_in
from casework.files.models import StoredFile, file_models, known_keys
from casework.questionnaires import services
from casework.questionnaires.models import SubmissionFile
from casework.wall.scope import ALL, scoped
from ops.backups.create import named_files
from tests.authority import case_for_mother
from tests.clamav import VIRUS


@pytest.fixture(autouse=True)
def everything(db):
    with scoped(ALL):
        yield


def bytes_in_the_store(content=b"Dear operator"):
    return take_in(SimpleUploadedFile("letter.txt", content))


@pytest.fixture
def make(request, assembly):
    """Create a stored file of a model."""

    def case_file(taken):
        case = request.getfixturevalue("case")
        facts = {"office": case.office, "case": case, "message": case.messages.get()}
        return CaseFile.objects.create(**facts, **asdict(taken))

    def authority_paper(taken):
        case = case_for_mother(assembly)
        facts = {"office": case.office, "case": case, "authority": case.authority}
        return AuthorityPaper.objects.create(**facts, **asdict(taken))

    def submission_file(taken):
        version = request.getfixturevalue("contact")
        submission, _key = services.start_submission(version=version, by=None)
        return SubmissionFile.objects.create(submission=submission, question="files", **asdict(taken))

    def draft_file(taken):
        case = request.getfixturevalue("case")
        draft = ReplyDraft.objects.create(office=case.office, case=case)
        return DraftFile.objects.create(office=case.office, case=case, draft=draft, **asdict(taken))

    makers = {
        CaseFile: case_file,
        DraftFile: draft_file,
        AuthorityPaper: authority_paper,
        SubmissionFile: submission_file,
    }
    missing = set(file_models()) - set(makers)
    assert not missing, f"say in this fixture how to make {missing}"
    return lambda model, content=b"Dear operator": makers[model](bytes_in_the_store(content))


EVERY_FILE_MODEL = pytest.mark.parametrize("model", file_models(), ids=lambda model: model.__name__)


@EVERY_FILE_MODEL
def test_sweep_keeps_bytes_named_by_a_row(make, model, monkeypatch):
    file = make(model)
    monkeypatch.setattr("casework.cases.tasks.file.LONGER_THAN_ANY_FORM", timedelta(hours=-1))
    assert sweep_files() == 0
    assert store.path_of(file.key).exists()
    file.delete()
    assert sweep_files() == 1
    assert not store.path_of(file.key).exists()


@EVERY_FILE_MODEL
def test_scanner_sees_the_file_and_quarantine_ends(make, scanner, model, django_capture_on_commit_callbacks):
    file = make(model, VIRUS)
    model.objects.update(stored_at=timezone.now() - timedelta(hours=2))
    assert oldest_unscanned_age() >= timedelta(hours=2)
    with django_capture_on_commit_callbacks(execute=True):
        scan_files()
    file.refresh_from_db()
    assert file.quarantined_at
    model.objects.update(quarantined_at=timezone.now() - timedelta(days=30))
    with django_capture_on_commit_callbacks(execute=True):
        assert empty_quarantine() == 1
    assert not model.objects.exists()


@EVERY_FILE_MODEL
def test_backup_names_the_file(make, model):
    file = make(model)
    assert (file.key, file.sha256) in named_files()


@isolate_apps("casework.places")
def test_new_file_model_is_registered_automatically(monkeypatch):
    class Scan(StoredFile):
        class Meta:
            app_label = "places"

    class Registry:
        def get_models(self):
            return [*apps.get_models(), Scan]

    monkeypatch.setattr(file_tables, "apps", Registry())
    assert Scan in file_models()


def test_keys_of_all_tables_are_read_in_one_statement(make, django_assert_num_queries):
    keys = {make(model).key for model in file_models()}
    with django_assert_num_queries(1):
        assert known_keys() == keys
