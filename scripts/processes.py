"""Child processes that never outlive this one."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from scripts.console import ROOT

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PR_SET_PDEATHSIG = 1
CLEAN_UP_SECONDS = 30


def stop_on_signals() -> None:
    """Raise KeyboardInterrupt on Ctrl-C, SIGTERM and SIGHUP, except SIGHUP under `nohup`."""

    def interrupt(number, frame):
        for each in SIGNALS:
            signal.signal(each, signal.SIG_IGN)
        raise KeyboardInterrupt

    for number in SIGNALS:
        if number is signal.SIGHUP and signal.getsignal(number) is signal.SIG_IGN:
            continue
        signal.signal(number, interrupt)


def _child_set_up() -> None:
    """Reset signals in the child. On Linux, also end it when this process is killed."""
    for number in SIGNALS:
        signal.signal(number, signal.SIG_DFL)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def start(command: list[str], *, env: dict[str, str] | None = None, output=None) -> subprocess.Popen:
    """Start `command` in the project's folder and in its own process group."""
    return subprocess.Popen(
        command,
        cwd=ROOT,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT if output else None,
        start_new_session=True,
        preexec_fn=_child_set_up,
    )


def _signal_group(child: subprocess.Popen, number: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, number)


def stop(*children: subprocess.Popen, patience: float = 10) -> None:
    """Terminate all children, and kill what is left after `patience` seconds, grandchildren included."""
    for child in children:
        _signal_group(child, signal.SIGTERM)
    deadline = time.monotonic() + patience
    for child in children:
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(max(0.1, deadline - time.monotonic()))
    for child in children:
        _signal_group(child, signal.SIGKILL)
        child.wait()


@contextlib.contextmanager
def running(*children: subprocess.Popen) -> Iterator[None]:
    """Stop the children when the block ends, however it ends."""
    try:
        yield
    finally:
        stop(*children)


def run(
    command: list[str],
    *,
    log: Path | None = None,
    env: dict[str, str] | None = None,
    while_running: Callable[[], None] | None = None,
) -> int:
    """Run `command` to its end and return its exit status. Write its output to `log`, if given."""
    with contextlib.ExitStack() as stack:
        output = None
        if log:
            log.parent.mkdir(parents=True, exist_ok=True)
            output = stack.enter_context(log.open("wb"))
        child = start(command, env=env, output=output)
        with running(child):
            while child.poll() is None:
                if while_running:
                    while_running()
                time.sleep(0.05)
        return child.returncode


def run_until_clean(command: list[str]) -> int:
    """Run a program that starts servers itself. When interrupted, give it time to stop them."""
    child = start(command)
    try:
        return child.wait()
    except KeyboardInterrupt:
        child.send_signal(signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(CLEAN_UP_SECONDS)
        raise
    finally:
        stop(child)
