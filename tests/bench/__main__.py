"""`make bench`: the main pages under load, each as a ratio to a bare Django view measured beside it.

Runs on a throw-away database with the demo and more cases (SQLite, or `--engine postgresql`), served by gunicorn as
`make run` does. Every page and the yardstick take turns, so that a busy machine slows both.
"""

import argparse
import itertools
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests import rig
from tests.bench.load import Request, measure

BARE_PORT, PORT = 18081, 18080
SERVER = ["-m", "gunicorn", "--workers", "2", "--threads", "4", "--log-level", "error"]


def arguments():
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__.split("\n")[0])
    parser.add_argument("--engine", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--cases", type=int, default=2_000, help="cases to add to one office")
    parser.add_argument("--rounds", type=int, default=5, help="turns of each page; medians are of these")
    parser.add_argument("--seconds", type=float, default=2, help="of load in each turn")
    parser.add_argument("--connections", type=int, default=8)
    return parser.parse_args()


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

        pages = world.prepare(cases=wanted.cases, submissions=int(wanted.rounds * wanted.seconds * 60))
        servers = [
            serve("config.wsgi:application", PORT),
            serve("tests.bench.bare:application", BARE_PORT),
        ]
        report(wanted, run(wanted, pages))
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
    for _ in range(100):
        time.sleep(0.1)
        first = (
            measure(port, iter([Request(path="/")]), connections=1, seconds=5)
            if server.poll() is None
            else None
        )
        if first and first.count:
            return server
    raise SystemExit(f"{application} did not start")


def run(wanted, pages):
    """Figures by page: a list of (page, bare) pairs, one a round."""
    pairs = {name: [] for name in pages}
    bare = Request(path="/")
    for turn in range(wanted.rounds):
        for name, requests in pages.items():
            print(f"round {turn + 1} of {wanted.rounds}: {name}", flush=True)
            load = {"connections": wanted.connections, "seconds": wanted.seconds}
            pairs[name].append(
                (measure(PORT, requests, **load), measure(BARE_PORT, itertools.repeat(bare), **load))
            )
    return pairs


def report(wanted, pairs):
    print(f"\n{wanted.engine}, {wanted.cases} more cases, {wanted.connections} connections")
    print(
        f"{'page':16} {'req/s':>8} {'median ms':>10} {'bare req/s':>11} {'ratio':>7} {'requests':>9} {'wrong':>6}"
    )
    failed = False
    for name, turns in pairs.items():
        rate = statistics.median(page.rate for page, _bare in turns)
        bare = statistics.median(yard.rate for _page, yard in turns)
        median = statistics.median(page.median for page, _bare in turns)
        wrong = sum(page.wrong for page, _bare in turns)
        count = sum(page.count for page, _bare in turns)
        failed |= bool(wrong) or not count
        print(f"{name:16} {rate:8.1f} {median:10.1f} {bare:11.1f} {rate / bare:7.3f} {count:9} {wrong:6}")
    sys.exit(failed)


if __name__ == "__main__":
    main()
