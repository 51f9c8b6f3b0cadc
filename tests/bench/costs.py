"""The costs of a server beside time: processor time, memory and SQL statements."""

import os
from contextlib import suppress
from pathlib import Path

from django.db import connections
from django.test import Client

from tests.bench.load import Browser

TICK = os.sysconf("SC_CLK_TCK")
PARENT, USER, SYSTEM = 1, 11, 12  # of /proc/PID/stat, after the name


def _stat(pid):
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def children(pid):
    """Return `pid` and the processes below it."""
    found = [pid]
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(FileNotFoundError):  # it has ended meanwhile
            if int(_stat(path.parent.name)[PARENT]) == pid:
                found.append(int(path.parent.name))
    return found


def processor_times(parent):
    """Return the processor time of each child process so far, in milliseconds."""
    found = {}
    for pid in children(parent):
        with suppress(FileNotFoundError):
            used = _stat(pid)
            found[pid] = (int(used[USER]) + int(used[SYSTEM])) * 1000 / TICK
    return found


def used(before, after):
    """Return the milliseconds between two readings. Processes that ended in between are left out."""
    return sum(spent - before.get(pid, 0) for pid, spent in after.items())


def memory(pid):
    """Return the megabytes of one process, with its share of what several processes use."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


class InProcess(Browser):
    """A client that calls the service in this process, so that SQL statements can be counted."""

    def __init__(self, cookies):
        super().__init__(port=0, cookies=dict(cookies))
        self.client = Client()

    def transfer(self, method, path, body, headers):
        cookie = {"HTTP_COOKIE": headers["Cookie"], "HTTP_HOST": "127.0.0.1"}
        answer = self.client.generic(method, path, body or "", headers.get("Content-Type", ""), **cookie)
        lines = [morsel.OutputString() for morsel in answer.cookies.values()]
        self.client.cookies.clear()
        return answer.status_code, _Headers(answer.headers, lines), answer.getvalue()


class _Headers(dict):
    def __init__(self, headers, cookies):
        super().__init__(headers)
        self.cookies = cookies

    def get_all(self, name, default):
        return self.cookies


def statements_of(journey, cookies):
    """Return the SQL statements of a journey the second time, and the bytes of its pages."""
    browser = InProcess(cookies)
    journey(browser)
    seen = []

    def note(execute, sql, params, many, context):
        seen.append((sql, str(params)))
        return execute(sql, params, many, context)

    before = browser.received
    with connections["default"].execute_wrapper(note), connections["cache"].execute_wrapper(note):
        journey(browser)
    return seen, browser.received - before
