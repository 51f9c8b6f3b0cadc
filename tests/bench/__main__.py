"""`make bench`: the main pages under load, each as a ratio to a bare Django view measured beside it.

Runs on a throw-away database with the demo and more cases (SQLite, or `--engine postgresql`), served by gunicorn as
`make run` does. Every page and the yardstick take turns, so that a busy machine slows both.

With `--cost` it measures what the wall costs: queue and case page over 100,000 cases of five offices, beside the same
service without read audit and, on PostgreSQL, without row-level security.
"""

import argparse
import contextlib
import itertools
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests import rig
from tests.bench.load import Request, measure

BARE_PORT, PORT, UNWALLED_PORT = 18081, 18080, 18082
STARTING = 60  # seconds
SERVER = ["-m", "gunicorn", "--workers", "2", "--threads", "4", "--log-level", "error"]


def arguments():
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__.split("\n")[0])
    parser.add_argument("--engine", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--cost", action="store_true", help="what the wall costs, over 100,000 cases")
    parser.add_argument("--cases", type=int, help="cases to add, to one office or with --cost to five")
    parser.add_argument("--rounds", type=int, default=5, help="turns of each page; medians are of these")
    parser.add_argument("--seconds", type=float, default=2, help="of load in each turn")
    parser.add_argument("--connections", type=int, default=8)
    wanted = parser.parse_args()
    wanted.cases = wanted.cases or (100_000 if wanted.cost else 2_000)
    return wanted


def main():
    wanted = arguments()
    folder = Path(tempfile.mkdtemp(prefix="casework-bench-"))
    os.environ |= {
        "DATA_DIR": str(folder),
        "SECRET_KEY": "only-for-the-bench-" * 4,
        "BASE_URL": f"http://127.0.0.1:{PORT}",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    cluster = None
    servers = []
    try:
        if wanted.engine == "postgresql":
            cluster = rig.Cluster()
            os.environ |= {
                "DATABASE_URL": cluster.url(rig.APP),
                "DATABASE_OWNER_URL": cluster.url(rig.OWNER),
            }
        print("Preparing the database ...", flush=True)
        from tests.bench import world

        submissions = 0 if wanted.cost else int(wanted.rounds * wanted.seconds * 60)
        pages = world.prepare(cases=wanted.cases, offices=5 if wanted.cost else 1, submissions=submissions)
        servers = [serve("config.wsgi:application", PORT)]
        if wanted.cost:
            servers.append(serve("tests.bench.unwalled:application", UNWALLED_PORT))
            desk = {name: pages[name] for name in ("queue", "case page")}
            report(
                wanted, run(wanted, desk, lambda request: unwalled(request, wanted, world)), beside="unwalled"
            )
        else:
            servers.append(serve("tests.bench.bare:application", BARE_PORT))
            report(wanted, run(wanted, pages, lambda request: bare(wanted)), beside="bare")
    finally:
        for server in servers:
            server.terminate()
            server.wait(10)
        if cluster:
            cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)


def serve(application, port):
    """A gunicorn of our own on the loopback address, answering before this returns."""
    server = subprocess.Popen([sys.executable, *SERVER, "--bind", f"127.0.0.1:{port}", application])
    until = time.monotonic() + STARTING
    while server.poll() is None and time.monotonic() < until:
        time.sleep(0.1)
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            measure(
                port, iter([Request(path="/")]), connections=1, seconds=5
            )  # the first one loads what all need
            return server
    server.terminate()
    raise SystemExit(f"{application} did not start")


def load(wanted):
    return {"connections": wanted.connections, "seconds": wanted.seconds}


def bare(wanted):
    return measure(BARE_PORT, itertools.repeat(Request(path="/")), **load(wanted))


def unwalled(requests, wanted, world):
    with world.without_row_level_security():
        return measure(UNWALLED_PORT, requests, **load(wanted))


def run(wanted, pages, yardstick):
    """Figures by page: a list of (page, yardstick) pairs, one a round. The yardstick is given the page's requests."""
    pairs = {name: [] for name in pages}
    for turn in range(wanted.rounds):
        for name, requests in pages.items():
            print(f"round {turn + 1} of {wanted.rounds}: {name}", flush=True)
            pairs[name].append((measure(PORT, requests, **load(wanted)), yardstick(requests)))
    return pairs


def report(wanted, pairs, *, beside):
    print(f"\n{wanted.engine}, {wanted.cases:,} more cases, {wanted.connections} connections")
    yard = f"{beside} req/s"
    print(f"{'page':16} {'req/s':>8} {'median ms':>10} {yard:>14} {'ratio':>7} {'requests':>9} {'wrong':>6}")
    failed = False
    for name, turns in pairs.items():
        rate = statistics.median(page.rate for page, _bare in turns)
        other = statistics.median(yard.rate for _page, yard in turns)
        median = statistics.median(page.median for page, _bare in turns)
        wrong = sum(page.wrong for page, _bare in turns)
        count = sum(page.count for page, _bare in turns)
        ratio = rate / other if other else 0
        failed |= bool(wrong) or not ratio
        print(f"{name:16} {rate:8.1f} {median:10.1f} {other:14.1f} {ratio:7.3f} {count:9} {wrong:6}")
    sys.exit(failed)


if __name__ == "__main__":
    main()
