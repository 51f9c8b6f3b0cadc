"""The virus scanner client: only an explicit clean answer lets a file pass."""

import io
import socket
import time
from threading import Thread

import pytest

from casework.files import clamd
from casework.files.clamd import NoVerdict, Silent, find_virus
from tests.clamav import STREAM_MOST, VIRUS
from tests.files import made


def asked(content):
    return find_virus(io.BytesIO(content))


def test_clean_bytes_pass(scanner):
    assert asked(b"Dear operator") == ""


@pytest.mark.parametrize("before", [0, 1, 128 * 1024 - 5, 1_000_000])
def test_virus_split_across_chunks_is_found(scanner, before):
    assert asked(b"x" * before + VIRUS) == "Casework.Test.UNOFFICIAL"


def test_virus_inside_a_document_is_found(scanner):
    assert asked(made.docx(VIRUS.decode()))
    assert not asked(made.docx("Dear office"))


def test_scanner_is_reachable_over_tcp(scanner, settings):
    settings.CLAMD_URL = f"tcp://127.0.0.1:{scanner.port}"

    assert asked(VIRUS)
    assert not asked(b"a")
    assert clamd.answers()


def test_file_over_the_scanner_limit_raises_no_verdict(scanner):
    with pytest.raises((NoVerdict, Silent)):
        asked(b"x" * (STREAM_MOST + 1_000_000))


def test_unreachable_scanner_raises_silent(silent_scanner):
    with pytest.raises(Silent):
        asked(b"a")
    assert not clamd.answers()


@pytest.fixture
def says(settings):
    """Return a scanner that always gives this answer, or none and closes the connection."""
    listening = socket.create_server(("127.0.0.1", 0))
    settings.CLAMD_URL = f"tcp://127.0.0.1:{listening.getsockname()[1]}"

    def answer(words):
        line, _address = listening.accept()
        with line:
            heard = b""
            while not heard.endswith(bytes(4)):
                heard += line.recv(4096)
            line.sendall(words)

    yield lambda words: Thread(target=answer, args=[words], daemon=True).start()
    listening.close()


UNCLEAR = [
    *(b"", b"stream: OK", b"\0", b"stream: ok\0", b"OK\0", b"stream: OK extra\0", b"ERROR\0", b"stream: \0"),
    *(
        b"stream: Can't allocate memory ERROR\0",
        b"INSTREAM size limit exceeded. ERROR\0",
        b"\xff\0",
        b"a" * 9000,
    ),
]


@pytest.mark.parametrize("words", UNCLEAR)
def test_incomplete_or_unknown_answer_is_no_verdict(says, words):
    says(words)
    with pytest.raises((NoVerdict, Silent)):
        asked(b"Dear operator")


def test_unresponsive_scanner_times_out(settings, monkeypatch):
    monkeypatch.setattr(clamd, "SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        settings.CLAMD_URL = f"tcp://127.0.0.1:{listening.getsockname()[1]}"
        began = time.monotonic()
        with pytest.raises(Silent):
            asked(b"a" * 100)
        assert time.monotonic() - began < 5
