"""`make bench`: measure the main pages against a bare Django view. The measurements are in tests/bench."""

import sys

from scripts import build
from scripts.console import guarded
from scripts.processes import run_until_clean, stop_on_signals


def main() -> int:
    stop_on_signals()
    build.python_packages(dev=True)
    build.assets()
    return run_until_clean([str(build.PYTHON), "-m", "tests.bench", *sys.argv[1:]])


if __name__ == "__main__":
    guarded(main)
