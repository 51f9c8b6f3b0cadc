"""`make check`: all that can be said about the code without running the service. `--fix` mends instead."""

import os
import secrets
import sys
import tempfile
from pathlib import Path

from scripts import build
from scripts.children import run, stop_on_signals
from scripts.screen import ROOT, guarded, say

MENDING = {
    "order of imports, simple faults": ["ruff", "check", "--fix", "--quiet"],
    "format of code": ["ruff", "format", "--quiet"],
    "format of templates": ["djlint", ".", "--reformat", "--quiet"],
}
CHECKS = {
    "style": ["ruff", "check"],
    "format of code": ["ruff", "format", "--check"],
    "format of templates": ["djlint", ".", "--check"],
    "import contracts": ["lint-imports"],
    "types": ["mypy"],
    "what is tracked": ["python", "-m", "scripts.tracked"],
    "migrations": ["python", "manage.py", "makemigrations", "--check", "--dry-run"],
    "system checks": ["python", "manage.py", "check", "--fail-level", "WARNING"],
    "system checks of production": ["python", "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
}
PRODUCTION = {
    "BASE_URL": "https://casework.example",
    "DATABASE_URL": "postgresql://app:password@localhost/casework",
    "MAIL_URL": "smtps://mail.example:465",
}
LOG = build.LOGS / "check.log"


def environment(data: str) -> dict[str, str]:
    """Settings of a new installation, so that the answer does not depend on the one that runs here."""
    ours = {"DATA_DIR": data, "SECRET_KEY": secrets.token_urlsafe(64)}
    theirs = {name: value for name, value in os.environ.items() if not name.endswith("_URL")}
    return {**theirs, "DEBUG": "0", **ours}


def passes(command: list[str], env: dict[str, str]) -> bool:
    tool, *arguments = command
    return run([str(build.VENV / "bin" / tool), *arguments], log=LOG, env=env) == 0


def main() -> int:
    stop_on_signals()
    build.python_packages(dev=True)
    failed = []
    with tempfile.TemporaryDirectory() as data:
        env = environment(data)
        if "--fix" in sys.argv:
            for name, command in MENDING.items():
                say(f"mending: {name}")
                passes(command, env)
            return 0
        for name, command in CHECKS.items():
            good = passes(command, env | PRODUCTION if "--deploy" in command else env)
            say(f"{'ok    ' if good else 'FAILED'} {name}")
            if not good:
                failed.append(name)
                say(Path(LOG).read_text(errors="replace").replace(str(ROOT) + "/", ""))
    say(f"Not in order: {', '.join(failed)}." if failed else "All in order.")
    return int(bool(failed))


if __name__ == "__main__":
    guarded(main)
