"""`make bench`: how fast the main pages are, beside a bare Django view. What it measures is in tests/bench."""

import sys

from scripts import build
from scripts.children import run_until_clean, stop_on_signals
from scripts.screen import guarded


def main() -> int:
    stop_on_signals()
    build.python_packages(dev=True)
    build.assets()
    return run_until_clean([str(build.PYTHON), "-m", "tests.bench", *sys.argv[1:]])


if __name__ == "__main__":
    guarded(main)
