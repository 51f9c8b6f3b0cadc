"""Reporting of proofs: mark, what was tried, how often, and what failed.

In the suite a proof is a short test. `make trust` collects the rows of all proofs, short or full, in a table.

`--full`: each proof tries the full number. `--count N`: each proof that tries a number tries N. `--proofs`: the file
that gets a row for each proof, as JSON lines; with `--resume`, tests whose rows are in it are left out.
"""

import json
import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

SHOWN = 20
Proof = Callable[..., None]


def pytest_addoption(parser):
    group = parser.getgroup("proofs")
    group.addoption("--full", action="store_true", help="proofs try the full figures of their bars")
    group.addoption("--count", type=int, help="how many each proof tries, where it tries a number")
    group.addoption("--proofs", type=Path, help="file that takes what each proof showed, as JSON lines")
    group.addoption("--resume", action="store_true", help="leave out the tests that --proofs has already")


def pytest_configure(config):
    config.addinivalue_line("markers", "long: a proof that only the long form runs (--full)")
    if config.getoption("--proofs") and "PYTEST_XDIST_WORKER" not in os.environ:
        config.pluginmanager.register(Ledger(config), "ledger")


def pytest_collection_modifyitems(config, items):
    path = config.getoption("--proofs")
    stands = {row["test"] for row in rows_of(path)} if path and config.getoption("--resume") else set()
    left_out = [item for item in items if item.nodeid in stands]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item.nodeid not in stands]
    if not config.getoption("--full"):
        for item in items:
            if item.get_closest_marker("long"):
                item.add_marker(pytest.mark.skip(reason="only in the long form: make trust FULL=1"))


def rows_of(path: Path) -> list[dict]:
    """Return the rows of a file of proofs. A line truncated by a kill is ignored."""
    if not path.exists():
        return []
    rows = []
    for line in path.read_text().splitlines():
        try:
            rows.append(json.loads(line))
        except json.JSONDecodeError:
            continue
    return rows


@pytest.fixture
def amount(request) -> Callable[[int, int], int]:
    """Return how many to try: `amount(60, 1000)` is 60 in the suite, 1000 in full, or what --count says."""
    full, count = request.config.getoption("--full"), request.config.getoption("--count")
    return lambda short, long: count or (long if full else short)


@pytest.fixture
def proof(request) -> Proof:
    """Record one row of the report, then fail the test if anything failed.

    `proof("B-33", "tampered logs", tried=1000, failures=[...])`; a failure is one line that says where and what.
    `listed` is a line for each thing that was tried, where the list itself is wanted.
    """
    began = time.monotonic()

    def show(
        mark: str, what: str, *, tried: int, failures: Sequence[str] = (), listed: Sequence[str] = ()
    ) -> None:
        row = {
            "mark": mark,
            "what": what,
            "tried": tried,
            "failures": len(failures),
            "first": [str(failure)[:500] for failure in failures[:SHOWN]],
            "seconds": round(time.monotonic() - began, 1),
        }
        if listed:
            row["listed"] = list(listed)
        request.node.user_properties.append(("proof", row))
        assert tried > 0, f"{mark}: nothing was tried, so nothing is shown"
        assert not failures, "\n".join([f"{mark}: {len(failures)} of {tried} failed", *row["first"]])

    return show


class Ledger:
    """Writes the rows of each finished test. `make trust` also prints each, and a test that broke before it proved
    anything is a row as well.
    """

    def __init__(self, config):
        self.config = config
        self.path = config.getoption("--proofs")
        self.alone = config.getoption("--resume")

    def pytest_runtest_logreport(self, report):
        shown = [row for name, row in report.user_properties if name == "proof"]
        if report.failed and not any(row["failures"] for row in shown):
            shown = [broken(report)] if self.alone else []
        elif report.when != "call" or report.skipped:
            return
        engine = self.config.getoption("--engine")
        self.write([row | {"engine": engine, "test": report.nodeid} for row in shown])

    def write(self, rows):
        with self.path.open("a") as file:
            file.writelines(json.dumps(row) + "\n" for row in rows)
        for row in rows if self.alone else ():
            state = "FAILED" if row["failures"] else "ok"
            line = f"{state:<6}  {row['mark']:<8}  {row['what']}: {row['tried']:,} tried in {row['seconds']:,.0f} s"
            self.config.get_terminal_writer().line(line)

    @pytest.hookimpl(tryfirst=True)
    def pytest_report_teststatus(self, report):
        """Print no letter for each test in `make trust`: the lines of the ledger say more."""
        return (report.outcome, "", "") if self.alone else None


def broken(report) -> dict:
    """Return the row of a test that ended in an error of its own."""
    said = str(report.longrepr).splitlines()
    first = [f"{report.when}: {said[-1] if said else 'no reason given'}"]
    name = report.nodeid.split("::")[-1]
    return {"mark": "broken", "what": name, "tried": 0, "failures": 1, "first": first, "seconds": 0}
