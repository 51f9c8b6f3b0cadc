"""`make trust`: proofs of the wall on SQLite and PostgreSQL, printed as a table and written as a page.

The proofs are tests (`tests/trust`, `tests/wall`). `FULL=1` runs each with the full number of its bar. `PART=matrix`
runs the proofs of one file. What has passed for exactly this code, here or in `make test`, is not repeated
(`scripts.trust.ledger`).
"""

import argparse
from pathlib import Path

from scripts import build
from scripts.console import ROOT, Steps, guarded, say
from scripts.processes import run_until_clean, stop_on_signals
from scripts.test import PROCESSES, missing
from scripts.trust import page
from scripts.trust.ledger import FOLDER, keep_passed, ledger_for, rows_in

ENGINES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
QUIET = ["-qq", "--no-header", "--no-summary", "--tb=no", "-o", "console_output_style=classic"]
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


def form(options: argparse.Namespace) -> str:
    return f"count-{options.count}" if options.count else "full" if options.full else "short"


def prove(engine: str, ledger: Path, options: argparse.Namespace) -> int:
    """Run the proofs on one database. Return pytest's exit status."""
    where = [parts()[options.part]] if options.part else ["tests/trust", "tests/wall"]
    command = [str(build.PYTHON), "-m", "pytest", *where, "-n", PROCESSES, *QUIET]
    command += [f"--engine={engine}", f"--proofs={ledger}", "--resume"]
    # Pages are the same on both databases, and so is what uses none.
    command += ["-m", "not browser", "--with-database"] if engine == "postgresql" else []
    command += ["--full"] if options.full else []
    command += [f"--count={options.count}"] if options.count else []
    command += ["-k", options.k] if options.k else []
    return run_until_clean(command)


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
    build.keep_bytecode()
    options = parse_options()
    engines = [options.engine] if options.engine else list(ENGINES)
    steps = Steps(2 + len(engines))
    steps.next("Python packages")
    build.python_packages(dev=True)
    steps.next("styles and scripts of the pages")
    build.assets()
    absent = missing()
    rows, failed, ran = [], bool(absent), False
    for engine in engines:
        steps.next(f"proofs on {ENGINES[engine]}{', in full' if options.full else ''}")
        if ENGINES[engine] in absent:
            continue
        ledger = ledger_for(engine, form(options))
        keep_passed(ledger, again=options.again)
        status = prove(engine, ledger, options)
        failed |= status not in {0, NO_TESTS_SELECTED}
        ran |= status == 0
        rows += rows_in(ledger)
    # Some parts record no row; a part whose rows stand already has no test left to run.
    failed |= not (ran or rows) or any(row["failures"] for row in rows)
    print_results(rows, absent)
    path = write_page(rows, absent, full=options.full)
    say(f"{'NOT PROVED' if failed else 'Proved'}. To read: {path.relative_to(ROOT)}")
    return int(failed)


if __name__ == "__main__":
    guarded(main)
