"""Results of acceptance tests with people: docs/acceptance/results.toml."""

import datetime
import tomllib

from scripts.console import ROOT

FOLDER = ROOT / "docs" / "acceptance"
OUTCOMES = ("passed", "passed with help", "failed")
TASKS = 12


def results() -> list[dict]:
    return tomllib.loads((FOLDER / "results.toml").read_text(encoding="utf-8")).get("result", [])


def faults(found: list[dict]) -> list[str]:
    """Return a sentence for each invalid field."""
    problems = []
    for number, row in enumerate(found, start=1):
        if row.get("task") not in range(1, TASKS + 1):
            problems.append(f"result {number}: task is a number from 1 to {TASKS}")
        if not isinstance(row.get("date"), datetime.date):
            problems.append(f"result {number}: date is a day like 2026-11-23, without quotes")
        if row.get("outcome") not in OUTCOMES:
            problems.append(f"result {number}: outcome is one of {', '.join(OUTCOMES)}")
        if not row.get("role"):
            problems.append(f"result {number}: role says as whom the task was tried")
        if any("@" in str(value) for value in row.values()):
            problems.append(f"result {number}: holds an address; a record points to no one")
    return problems


def in_a_line() -> str:
    """Return the summary that `make run` prints."""
    found = results()
    if not found:
        return "Never tried by a person: docs/acceptance has twelve tasks of five minutes, and a place for results."
    tried = {row["task"] for row in found}
    passed = sum(row["outcome"] == "passed" for row in found)
    last = max(row["date"] for row in found)
    clear = f"{passed} of {len(found)} times without help"
    return f"Tried by people: {len(tried)} of {TASKS} tasks, {clear}, last on {last}."
