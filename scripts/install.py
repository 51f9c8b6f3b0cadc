"""`make build`: build an installation before its settings are known. Nothing is started."""

from scripts import build
from scripts.console import Steps, guarded, say
from scripts.processes import stop_on_signals

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
