"""Builds the Python environment and the assets of the pages.

Each part has a mark file with the digest of its inputs, which is written last: a current part is skipped, and an
interrupted one is built again.
"""

import contextlib
import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from scripts.console import ROOT, Bar, Refusal, disk_is_full, say
from scripts.processes import run

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
TOOLS = ROOT / ".tools"
LOGS = TOOLS / "logs"
VENDOR = ROOT / "static" / "vendor"
FIRST_BUILD_NEEDS = 900 * 1024**2
NODE_AT_LEAST = 18

REASONS = (
    (r"No space left on device|ENOSPC", "the disk is full; free some space and start again"),
    (
        r"DO NOT MATCH THE HASHES|EINTEGRITY",
        "a package is not the one that the project recorded; do not use it",
    ),
    (
        r"NewConnectionError|ConnectTimeout|name resolution|Name or service not known"
        r"|No matching distribution|ENOTFOUND|ECONNREFUSED|ETIMEDOUT|EAI_AGAIN",
        "the package registry cannot be reached; check the network or the proxy settings",
    ),
    (r"ensurepip", "this Python has no ensurepip; install its venv package (Debian: python3-venv)"),
)


def keep_bytecode() -> None:
    """Let the programs that are started from here find their modules compiled, where the environment forbids to write
    beside the modules, too: otherwise each process of a test compiles a thousand files.
    """
    os.environ |= {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(TOOLS / "bytecode")}


def digest(*paths: Path) -> str:
    found = hashlib.sha256()
    for path in paths:
        found.update(path.read_bytes() if path.exists() else b"")
    return found.hexdigest()


def requirement_count(path: Path) -> int:
    return len(re.findall(r"^[A-Za-z0-9].*==", path.read_text(), re.MULTILINE))


def failure(what: str, log: Path) -> Refusal:
    """Return a refusal with one line: what failed, the reason as far as the log shows it, and the log's path."""
    text = log.read_text(errors="replace") if log.exists() else ""
    errors = re.findall(r"^\s*((?:ERROR:|npm err).*)", text, re.IGNORECASE | re.MULTILINE)
    last = errors[0] if errors else (text.strip().splitlines() or ["it gave no reason"])[-1]
    reason = next((advice for pattern, advice in REASONS if re.search(pattern, text, re.IGNORECASE)), last)
    if disk_is_full(ROOT):
        reason = REASONS[0][1]
    return Refusal(f"{what} failed: {reason} (details in {log.relative_to(ROOT)}).")


def make_venv(folder: Path) -> None:
    log = LOGS / "venv.log"
    if run([sys._base_executable, "-m", "venv", "--clear", str(folder)], log=log):
        raise failure("Making a Python environment", log)


def pip_install(folder: Path, requirements: Path) -> None:
    """Install exactly the packages in `requirements`, each checked against its recorded hash."""
    log = LOGS / f"{requirements.stem}.log"
    bar, total = Bar(), requirement_count(requirements)
    site = next((folder / "lib").glob("python3*/site-packages"))

    def progress():
        gathered = log.read_text(errors="replace").count("Collecting ")
        installed = len(list(site.glob("*.dist-info")))
        bar.show(min(gathered, total) + min(installed, total), 2 * total)

    pip = [str(folder / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", "--no-input"]
    command = [*pip, "install", "--progress-bar", "off", "--require-hashes", "-r", str(requirements)]
    status = run(command, log=log, while_running=progress)
    bar.end()
    if status:
        raise failure("Installing the Python packages", log)


def starts(python: Path) -> bool:
    """Return whether the interpreter exists, starts and is new enough."""
    question = "import sys; sys.exit(sys.version_info < (3, 12))"
    return python.exists() and subprocess.run([python, "-c", question], capture_output=True).returncode == 0


@contextlib.contextmanager
def build_lock() -> Iterator[None]:
    """Hold the build lock, so that concurrent commands build one after the other."""
    TOOLS.mkdir(exist_ok=True)
    with (TOOLS / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@build_lock()
def python_packages(*, dev: bool) -> None:
    """Bring `.venv` up to date with requirements.txt, or with requirements-dev.txt if `dev`."""
    plain, full = ROOT / "requirements.txt", ROOT / "requirements-dev.txt"
    wanted = full if dev else plain
    version = "{}.{} ".format(*sys.version_info)
    unfinished = VENV / "unfinished"
    marks = {path: VENV / f"built-from-{path.stem}" for path in (plain, full)}
    found = {path: mark.read_text() for path, mark in marks.items() if mark.exists()}
    sound = starts(PYTHON) and not unfinished.exists()
    sound = sound and all(text.startswith(version) for text in found.values())
    if sound and found.get(wanted) == version + digest(wanted):
        return
    if not sound:
        refuse_small_disk()
        make_venv(VENV)
    unfinished.touch()
    pip_install(VENV, wanted)
    for path in {plain, wanted}:
        marks[path].write_text(version + digest(path))
    unfinished.unlink()


def refuse_small_disk() -> None:
    free = shutil.disk_usage(ROOT).free
    if free < FIRST_BUILD_NEEDS:
        left, needed = free // 1024**2, FIRST_BUILD_NEEDS // 1024**2
        raise Refusal(f"The disk has {left} MB left; the first build needs {needed} MB. Free some.")


def node_works(path: str) -> bool:
    """Return whether npm and a recent enough Node start."""
    env = {**os.environ, "PATH": path}
    node, npm = shutil.which("node", path=path), shutil.which("npm", path=path)
    if not node or not npm:
        return False
    version = subprocess.run([node, "--version"], capture_output=True, text=True, env=env).stdout
    found = re.match(r"v(\d+)\.", version)
    answers = subprocess.run([npm, "--version"], capture_output=True, env=env).returncode == 0
    return bool(found) and int(found[1]) >= NODE_AT_LEAST and answers


def path_with_node() -> str:
    """Return a PATH on which npm works: the machine's own, or else with Node from PyPI in front."""
    path = os.environ.get("PATH", "")
    if node_works(path):
        return path
    folder, requirements = TOOLS / "node", ROOT / "requirements-node.txt"
    mark = folder / "built-from"
    if not mark.exists() or mark.read_text() != digest(requirements):
        say("  no npm here, so Node comes from PyPI into .tools/")
        make_venv(folder)
        pip_install(folder, requirements)
        mark.write_text(digest(requirements))
    return f"{folder / 'bin'}{os.pathsep}{path}"


def catalogues() -> None:
    """Compile the complete catalogues of languages."""
    log = LOGS / "catalogues.log"
    if run([str(PYTHON), "-m", "config.catalogues"], log=log):
        raise failure("Compiling the languages", log)


@build_lock()
def assets() -> None:
    """Compile the languages, and bring `static/vendor` up to date with what package-lock.json names."""
    catalogues()
    sources = [ROOT / name for name in ("package.json", "package-lock.json", ".npmrc", "ui/build_assets.py")]
    mark = VENDOR / ".built-from"
    if mark.exists() and mark.read_text() == digest(*sources):
        return
    env = {**os.environ, "PATH": path_with_node()}
    log = LOGS / "npm.log"
    npm = shutil.which("npm", path=env["PATH"]) or "npm"
    if run([npm, "ci", "--ignore-scripts", "--no-progress"], log=log, env=env):
        raise failure("npm", log)
    log = LOGS / "assets.log"
    if run([str(PYTHON), "-m", "ui.build_assets"], log=log, env=env):
        raise failure("Preparing the styles and scripts", log)
    VENDOR.mkdir(parents=True, exist_ok=True)
    mark.write_text(digest(*sources))
