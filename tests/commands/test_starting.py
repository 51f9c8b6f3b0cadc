"""`make run` refuses bad settings before it builds, and stops every process it started."""

import os
import signal
import socket
import stat
import subprocess
import sys
import time

import pytest

from scripts import build, run
from scripts.console import ROOT, Refusal
from scripts.processes import start, stop


def make_run(**env):
    result = subprocess.run(
        [sys.executable, "-m", "scripts.run"],
        cwd=ROOT,
        env={**os.environ, **env},
        capture_output=True,
        text=True,
    )
    return result.returncode, result.stdout + result.stderr


@pytest.fixture
def used_port():
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield listening.getsockname()[1]


def test_used_port_is_refused_in_one_line(used_port):
    status, output = make_run(PORT=str(used_port))
    assert status == 1
    assert output.startswith(f"Stopped: Port {used_port} is in use.")
    assert output.count("\n") == 1


@pytest.mark.parametrize("port", ["eighty", "0", "70000", "-1"])
def test_invalid_port_is_refused_by_value(port):
    assert make_run(PORT=port) == (1, f"Stopped: PORT must be a number from 1 to 65535, not {port!r}.\n")


def test_unwritable_data_dir_is_refused_in_one_line(tmp_path):
    (tmp_path / "file").touch()
    status, output = make_run(PORT="65531", DATA_DIR=str(tmp_path / "file" / "var"))
    assert status == 1
    assert "DATA_DIR" in output
    assert output.count("\n") == 1


def test_full_disk_is_refused_before_building(tmp_path, monkeypatch):
    monkeypatch.setattr(run, "ROOM_FOR_DATA", 2**62)
    with pytest.raises(Refusal, match="MB are needed"):
        run.refuse_bad_folder(tmp_path)


def test_secret_key_is_generated_once_and_private(tmp_path, monkeypatch):
    monkeypatch.delenv("SECRET_KEY")
    run.write_secret_key(tmp_path)
    secret = (tmp_path / "secret-key").read_text()
    run.write_secret_key(tmp_path)
    assert (tmp_path / "secret-key").read_text() == secret
    assert len(secret) > 50
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600


def is_running(pid):
    """Return whether the process is_running; a zombie that waits for its parent does not."""
    time.sleep(0.1)
    found = subprocess.run(["ps", "-o", "stat=", "-p", pid], capture_output=True, text=True).stdout
    return found.strip() != "" and not found.startswith("Z")


def test_stop_also_kills_grandchildren(tmp_path):
    child = start(["sh", "-c", f"sleep 600 & echo $! > {tmp_path}/pid; trap '' TERM; wait; sleep 600"])
    while not (tmp_path / "pid").exists() or not (tmp_path / "pid").read_text():
        time.sleep(0.02)
    stop(child, patience=0.5)
    assert child.returncode == -signal.SIGKILL
    assert not is_running((tmp_path / "pid").read_text().strip())


@pytest.mark.parametrize(
    ("log", "reason"),
    [
        ("OSError: [Errno 28] No space left on device", "the disk is full"),
        ("npm error code ENOTFOUND", "cannot be reached"),
        (
            "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.",
            "not the one that the project recorded",
        ),
        ("first line\nERROR: something unheard of\nlast line", "ERROR: something unheard of"),
    ],
)
def test_failed_build_gives_the_reason_in_one_line(tmp_path, monkeypatch, log, reason):
    monkeypatch.setattr(build, "ROOT", tmp_path)
    (tmp_path / "pip.log").write_text(log)
    output = str(build.failure("Installing", tmp_path / "pip.log"))
    assert reason in output
    assert "\n" not in output
