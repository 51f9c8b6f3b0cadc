"""`make bench`: the cost of the main pages, with the same cases on every run.

It starts a PostgreSQL server, fills it, and serves it by gunicorn with two processes that connect as the app role.
Two yardsticks run beside it: the bare view (an empty answer) and the plain list (50 rows by one query, without wall
or audit). All take turns, so that a busy machine slows them alike; processor time is measured per page.

With `--unwalled`, queue and case page are measured once more without read audit and row-level security.
"""

import argparse
import contextlib
import json
import os
import platform
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.bench.load import Browser, measure
from tests.bench.report import show
from tests.cluster import APP, OWNER, Cluster

PORTS = {"here": 18080, "bare": 18081, "plain": 18082, "unwalled": 18083}
STARTING = 60  # seconds
SERVER = ["-m", "gunicorn", "--workers", "2", "--threads", "4", "--log-level", "error", "--preload"]
UNWALLED = ("queue", "case, 50 messages")
CLIENTS = 4
CONNECTIONS, WARMING = 4, 1  # before a page is measured: connections, and seconds of load on each


def arguments():
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__.split("\n")[0])
    parser.add_argument("--cases", type=int, default=100_000, help="cases, of five offices")
    parser.add_argument("--rounds", type=int, default=5, help="turns of each page")
    parser.add_argument("--seconds", type=float, default=1, help="of load in each turn")
    parser.add_argument("--unwalled", action="store_true", help="measure also what the wall costs")
    parser.add_argument("--save", type=Path, metavar="FILE", help="where to keep the figures")
    parser.add_argument("--compare", type=Path, metavar="FILE", help="figures of an earlier run")
    return parser.parse_args()


def main():
    wanted = arguments()
    folder = Path(tempfile.mkdtemp(prefix="casework-bench-"))
    cluster = Cluster()
    os.environ |= settings_of(cluster, folder)
    servers = {}
    try:
        print("Preparing the database ...", flush=True)
        began = time.monotonic()
        from tests.bench import world

        world.prepare(wanted.cases)
        people, journeys = world.people_and_journeys()
        filled = time.monotonic() - began
        servers = start(cluster, unwalled=wanted.unwalled)
        pages = run(wanted, servers, cluster, people, journeys, world)
        figures = facts(wanted, filled) | {"pages": pages, "searches": world.searches()}
        figures |= sizes(servers["here"])
        if wanted.save:
            wanted.save.write_text(json.dumps(figures, indent=1))
        show(figures, json.loads(wanted.compare.read_text()) if wanted.compare else None)
    finally:
        for server in servers.values():
            server.terminate()
            server.wait(STARTING)
        cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)


def settings_of(cluster, folder):
    """Return the environment of a service whose data is in this cluster and folder."""
    return {
        "DATA_DIR": str(folder),
        "SECRET_KEY": "only-for-the-bench-" * 4,
        "BASE_URL": f"http://127.0.0.1:{PORTS['here']}",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATABASE_URL": cluster.url(APP),
        "DATABASE_OWNER_URL": cluster.url(OWNER),
    }


def start(cluster, *, unwalled):
    superuser = {"DATABASE_URL": cluster.url("postgres")}  # sees every row without a policy
    servers = {
        "here": serve("config.wsgi:application", "here"),
        "bare": serve("tests.bench.bare:application", "bare"),
        "plain": serve("tests.bench.plain:application", "plain", **superuser),
    }
    if unwalled:
        servers["unwalled"] = serve("tests.bench.unwalled:application", "unwalled")
    return servers


def serve(application, name, **environment):
    """Start gunicorn on the loopback address, and return once it answers."""
    address = ["--bind", f"127.0.0.1:{PORTS[name]}"]
    server = subprocess.Popen([sys.executable, *SERVER, *address, application], env=os.environ | environment)
    until = time.monotonic() + STARTING
    while server.poll() is None and time.monotonic() < until:
        time.sleep(0.1)
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", PORTS[name]), timeout=1):
            return server
    server.terminate()
    raise SystemExit(f"{application} did not start")


