"""`make test`: run the suite on SQLite with Chromium, then all that touches the database again on PostgreSQL.

`make quick` (`--quick`) is the everyday loop: on SQLite alone, without Chromium and without what takes seconds.
Other arguments go to pytest.
"""

import argparse
import os
import shutil
import subprocess
from pathlib import Path

from scripts import build
from scripts.console import Refusal, Steps, guarded, say
from scripts.processes import run, run_until_clean, stop_on_signals
from scripts.trust.ledger import keep_passed, ledger_for

HAS_POSTGRESQL = (
    "from sys import exit; from tests import cluster; exit(cluster.postgresql_binaries() is None)"
)
# One process more than cores: each waits for the browser, the database or the scanner now and then.
PROCESSES = str(min(os.cpu_count() or 1, 8) + 1)
IN_PARALLEL = ["-n", PROCESSES, "--dist=loadfile"]
# What `make trust` proves is left out: the suite holds a cheap form of it (docs/testing.md).
QUICK = {"SQLite": ["--engine=sqlite", "-m", "not trust and not browser and not slow"]}
WHOLE = {
    "SQLite": ["--engine=sqlite", "-m", "not trust"],
    "PostgreSQL": [
        "--engine=postgresql",
        "-m",
        "not trust and not browser and (not proof or postgresql)",
        "--with-database",
    ],
}


def missing() -> dict[str, str]:
    """Return what this machine cannot test, and what to install for it."""
    found = {}
    if subprocess.run([build.PYTHON, "-c", HAS_POSTGRESQL]).returncode:
        found["PostgreSQL"] = "no server programs here; install the package postgresql"
    if not shutil.which("chromium"):
        found["the browser"] = "no Chromium here; install the package chromium"
    if not shutil.which("clamd"):
        found["the virus scanner"] = "no clamd here; install the package clamav-daemon"
    return found


def wanted() -> tuple[argparse.Namespace, list[str]]:
    parser = argparse.ArgumentParser(prog="make test", allow_abbrev=False)
    parser.add_argument("--quick", action="store_true", help="only SQLite, no browser, nothing slow")
    return parser.parse_known_args()


def contracts_are_kept() -> bool:
    """Whether every import keeps to the contracts. `make check` looks at them before the whole suite."""
    log = build.LOGS / "import-contracts.log"
    if run([str(build.VENV / "bin" / "lint-imports")], log=log):
        say(log.read_text())
        return False
    return True


def recorded(engine: str) -> Path:
    """Return the file in which `make trust` finds the proofs that passed here."""
    ledger = ledger_for(engine)
    keep_passed(ledger, again=False)
    return ledger


def main() -> int:
    stop_on_signals()
    build.keep_bytecode()
    options, arguments = wanted()
    runs = QUICK if options.quick else WHOLE
    steps = Steps(2 + len(runs))
    steps.next("Python packages")
    build.python_packages(dev=True)
    steps.next("styles and scripts of the pages")
    build.assets()
    absent = {} if options.quick else missing()
    if absent and os.environ.get("CI") == "true":
        raise Refusal("; ".join(f"{part} cannot be tested: {why}" for part, why in absent.items()) + ".")
    failed = options.quick and not contracts_are_kept()
    for name, selection in runs.items():
        steps.next(f"the suite on {name}")
        if name not in absent:
            record = [] if options.quick else [f"--proofs={recorded(name.lower())}"]
            command = [str(build.PYTHON), "-m", "pytest", *IN_PARALLEL, *selection, *record, *arguments]
            failed |= run_until_clean(command) != 0
    for part, why in absent.items():
        say(f"Not tested: {part}: {why}.")
    return int(failed)


if __name__ == "__main__":
    guarded(main)
