"""`make trust`: proofs of the wall on SQLite and PostgreSQL, printed as a table and written as a page.

The proofs are tests (`tests/trust`, `tests/wall`). `FULL=1` runs each with the full number of its bar. `PART=matrix`
runs the proofs of one file. Results for exactly this code are stored in `var/trust/` and not repeated, so that an
interrupted run continues.
"""

import argparse
import hashlib
import json
import subprocess
from pathlib import Path

from scripts import build
from scripts.console import ROOT, Steps, guarded, say
from scripts.processes import run_until_clean, stop_on_signals
from scripts.test import missing
from scripts.trust import page

FOLDER = ROOT / "var" / "trust"
ENGINES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
QUIET = ["-qq", "--no-header", "--no-summary", "--tb=no", "-o", "console_output_style=classic"]
READ_BY_PROOFS = ("docs/trust/", "docs/data/")
NO_TESTS_SELECTED = 5  # pytest's exit status when no test was selected
WIDTH = 66


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make trust", description="Proves the wall between offices.")
    parser.add_argument("--full", action="store_true", help="try the whole figure of each bar (FULL=1)")
    parser.add_argument("--count", type=int, help="how many to try, where a proof tries a number")
    parser.add_argument("--engine", choices=ENGINES, help="only on this database")
    parser.add_argument("--again", action="store_true", help="forget what was shown before")
    parser.add_argument("--part", choices=parts(), help="only the proofs of one file (PART=matrix)")
    parser.add_argument("-k", metavar="WORDS", help="only proofs whose name has these words")
    return parser.parse_args()


def parts() -> dict[str, str]:
    """{name of a part: what pytest runs for it}."""
    files = sorted((ROOT / "tests" / "trust").glob("test_*.py"))
    return {path.stem.removeprefix("test_"): f"tests/trust/{path.name}" for path in files} | {
        "wall": "tests/wall"
    }


def is_reached(name: str) -> bool:
    """Whether a proof can read this file. Of the documents it reads those of the wall and of the data alone."""
    if name.startswith("docs/"):
        return name.startswith(READ_BY_PROOFS)
    return not name.endswith((".md", "LICENSE"))


def state_of_the_code() -> str:
    """Return a digest of every file that a proof can reach, so that a result is only reused for the same code."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout
    found = hashlib.sha256()
    for name in sorted(filter(is_reached, filter(None, listed.decode().split("\0")))):
        path = ROOT / name
        found.update(f"{name}\0".encode() + (path.read_bytes() if path.is_file() else b""))
    return found.hexdigest()[:12]


def ledger_for(engine: str, options: argparse.Namespace) -> Path:
    form = f"count-{options.count}" if options.count else "full" if options.full else "short"
    return FOLDER / state_of_the_code() / f"{form}-{engine}.jsonl"


def rows_in(ledger: Path) -> list[dict]:
    if not ledger.exists():
        return []
    lines = ledger.read_text().splitlines()
    return [json.loads(line) for line in lines if line.endswith("}")]  # the last line may be cut by a kill


def keep_passed(ledger: Path, *, again: bool) -> None:
    """Keep the rows of tests that passed; a test with one failed row keeps none and runs again."""
    rows = [] if again else rows_in(ledger)
    red = {row["test"] for row in rows if row["failures"]}
    kept = [row for row in rows if row["test"] not in red]
    ledger.parent.mkdir(parents=True, exist_ok=True)
    ledger.write_text("".join(json.dumps(row) + "\n" for row in kept))
    if kept:
        say(f"  {len(kept)} proofs stand already for this code")


def prove(engine: str, ledger: Path, options: argparse.Namespace) -> int:
    """Run the proofs on one database. Return 0 if all passed or none was left to run."""
    where = [parts()[options.part]] if options.part else ["tests/trust", "tests/wall"]
    command = [str(build.PYTHON), "-m", "pytest", *where, "-n", "2", *QUIET]
    command += [f"--engine={engine}", f"--proofs={ledger}", "--resume"]
    # Pages are the same on both databases, and so is what uses none.
    command += ["-m", "not browser", "--with-database"] if engine == "postgresql" else []
    command += ["--full"] if options.full else []
    command += [f"--count={options.count}"] if options.count else []
    command += ["-k", options.k] if options.k else []
    status = run_until_clean(command)
    return 0 if status == NO_TESTS_SELECTED else status


def table(rows: list[dict]) -> list[str]:
    """Return one line per proof: mark, database, what was tried, how many, failures."""
    lines = [f"{'mark':<10} {'database':<11} {'what was tried':<{WIDTH}} {'how many':>10} {'failures':>8}"]
    for row in page.in_order(rows):
        what = row["what"] if len(row["what"]) <= WIDTH else row["what"][: WIDTH - 3] + "..."
        engine = ENGINES[row["engine"]]
        lines.append(
            f"{row['mark']:<10} {engine:<11} {what:<{WIDTH}} {row['tried']:>10,} {row['failures']:>8,}"
        )
    return lines


def print_results(rows: list[dict], absent: dict[str, str]) -> None:
    say("\n".join(["", *table(rows), ""]))
    for row in rows:
        for failure in row["first"]:
            say(f"FAILED {row['mark']} ({ENGINES[row['engine']]}): {failure}")
    for part, why in absent.items():
        say(f"Not proved: {part}: {why}.")


def write_page(rows: list[dict], absent: dict[str, str], *, full: bool) -> Path:
    path = FOLDER / "report.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(page.page(rows, absent=absent, full=full))
    return path


def main() -> int:
    stop_on_signals()
    options = parse_options()
    engines = [options.engine] if options.engine else list(ENGINES)
    steps = Steps(2 + len(engines))
    steps.next("Python packages")
    build.python_packages(dev=True)
    steps.next("styles and scripts of the pages")
    build.assets()
    absent = missing()
    rows, failed = [], bool(absent)
    for engine in engines:
        steps.next(f"proofs on {ENGINES[engine]}{', in full' if options.full else ''}")
        if ENGINES[engine] in absent:
            continue
        ledger = ledger_for(engine, options)
        keep_passed(ledger, again=options.again)
        failed |= prove(engine, ledger, options) != 0
        rows += rows_in(ledger)
    failed |= not rows or any(row["failures"] for row in rows)
    print_results(rows, absent)
    path = write_page(rows, absent, full=options.full)
    say(f"{'NOT PROVED' if failed else 'Proved'}. To read: {path.relative_to(ROOT)}")
    return int(failed)


if __name__ == "__main__":
    guarded(main)
