"""`scripts/python` finds an interpreter; a folder simulates PATH, and shell scripts simulate interpreters."""

import shutil
import subprocess

import pytest

from scripts.console import ROOT

STARTS = '#!/bin/sh\n[ "$1" = -c ] && exit 0\necho "$0 $*"\n'
BROKEN_SHIM = "#!/bin/sh\necho 'command not found' >&2\nexit 127\n"
TOO_OLD = "#!/bin/sh\nexit 1\n"


@pytest.fixture
def machine(tmp_path):
    """Return a folder with the project's scripts/, a PATH with the required tools, and an empty home."""
    for name in ("project/scripts", "bin", "home"):
        (tmp_path / name).mkdir(parents=True)
    shutil.copy(ROOT / "scripts" / "python", tmp_path / "project" / "scripts")
    for tool in ("sh", "dirname", "tr", "ls", "sort"):
        (tmp_path / "bin" / tool).symlink_to(shutil.which(tool))
    return tmp_path


def write_script(machine, path, text):
    (machine / path).parent.mkdir(parents=True, exist_ok=True)
    (machine / path).write_text(text)
    (machine / path).chmod(0o755)


def make(machine, **env):
    env = {"PATH": str(machine / "bin"), "HOME": str(machine / "home"), **env}
    command = [machine / "project" / "scripts" / "python", "run", "--flag"]
    return subprocess.run(command, env=env, capture_output=True, text=True)


def test_shim_that_does_not_start_is_skipped(machine):
    write_script(machine, "bin/python3.13", BROKEN_SHIM)
    write_script(machine, "bin/python3.12", STARTS)
    assert make(machine).stdout.strip() == f"{machine}/bin/python3.12 -m scripts.run --flag"


def test_newest_pyenv_version_is_found_when_python3_is_too_old(machine):
    write_script(machine, "bin/python3", TOO_OLD)
    write_script(machine, "home/.pyenv/versions/3.9.18/bin/python3", TOO_OLD)
    write_script(machine, "home/.pyenv/versions/3.12.1/bin/python3", STARTS)
    write_script(machine, "home/.pyenv/versions/3.13.0/bin/python3", STARTS)
    assert "/3.13.0/bin/python3 -m scripts.run" in make(machine).stdout


def test_interpreter_installed_by_uv_is_found(machine):
    write_script(machine, "home/.local/share/uv/python/cpython-3.13.1-linux/bin/python3", STARTS)
    assert "cpython-3.13.1-linux" in make(machine).stdout


def test_interpreter_in_a_folder_with_a_space_is_found(machine):
    write_script(machine, "my tools/python3.12", STARTS)
    assert "my tools/python3.12" in make(machine, PATH=f"{machine}/bin:{machine}/my tools").stdout


def test_portal_python_takes_precedence(machine):
    write_script(machine, "bin/python3.14", STARTS)
    write_script(machine, "mine", STARTS)
    assert make(machine, PORTAL_PYTHON=str(machine / "mine")).stdout.startswith(str(machine / "mine"))


def test_invalid_portal_python_is_refused_by_name(machine):
    write_script(machine, "bin/python3.14", STARTS)
    write_script(machine, "mine", TOO_OLD)
    result = make(machine, PORTAL_PYTHON=str(machine / "mine"))
    assert result.returncode == 1
    assert result.stdout == ""
    assert str(machine / "mine") in result.stderr


def test_missing_python_prints_one_line_of_advice(machine):
    write_script(machine, "bin/python3", TOO_OLD)
    result = make(machine)
    assert result.returncode == 1
    assert result.stderr.count("\n") == 1
    assert "Install one" in result.stderr
