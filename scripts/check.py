"""`make check`: static checks of code, templates and settings. `--fix` repairs what can be repaired."""

import os
import secrets
import sys
import tempfile
from pathlib import Path

from scripts import build
from scripts.console import ROOT, guarded, say
from scripts.processes import run, stop_on_signals

FIXES = {
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
    "what is tracked": ["python", "-m", "scripts.checks.tracked"],
    "layout": ["python", "-m", "scripts.checks.layout"],
    "words": ["python", "-m", "scripts.checks.words"],
    "translations": ["python", "-m", "scripts.translations", "--check"],
    "migrations": ["python", "manage.py", "makemigrations", "--check", "--dry-run"],
    "system checks": ["python", "manage.py", "check", "--fail-level", "WARNING"],
    "system checks of production": ["python", "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
}
PRODUCTION = {
    "BASE_URL": "https://casework.example",
    "CLAMD_URL": "/run/clamav/clamd.ctl",
    "DATABASE_URL": "postgresql://app:password@localhost/casework",
    "MAIL_URL": "smtps://mail.example:465",
    "TRUSTED_PROXIES": "127.0.0.1",
}
SHOWN = 60


def environment(data: str) -> dict[str, str]:
    """Return the settings of a new installation, so that the result does not depend on the local one."""
    ours = {"DATA_DIR": data, "SECRET_KEY": secrets.token_urlsafe(64)}
    theirs = {name: value for name, value in os.environ.items() if not name.endswith("_URL")}
    return {**theirs, "DEBUG": "0", **ours}


def log_of(name: str) -> Path:
    return build.LOGS / f"{name.replace(' ', '-')}.log"


def passes(name: str, command: list[str], env: dict[str, str]) -> bool:
    tool, *arguments = command
    return run([str(build.VENV / "bin" / tool), *arguments], log=log_of(name), env=env) == 0


def show(log: Path) -> None:
    """Print the beginning of a tool's output, and the path of the rest."""
    lines = log.read_text(errors="replace").replace(f"{ROOT}/", "").splitlines()
    say("\n".join(lines[:SHOWN]))
    if len(lines) > SHOWN:
        say(f"... and {len(lines) - SHOWN} lines more in {log.relative_to(ROOT)}")


def main() -> int:
    stop_on_signals()
    build.python_packages(dev=True)
    failed = []
    with tempfile.TemporaryDirectory() as data:
        env = environment(data)
        if "--fix" in sys.argv:
            for name, command in FIXES.items():
                say(f"mending: {name}")
                passes(name, command, env)
            return 0
        for name, command in CHECKS.items():
            good = passes(name, command, env | PRODUCTION if "--deploy" in command else env)
            say(f"{'ok    ' if good else 'FAILED'} {name}")
            if not good:
                failed.append(name)
                show(log_of(name))
    say(f"Not in order: {', '.join(failed)}." if failed else "All in order.")
    return int(bool(failed))


if __name__ == "__main__":
    guarded(main)
