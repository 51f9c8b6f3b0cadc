"""Output for the terminal: numbered steps, progress bars, and one line for a failure."""

import errno
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FULL_BELOW = 50 * 1024 * 1024
WIDTH = 30


class Refusal(Exception):
    """The command cannot continue. The text says in one line what to do."""


def say(text: str = "") -> None:
    print(text, flush=True)


class Steps:
    """Counter that prints `step 2 of 5: ...`."""

    def __init__(self, total: int, done: int = 0):
        self.total = total
        self.done = done

    def next(self, text: str) -> None:
        self.done += 1
        say(f"step {self.done} of {self.total}: {text}")


class Bar:
    """Progress bar on a terminal; when output goes to a file, one line per quarter."""

    def __init__(self) -> None:
        self.shown = -1
        self.live = sys.stdout.isatty()

    def show(self, done: int, total: int) -> None:
        percent = 100 if total == 0 else min(100, 100 * done // total)
        if percent <= self.shown:
            return
        if self.live:
            filled = WIDTH * percent // 100
            print(f"\r  [{'#' * filled}{'.' * (WIDTH - filled)}] {percent:3}%", end="", flush=True)
            if percent == 100:
                say()
        elif percent // 25 > max(self.shown, 0) // 25:
            say(f"  {percent // 25 * 25}%")
        self.shown = percent

    def end(self) -> None:
        if self.live and 0 <= self.shown < 100:
            say()


def disk_is_full(folder: Path) -> bool:
    """Return whether the disk of `folder`, or of its nearest existing parent, is nearly full."""
    while not folder.exists():
        folder = folder.parent
    return shutil.disk_usage(folder).free < FULL_BELOW


def guarded(main: Callable[[], int]) -> None:
    """Run `main` and exit. Turn refusals, interruption and a full disk into one line and an exit status."""
    try:
        sys.exit(main())
    except Refusal as refusal:
        say(f"Stopped: {refusal}")
    except KeyboardInterrupt:
        say("\nStopped. The next start carries on from here.")
        sys.exit(130)
    except OSError as error:
        if error.errno not in {errno.ENOSPC, errno.EDQUOT}:
            raise
        say(f"Stopped: the disk is full ({error.filename or ROOT}). Free some space and start again.")
    sys.exit(1)
