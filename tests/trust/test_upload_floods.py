"""B-13: floods of uploads to a real process are cut off, within limits of disk, memory and time."""

import select
import socket
import time

import pytest

from tests.trust.uploading import MEGABYTE, STEP, part

SECONDS, MEMORY = 5, 150 * MEGABYTE


LIMIT = 51 * MEGABYTE  # what a request may bring, and the megabyte after which the line is cut


pytestmark = pytest.mark.django_db(transaction=True)


def pour(stranger, length):
    """Send one file of this length until answered or cut off, and return the bytes sent and the status line."""
    head = f"POST {STEP} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {length}\r\n"
    head += "".join(f"{name}: {value}\r\n" for name, value in stranger.headers.items())
    first = stranger.body().removesuffix(f"--{stranger.boundary}--\r\n".encode())
    first += f"--{stranger.boundary}\r\n".encode() + part("files-files", "flood.jpg")
    piece, sent = b"\xff\xd8\xff" + bytes(64 * 1024), 0
    with socket.socket() as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 64 * 1024)
        line.settimeout(60)
        line.connect(("127.0.0.1", stranger.process.port))
        try:
            line.sendall(head.encode() + b"\r\n" + first)
            while sent < length and not select.select([line], [], [], 0)[0]:
                sent += line.send(piece)
            return sent, line.recv(1000).decode("latin-1").split("\r\n")[0]
        except OSError:
            return sent, ""


def on_the_way():
    """Return the bytes that kernel buffers may contain."""
    with open("/proc/sys/net/ipv4/tcp_rmem") as settings:
        return int(settings.read().split()[2]) + 256 * 1024


@pytest.mark.trust
def test_ten_gigabyte_upload_is_cut_within_disk_and_memory_limits(stranger, proof):
    stranger.send(("first.txt", b"Hello"))
    with stranger.watch as watch:
        began = time.monotonic()
        sent, answered = pour(stranger, 10 * 1024 * MEGABYTE)
        seconds = time.monotonic() - began
    failures = []
    if not MEGABYTE < sent <= LIMIT + on_the_way():
        failures.append(f"{sent:,} bytes left us")
    if watch.spooled > 2 * 10 * MEGABYTE or watch.grown > MEMORY:
        failures.append(f"{watch.spooled:,} bytes on the disk, {watch.grown:,} in memory")
    if answered and " 422 " not in answered:
        failures.append(answered)
    if stranger.process.ask("/health/live").status != 200:
        failures.append("the service no longer answers")
    what = (
        f"a stream of 10 GB cut after {sent / MEGABYTE:.0f} MB, {watch.spooled / MEGABYTE:.0f} MB on the disk"
    )
    proof("B-13", f"{what}, {seconds:.1f} s", tried=1, failures=failures)


@pytest.mark.trust
def test_repeated_uploads_are_rate_limited(stranger, amount, proof):
    failures, tries = [], amount(12, 302)
    answer = stranger.send(*((f"{number}.txt", b"a") for number in range(10_000)))
    if answer.status != 400 or answer.seconds > SECONDS:
        failures.append(f"10,000 files: {answer.status} after {answer.seconds:.1f} s")
    answers = [stranger.send((f"{number}.txt", b"a")) for number in range(tries)]
    expected = [302] * 10 + [422] * 290 + [429] * 2
    failures += [
        f"file {number + 1}: {answer.status} instead of {status}"
        for number, (answer, status) in enumerate(zip(answers, expected, strict=False))
        if answer.status != status
    ]
    if "too many files" not in answers[11].words:
        failures.append("no word about how many files one may add")
    proof(
        "B-13",
        "files beyond what one form, one hour or one request takes",
        tried=tries + 1,
        failures=failures,
    )
