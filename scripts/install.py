"""`make build`: what an installation needs before its settings are known. Starts nothing."""

from scripts import build
from scripts.children import stop_on_signals
from scripts.screen import Steps, guarded, say

STEPS = 2


def main() -> int:
    stop_on_signals()
    steps = Steps(STEPS)
    steps.next("Python packages")
    build.python_packages(dev=False)
    steps.next("styles and scripts of the pages")
    build.assets()
    say("Built. docs/install.md says what comes next.")
    return 0


if __name__ == "__main__":
    guarded(main)
