"""`make run` before it has built anything: what it refuses, and that it leaves nothing running."""

import os
import signal
import socket
import stat
import subprocess
import sys
import time

import pytest

from scripts import build, run
from scripts.children import start, stop
from scripts.screen import ROOT, Refusal


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


def test_a_used_port_is_one_clear_line(used_port):
    status, said = make_run(PORT=str(used_port))
    assert status == 1
    assert said.startswith(f"Stopped: Port {used_port} is in use.")
    assert said.count("\n") == 1


@pytest.mark.parametrize("port", ["eighty", "0", "70000", "-1"])
def test_a_port_that_is_none_is_named(port):
    assert make_run(PORT=port) == (1, f"Stopped: PORT must be a number from 1 to 65535, not {port!r}.\n")


def test_a_data_dir_that_cannot_be_written_is_one_clear_line(tmp_path):
    (tmp_path / "file").touch()
    status, said = make_run(PORT="65531", DATA_DIR=str(tmp_path / "file" / "var"))
    assert status == 1
    assert "DATA_DIR" in said
    assert said.count("\n") == 1


def test_a_disk_without_room_is_refused_before_the_long_steps(tmp_path, monkeypatch):
    monkeypatch.setattr(run, "ROOM_FOR_DATA", 2**62)
    with pytest.raises(Refusal, match="MB are needed"):
        run.refuse_bad_folder(tmp_path)


def test_the_secret_is_drawn_once_and_only_its_owner_reads_it(tmp_path, monkeypatch):
    monkeypatch.delenv("SECRET_KEY")
    run.write_secret_key(tmp_path)
    secret = (tmp_path / "secret-key").read_text()
    run.write_secret_key(tmp_path)
    assert (tmp_path / "secret-key").read_text() == secret
    assert len(secret) > 50
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600


def runs(pid):
    """Not merely in the table of processes: one that ended may wait there for its parent."""
    time.sleep(0.1)
    found = subprocess.run(["ps", "-o", "stat=", "-p", pid], capture_output=True, text=True).stdout
    return found.strip() != "" and not found.startswith("Z")


def test_stopping_a_program_stops_what_it_started_too(tmp_path):
    child = start(["sh", "-c", f"sleep 600 & echo $! > {tmp_path}/pid; trap '' TERM; wait; sleep 600"])
    while not (tmp_path / "pid").exists() or not (tmp_path / "pid").read_text():
        time.sleep(0.02)
    stop(child, patience=0.5)
    assert child.returncode == -signal.SIGKILL
    assert not runs((tmp_path / "pid").read_text().strip())


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
def test_a_failed_build_says_why_in_one_line(tmp_path, monkeypatch, log, reason):
    monkeypatch.setattr(build, "ROOT", tmp_path)
    (tmp_path / "pip.log").write_text(log)
    said = str(build.failure("Installing", tmp_path / "pip.log"))
    assert reason in said
    assert "\n" not in said
