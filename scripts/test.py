"""`make test`: the suite on SQLite and on PostgreSQL, in the browser too, as far as this machine can."""

import os
import shutil
import subprocess
import sys

from scripts import build
from scripts.children import run_until_clean, stop_on_signals
from scripts.screen import Refusal, Steps, guarded, say

STEPS = 4
HAS_POSTGRESQL = "from sys import exit; from tests import rig; exit(rig.postgresql_binaries() is None)"


def missing() -> dict[str, str]:
    """What this machine cannot run, and what to install for it."""
    found = {}
    if subprocess.run([build.PYTHON, "-c", HAS_POSTGRESQL]).returncode:
        found["PostgreSQL"] = "no server programs here; install the package postgresql"
    if not shutil.which("chromium"):
        found["the browser"] = "no Chromium here; install the package chromium"
    if not shutil.which("clamd"):
        found["the virus scanner"] = "no clamd here; install the package clamav-daemon"
    return found


def pytest(engine: str, arguments: list[str]) -> int:
    return run_until_clean([str(build.PYTHON), "-m", "pytest", f"--engine={engine}", "-n", "2", *arguments])


def main() -> int:
    stop_on_signals()
    steps = Steps(STEPS)
    steps.next("Python packages")
    build.python_packages(dev=True)
    steps.next("styles and scripts of the pages")
    build.assets()
    absent = missing()
    if absent and os.environ.get("CI") == "true":
        raise Refusal("; ".join(f"{part} cannot be tested: {why}" for part, why in absent.items()) + ".")
    failed = False
    for name, engine in (("SQLite", "sqlite"), ("PostgreSQL", "postgresql")):
        steps.next(f"the suite on {name}")
        if name not in absent:
            failed |= pytest(engine, sys.argv[1:]) != 0
    for part, why in absent.items():
        say(f"Not tested: {part}: {why}.")
    return int(failed)


if __name__ == "__main__":
    guarded(main)