def run(wanted, servers, cluster, people, journeys, world):
    """Return figures by page and of the yardsticks: lists with a value for each round, and constants."""
    from tests.bench.costs import statements_of

    every = {name: ("here", *journey) for name, journey in journeys.items()}
    every |= {
        "bare view": ("bare", "", lambda browser: browser.get("/")),
        "plain list": ("plain", "staff", lambda browser: browser.get("/")),
    }
    pages = {name: {"times": [], "web": [], "database": []} for name in every}
    for name, (who, journey) in journeys.items():
        seen, received = statements_of(journey, people[who])
        pages[name] |= {"statements": len(seen), "repeated": len(seen) - len(set(seen)), "bytes": received}
    for server, who, journey in every.values():
        warm(PORTS[server], people[who], journey)
    for turn in range(wanted.rounds):
        for name, (server, who, journey) in every.items():
            print(f"round {turn + 1} of {wanted.rounds}: {name}", end="\r", flush=True, file=sys.stderr)
            turn_of(pages[name], servers[server], PORTS[server], cluster, people[who], journey, wanted)
    pages["queue"] |= {"crowd": crowd(people["staff"], journeys["queue"][1], seconds=wanted.seconds * 3)}
    for name in UNWALLED if wanted.unwalled else ():
        pages[f"{name}, no wall"] = found = {"times": [], "web": [], "database": []}
        with world.without_row_level_security():
            who, journey = journeys[name]
            warm(PORTS["unwalled"], people[who], journey)
            turn_of(found, servers["unwalled"], PORTS["unwalled"], cluster, people[who], journey, wanted)
    return pages


def warm(port, cookies, journey):
    """Load a page until both processes have loaded what all need and prepared its statements, one after the other."""
    for _each in range(CONNECTIONS):
        measure(journey, [Browser(port, dict(cookies))], seconds=WARMING)


def turn_of(page, server, port, cluster, cookies, journey, wanted):
    """Load one page with one browser for a while, and return its figures with processor time per journey."""
    from tests.bench.costs import processor_times, used

    browser = Browser(port, dict(cookies))
    web, database = processor_times(server.pid), processor_times(cluster.pid())
    figures = measure(journey, [browser], seconds=wanted.seconds)
    page["times"] += figures.times
    page["web"].append(used(web, processor_times(server.pid)) / len(figures.times))
    page["database"].append(used(database, processor_times(cluster.pid())) / len(figures.times))


def crowd(cookies, journey, *, seconds):
    """Load one page with four browsers at once, and once before, since each thread has a connection of its own."""
    measure(journey, [Browser(PORTS["here"], dict(cookies)) for _ in range(CLIENTS)], seconds=seconds)
    figures = measure(
        journey, [Browser(PORTS["here"], dict(cookies)) for _ in range(CLIENTS)], seconds=seconds
    )
    return {"rate": figures.rate, "p95": figures.p95}


def facts(wanted, filled):
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False
    )
    return {
        "cases": wanted.cases,
        "commit": commit.stdout.strip(),
        "machine": f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}",
        "filled": filled,
        "rounds": wanted.rounds,
    }


def sizes(server):
    """Return the megabytes of the database, its largest tables, and each process of the server."""
    from django.db import connection

    from tests.bench.costs import children, memory

    with connection.cursor() as cursor:
        cursor.execute(
            "select relname, pg_total_relation_size(relid), pg_indexes_size(relid) from pg_statio_user_tables"
            " order by 2 desc limit 8"
        )
        tables = {name: [whole / 2**20, indexes / 2**20] for name, whole, indexes in cursor.fetchall()}
        cursor.execute("select pg_database_size(current_database())")
        whole = cursor.fetchone()[0] / 2**20
    return {"database": whole, "tables": tables, "memory": [memory(pid) for pid in children(server.pid)[1:]]}


if __name__ == "__main__":
    main()
