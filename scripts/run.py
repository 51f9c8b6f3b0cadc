"""`make run`: build, migrate, load the demo, and run web server and worker until Ctrl-C."""

import contextlib
import os
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from scripts import acceptance, build
from scripts.console import ROOT, Refusal, Steps, guarded, say
from scripts.processes import run, running, start, stop_on_signals

STEPS = 6
READY_WITHIN = 60
ROOM_FOR_DATA = 200 * 1024**2


def port() -> int:
    value = os.environ.get("PORT", "").strip() or "8000"
    if not value.isdigit() or not 0 < int(value) < 65536:
        raise Refusal(f"PORT must be a number from 1 to 65535, not {value!r}.")
    return int(value)


def data_dir() -> Path:
    return Path(os.environ.get("DATA_DIR", "").strip() or ROOT / "var").resolve()


def refuse_used_port(number: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", number))
        except PermissionError:
            raise Refusal(f"You may not use port {number}. Try PORT={number + 8000} make run.") from None
        except OSError:
            other = f"PORT={number + 1} make run"
            raise Refusal(
                f"Port {number} is in use. Stop what uses it, or start on another: {other}."
            ) from None


def refuse_bad_folder(folder: Path) -> None:
    """Raise Refusal if DATA_DIR cannot be written or has too little space, before the long steps."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            free = shutil.disk_usage(folder).free
    except OSError as error:
        reason = f"DATA_DIR {folder} cannot be written: {error.strerror}. Correct it or set another."
        raise Refusal(reason) from None
    if free < ROOM_FOR_DATA:
        left, needed = free // 1024**2, ROOM_FOR_DATA // 1024**2
        raise Refusal(f"The disk of DATA_DIR {folder} has {left} MB left; {needed} MB are needed.")


def write_secret_key(folder: Path) -> None:
    """Generate the installation's secret key on the first start. The SECRET_KEY variable takes precedence."""
    path = folder / "secret-key"
    if os.environ.get("SECRET_KEY") or (path.exists() and path.stat().st_size):
        return
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(secrets.token_urlsafe(64))


def commands(number: int) -> dict[str, list[str]]:
    python = str(build.PYTHON)
    bind = ["--bind", f"127.0.0.1:{number}"]
    size = ["--preload", "--workers", "2", "--threads", "4"]
    quiet = ["--log-level", "warning", "--graceful-timeout", "5"]
    return {
        "web server": [python, "-m", "gunicorn", "config.wsgi", *bind, *size, *quiet],
        "worker": [python, "manage.py", "worker"],
    }


def answers(number: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{number}/health/ready", timeout=5) as response:
            return response.status == 200
    except (urllib.error.URLError, OSError):
        return False


def refuse_dead(children: dict[str, subprocess.Popen]) -> None:
    for name, child in children.items():
        if child.poll() is not None:
            status = child.returncode
            raise Refusal(f"the {name} ended by itself (exit status {status}); everything is stopped.")


def wait_until_ready(number: int, children: dict[str, subprocess.Popen]) -> None:
    deadline = time.monotonic() + READY_WITHIN
    while not answers(number):
        refuse_dead(children)
        if time.monotonic() > deadline:
            raise Refusal(f"/health/ready did not answer 200 within {READY_WITHIN} seconds.")
        time.sleep(0.1)


def prepare(folder: Path, steps: Steps) -> str:
    """Prepare database, static files and demo. Return the text of the demo's sign-ins."""
    sign_ins = folder / "sign-ins.txt"
    command = [str(build.PYTHON), "-m", "scripts.prepare", str(sign_ins), str(steps.done), str(STEPS)]
    with build.build_lock():
        status = run(command)
    if status:
        raise SystemExit(1)  # the process has printed the reason
    steps.done += 3
    text = sign_ins.read_text()
    sign_ins.unlink()
    return text


def serve(number: int, sign_ins: str) -> None:
    """Run web server and worker until one of them ends or the user presses Ctrl-C."""
    children: dict[str, subprocess.Popen] = {}
    env = {**os.environ, "PORT": str(number), "PYTHONUNBUFFERED": "1"}
    with contextlib.ExitStack() as stack:
        for name, command in commands(number).items():
            children[name] = start(command, env=env)
            stack.enter_context(running(children[name]))
        wait_until_ready(number, children)
        say(f"ready on {os.environ.get('BASE_URL', '').strip() or f'http://localhost:{number}'}")
        say(sign_ins)
        say(acceptance.in_a_line())
        say("Ctrl-C stops everything.")
        try:
            while True:
                refuse_dead(children)
                time.sleep(0.2)
        except KeyboardInterrupt:
            say("\nStopping.")


def main() -> int:
    stop_on_signals()
    number, folder = port(), data_dir()
    refuse_used_port(number)
    refuse_bad_folder(folder)
    write_secret_key(folder)
    steps = Steps(STEPS)
    steps.next("Python packages")
    build.python_packages(dev=False)
    steps.next("styles and scripts of the pages")
    build.assets()
    sign_ins = prepare(folder, steps)
    steps.next("web server and worker")
    serve(number, sign_ins)
    return 0


if __name__ == "__main__":
    guarded(main)
