"""Checks of tracked files: machine paths, registry hosts, secrets, large files, packages without a hash."""

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from scripts.console import ROOT, say

LARGEST = 1_500_000
LOCKED = ("requirements.txt", "requirements-dev.txt", "requirements-node.txt")
FORBIDDEN = {
    "a path of one machine": r"(?<![\w.:/-])/(?:root|home|Users)/[\w.]",
    "the host of a package registry": r"\b(?:pypi|npmjs|pythonhosted|yarnpkg)\.(?:org|com|net)\b",
    "a private key": r"-----BEGIN [A-Z ]*PRIVATE KEY-----",
    "a secret key": r"SECRET_KEY\s*=\s*[\"'][^\"'<$]{20,}[\"']",
    "a cloud credential": r"\bAKIA[0-9A-Z]{16}\b",
    "a conflict mark": r"^(?:<{7}|>{7}) ",
}


def tracked() -> list[Path]:
    """Return files in git, and new files that are not ignored."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True).stdout
    return [ROOT / name for name in names.split("\0") if name and (ROOT / name).is_file()]


def faults_in_files(paths: list[Path]) -> Iterator[str]:
    for path in paths:
        name = path.relative_to(ROOT)
        if path.stat().st_size > LARGEST:
            yield f"{name}: larger than {LARGEST} bytes"
        if path == Path(__file__):
            continue
        text = path.read_bytes().decode("utf-8", errors="ignore")
        for what, pattern in FORBIDDEN.items():
            for found in re.finditer(pattern, text, re.MULTILINE):
                yield f"{name}:{text.count(chr(10), 0, found.start()) + 1}: {what}"


def faults_in_locks() -> Iterator[str]:
    for name in LOCKED:
        text = (ROOT / name).read_text()
        if "://" in text or re.search(r"^-", text, re.MULTILINE):
            yield f"{name}: names a host or an option"
        for package in re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE):
            if package.strip() and "--hash=sha256:" not in package:
                yield f"{name}: no hash for {package.split()[0]}"
    if '"resolved"' in (ROOT / "package-lock.json").read_text():
        yield "package-lock.json: names hosts; run npm with the project's .npmrc"


def faults_in_pins() -> Iterator[str]:
    """Yield dependencies of pyproject.toml that are missing from the lock file that installs them."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = {
        "requirements.txt": project["project"]["dependencies"],
        "requirements-dev.txt": project["project"]["dependencies"] + project["dependency-groups"]["dev"],
    }
    for name, dependencies in wanted.items():
        locked = set(re.findall(r"^([a-z0-9.-]+)==", (ROOT / name).read_text(), re.MULTILINE))
        for dependency in dependencies:
            package = re.split(r"[\[<>=~! ]", dependency)[0].lower().replace("_", "-")
            if package not in locked:
                yield f"{name}: {package} is in pyproject.toml but not here"


def main() -> int:
    faults = [*faults_in_files(tracked()), *faults_in_locks(), *faults_in_pins()]
    for fault in faults:
        say(fault)
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main())
