"""ClamAV's daemon with one signature of our own, made here: no virus and no downloaded list of viruses is needed."""

import contextlib
import getpass
import shutil
import socket
import subprocess
import time

import pytest

from casework.files import clamd

VIRUS = b"CASEWORK-SCANNER-" + b"TEST-SIGNATURE"  # in two parts, so that nothing finds it here
STREAM_MOST = 20 * 1024 * 1024


class Scanner:
    """One daemon, at a socket of its own and at a port of this machine; it may be stopped and started again."""

    def __init__(self, folder):
        self.folder, self.process = folder, None
        self.url = f"unix://{folder}/socket"
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        (folder / "own.ndb").write_text(f"Casework.Test:0:*:{VIRUS.hex()}\n")
        (folder / "clamd.conf").write_text(
            f"Foreground yes\nDatabaseDirectory {folder}\nLocalSocket {folder}/socket\n"
            f"TCPSocket {self.port}\nTCPAddr 127.0.0.1\nStreamMaxLength {STREAM_MOST}\nUser {getpass.getuser()}\n"
        )

    def start(self):
        program = shutil.which("clamd")
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [program, "-c", self.folder / "clamd.conf"], stdout=log, stderr=log, stdin=subprocess.DEVNULL
            )
        until = time.monotonic() + 60
        while time.monotonic() < until and self.process.poll() is None:
            if (self.folder / "socket").exists() and self._answers():
                return
            time.sleep(0.05)
        raise AssertionError(f"clamd did not start: {(self.folder / 'log').read_text()[-500:]}")

    def _answers(self):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1) as line:
            line.sendall(b"zPING\0")
            return line.recv(10) == b"PONG\0"
        return False

    def stop(self):
        if self.process:
            self.process.kill()
            self.process.wait()
            (self.folder / "socket").unlink(missing_ok=True)
            self.process = None


@pytest.fixture(scope="session")
def _clamav(tmp_path_factory):
    if not shutil.which("clamd"):
        pytest.skip("no clamd on this machine: install the package clamav-daemon")
    scanner = Scanner(tmp_path_factory.mktemp("clamav"))
    yield scanner
    scanner.stop()


@pytest.fixture
def scanner(_clamav, settings):
    """Return the running scanner, configured for the service."""
    if _clamav.process is None:
        _clamav.start()
    settings.CLAMD_URL = _clamav.url
    return _clamav


@pytest.fixture
def silent_scanner(settings, tmp_path):
    """Configure a scanner that does not answer."""
    settings.CLAMD_URL = f"unix://{tmp_path}/nobody"
    assert not clamd.answers()
