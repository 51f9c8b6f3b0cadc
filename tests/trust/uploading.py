"""A stranger who sends files to a real process of the service, and a monitor of what that costs the machine."""

import http.client
import os
import re
import secrets
import threading
import time
from dataclasses import dataclass
from pathlib import Path

STEP = "/raise/contact/files/"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
MEGABYTE = 1024 * 1024


@dataclass
class Answer:
    status: int
    words: str
    seconds: float  # of the processors: the machine of the tests may be busy with something else
    waited: float  # on the clock
    grown: int  # bytes of memory at the most, of the process and those it started, above what it began with


def part(name: str, filename: str | None = None) -> bytes:
    """Return the beginning of a multipart part, as a browser writes it, which escapes only three characters of a file
    name.
    """
    said = f'Content-Disposition: form-data; name="{name}"'
    if filename is not None:
        escaped = filename.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
        said += f'; filename="{escaped}"\r\nContent-Type: application/octet-stream'
    return f"{said}\r\n\r\n".encode()


class Stranger:
    """Has a submission at the step that takes files."""

    def __init__(self, process, session: str):
        self.process, self.watch = process, Watch(process.server.pid)
        page = process.ask(STEP, session=session)
        token = TOKEN.search(page.body.decode())
        csrf = re.search(r"csrftoken=(\w+)", page.headers["Set-Cookie"])
        self.cookie = f"session={session}; csrftoken={csrf[1]}"
        self.token = token[1]
        self.boundary = secrets.token_hex(16)

    def body(self, *files: tuple[str, bytes]) -> bytes:
        fields = [part("csrfmiddlewaretoken") + self.token.encode(), part("upload") + b"1"]
        fields += [part("files-files", name) + content for name, content in files]
        line = f"--{self.boundary}\r\n".encode()
        return b"".join(line + field + b"\r\n" for field in fields) + f"--{self.boundary}--\r\n".encode()

    @property
    def headers(self) -> dict[str, str]:
        kind = f"multipart/form-data; boundary={self.boundary}"
        return {"Cookie": self.cookie, "Content-Type": kind, "Connection": "close"}

    def send(self, *files: tuple[str, bytes]) -> Answer:
        body = self.body(*files)
        connection = http.client.HTTPConnection("127.0.0.1", self.process.port, timeout=60)
        with self.watch:
            began = time.monotonic()
            try:
                connection.request("POST", STEP, body, self.headers)
                answer = connection.getresponse()
                words = answer.read().decode()
            finally:
                connection.close()
        return Answer(answer.status, words, self.watch.seconds, time.monotonic() - began, self.watch.grown)


class Watch:
    """Samples, every few milliseconds, the memory of a process with its children, and the size of its open unnamed
    files, in which uploads are spooled.
    """

    def __init__(self, pid: int):
        self.pid, self.grown, self.spooled, self.seconds = pid, 0, 0, 0.0

    def __enter__(self):
        self.before, self.grown, self.spooled, self.over = self.memory(), 0, 0, threading.Event()
        self.began = self.processor_time()
        self.thread = threading.Thread(target=self._look, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *_error):
        self.over.set()
        self.thread.join()
        self.seconds = self.processor_time() - self.began

    def _look(self):
        while not self.over.is_set():
            self.grown = max(self.grown, self.memory() - self.before)
            self.spooled = max(self.spooled, self.unnamed())
            self.over.wait(0.005)

    def pids(self) -> list[int]:
        found = [self.pid]
        for pid in found:
            found += _children(pid)
        return found

    def processor_time(self) -> float:
        """Return the processor seconds, including those of ended processes."""
        return sum(map(_ticks, self.pids())) / os.sysconf("SC_CLK_TCK")

    def memory(self) -> int:
        return sum(map(_resident, self.pids()))

    def unnamed(self) -> int:
        size = 0
        for pid in self.pids():
            for handle in _listed(f"/proc/{pid}/fd"):
                try:
                    size += handle.stat().st_size if str(handle.readlink()).endswith("(deleted)") else 0
                except OSError:
                    continue
        return size


def _listed(folder: str) -> list[Path]:
    try:
        return list(Path(folder).iterdir())
    except OSError:
        return []


def _children(pid: int) -> list[int]:
    found = []
    for task in _listed(f"/proc/{pid}/task"):
        try:
            found += map(int, (task / "children").read_text().split())
        except OSError:
            continue
    return found


def _ticks(pid: int) -> int:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return sum(map(int, fields[11:15]))


def _resident(pid: int) -> int:
    """Return the proportional share of memory, so that pages shared by parent and child count once."""
    try:
        fields = Path(f"/proc/{pid}/smaps_rollup").read_text().split()
    except OSError:
        return 0
    return int(fields[fields.index("Pss:") + 1]) * 1024 if "Pss:" in fields else 0


def drawn(amount, rows):
    """Return every n-th row of each group for the short form."""
    most = amount(30, len(rows))
    return rows[:: max(1, len(rows) // most)]
