"""`make check` finds content that must not be committed."""

import pytest

from scripts.checks import tracked


@pytest.fixture
def project(tmp_path, monkeypatch):
    monkeypatch.setattr(tracked, "ROOT", tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("open('/ro" + "ot/.ssh/id')", "a path of one machine"),
        ("see /ho" + "me/ben/notes", "a path of one machine"),
        ("--index-url https://py" + "pi.org/simple", "the host of a package registry"),
        ("-----BEGIN RSA PRIVATE " + "KEY-----", "a private key"),
        ("SECRET_" + "KEY = 'q8f7q8f7q8f7q8f7q8f7q8f7'", "a secret key"),
        ("<<<<" + "<<< HEAD", "a conflict mark"),
    ],
)
def test_forbidden_line_is_found_with_its_number(project, line, what):
    (project / "notes.md").write_text(f"first\n{line}\n")
    assert list(tracked.faults_in_files([project / "notes.md"])) == [f"notes.md:2: {what}"]


def test_large_file_is_found(project):
    (project / "film.bin").write_bytes(b"\0" * (tracked.LARGEST + 1))
    assert "larger than" in next(tracked.faults_in_files([project / "film.bin"]))


def test_lock_file_without_hash_or_with_a_host_is_found(project):
    for name in tracked.LOCKED:
        (project / name).write_text("django==6.1.3 \\\n    --hash=sha256:00\nwagtail==8.0.1\n")
    (project / "requirements.txt").write_text("--extra-index-url https://example.com\n")
    (project / "package-lock.json").write_text('{"resolved": "https://example.com"}')
    faults = list(tracked.faults_in_locks())
    assert "requirements.txt: names a host or an option" in faults
    assert "requirements-dev.txt: no hash for wagtail==8.0.1" in faults
    assert any(fault.startswith("package-lock.json") for fault in faults)


def test_lock_files_of_this_project_are_valid():
    assert [*tracked.faults_in_locks(), *tracked.faults_in_pins()] == []
