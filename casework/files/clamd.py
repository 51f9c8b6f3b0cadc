"""A client of ClamAV's daemon that sends bytes with the INSTREAM command.

`CLAMD_URL` says where it listens: `tcp://host:port`, `unix:///path` or only `/path`.
"""

import socket
import struct
import time
from typing import BinaryIO
from urllib.parse import urlsplit

from django.conf import settings

SECONDS = 60  # for each step of the conversation
MOST_SECONDS = 300  # for all of it
PIECE = 128 * 1024
LONGEST_ANSWER = 4096


class Silent(Exception):
    """The scanner did not answer, or not in time."""


class NoVerdict(Exception):
    """The scanner could not give a verdict on this file."""


def find_virus(content: BinaryIO) -> str:
    """Return the name of the virus found; "" if the scanner read the whole file and found none.

    Raises Silent or NoVerdict. Only the one answer that says so means "no virus".
    """
    try:
        deadline = time.monotonic() + MOST_SECONDS
        with _connected(SECONDS) as line:
            line.sendall(b"zINSTREAM\0")
            try:
                while piece := content.read(PIECE):
                    if time.monotonic() > deadline:
                        raise Silent
                    line.sendall(struct.pack("!L", len(piece)) + piece)
                line.sendall(struct.pack("!L", 0))
            except ConnectionError:
                pass  # it hangs up in the middle of what is over its limit, having said so
            answer = _answer(line)
    except OSError as error:
        raise Silent from error
    if answer == "stream: OK":
        return ""
    if answer.startswith("stream: ") and answer.endswith(" FOUND"):
        return answer.removeprefix("stream: ").removesuffix(" FOUND") or "unnamed"
    if not answer:
        raise Silent
    raise NoVerdict(answer)


def answers(*, seconds: float = 5) -> bool:
    """Return whether the scanner answers."""
    try:
        with _connected(seconds) as line:
            line.sendall(b"zPING\0")
            return _answer(line) == "PONG"
    except OSError:
        return False


def _connected(seconds: float) -> socket.socket:
    where = urlsplit(settings.CLAMD_URL)
    if where.scheme == "tcp":
        return socket.create_connection((where.hostname, where.port), timeout=seconds)
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    line.settimeout(seconds)
    try:
        line.connect(where.path)
    except OSError:
        line.close()
        raise
    return line


def _answer(line: socket.socket) -> str:
    """Return the answer up to its zero byte; "" if the connection broke before that."""
    heard = b""
    while b"\0" not in heard and len(heard) < LONGEST_ANSWER:
        piece = line.recv(LONGEST_ANSWER)
        if not piece:
            return ""
        heard += piece
    return heard.partition(b"\0")[0].decode("utf-8", "replace")
