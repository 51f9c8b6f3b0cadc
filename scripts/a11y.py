"""`make a11y`: every state of every page in real Chromium, in many ways, and the barriers that were put in on purpose.

First every state is shown once and kept as a file; then two processes look at what was kept. What it looks for is in
tests/a11y. `ARGS="-k words"` takes only states whose name has these words.
"""

import argparse
import json
import os
import shutil
import time
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path

from scripts import build
from scripts.children import run, running, start, stop_on_signals
from scripts.screen import ROOT, Bar, Refusal, Steps, guarded, say

FOLDER = ROOT / "var" / "a11y"
PAGES = FOLDER / "pages.jsonl"
NU = ROOT / "tests" / "a11y" / "html_checker"
TESTED = ROOT / "cms" / "data" / "tested.json"
PROCESSES = 2
BAR = 48  # barriers of 60 (B-69)
SHOWN = 60
WIDTH = 40


def wanted() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make a11y", description="Looks at every state of every page.")
    parser.add_argument("-k", metavar="WORDS", default="", help="only states whose name has these words")
    parser.add_argument("--since", metavar="REF", help="only states of templates changed since this commit")
    parser.add_argument("--no-barriers", action="store_true", help="leave out the barriers put in on purpose")
    parser.add_argument(
        "--write-transcripts", action="store_true", help="write what a screen reader says anew"
    )
    parser.add_argument(
        "--write-statement", action="store_true", help="write what was found into the accessibility statement"
    )
    return parser.parse_args()


def html_checker() -> None:
    """The Nu checker in .tools/nu, as its lock file names it."""
    target, mark = build.TOOLS / "nu", build.TOOLS / "nu" / "built-from"
    sources = [NU / name for name in ("package.json", "package-lock.json")]
    if not shutil.which("java") or (mark.exists() and mark.read_text() == build.digest(*sources)):
        return
    target.mkdir(parents=True, exist_ok=True)
    for source in (*sources, ROOT / ".npmrc"):
        shutil.copy(source, target)
    env = {**os.environ, "PATH": build.path_with_node()}
    log = build.LOGS / "nu.log"
    npm = shutil.which("npm", path=env["PATH"]) or "npm"
    if run([npm, "ci", "--prefix", str(target), "--ignore-scripts", "--no-progress"], log=log, env=env):
        raise build.failure("npm", log)
    mark.write_text(build.digest(*sources))


def render(options: argparse.Namespace) -> None:
    """Every state, kept in var/a11y/pages.jsonl."""
    env = {**os.environ, "A11Y_PAGES": str(PAGES), "A11Y_WORDS": options.k, "A11Y_SINCE": options.since or ""}
    PAGES.unlink(missing_ok=True)
    command = [str(build.PYTHON), "-m", "pytest", "tests/a11y/render.py", "-q", "--no-header", "--tb=short"]
    log = FOLDER / "render.log"
    if run(command, log=log, env=env) or not PAGES.exists():
        say(log.read_text()[-3000:])
        raise Refusal("Not every state could be shown. pytest tests/a11y/test_every_template.py says which.")


def look(module: str, total: int, *arguments: str) -> list[dict]:
    """The rows of both processes of `python -m tests.a11y.<module>`, with a bar meanwhile."""
    outs = [FOLDER / f"{module}-{part}.jsonl" for part in range(PROCESSES)]
    for out in outs:
        out.unlink(missing_ok=True)
    logs = [(FOLDER / f"{module}-{part}.log").open("wb") for part in range(PROCESSES)]
    command = [str(build.PYTHON), "-m", f"tests.a11y.{module}", str(PAGES)]
    children = [
        start(
            [*command, str(out), "--part", str(part), "--of", str(PROCESSES), *arguments], output=logs[part]
        )
        for part, out in enumerate(outs)
    ]
    bar = Bar()
    with running(*children):
        while any(child.poll() is None for child in children):
            bar.show(len(rows(outs)), total)
            time.sleep(0.5)
    bar.end()
    if any(child.returncode for child in children):
        text = "".join(Path(log.name).read_text() for log in logs)
        raise Refusal(f"The browser gave up: {(text.strip().splitlines() or ['no reason given'])[-1]}")
    return rows(outs)


def rows(paths: list[Path]) -> list[dict]:
    lines = [line for path in paths if path.exists() for line in path.read_text().splitlines()]
    return [json.loads(line) for line in lines if line.endswith("}")]


def table(ways: list[str], findings: list[dict], looked: int) -> None:
    per_way, pages = Counter(), defaultdict(set)
    for each in findings:
        per_way[each["way"]] += 1
        pages[each["way"]].add(each["page"])
    say(f"\n{'how it was looked at':<{WIDTH}} {'states':>7} {'with faults':>12} {'faults':>7}")
    for way in ways:
        say(f"{way:<{WIDTH}} {looked:>7} {len(pages[way]):>12} {per_way[way]:>7}")


def write_statement(ways: list[str], findings: list[dict], states: int) -> None:
    """What the accessibility statement says of the last test (`cms.statement`)."""
    per_way = Counter(each["way"] for each in findings)
    tested = {
        "on": date.today().isoformat(),
        "states": states,
        "ways": {way: per_way[way] for way in ways},
    }
    TESTED.write_text(json.dumps(tested, indent=2) + "\n")


def tell(findings: list[dict]) -> None:
    """Each fault once, with the states that have it."""
    where = defaultdict(list)
    for each in findings:
        where[each["way"], each["what"]].append(each["page"])
    for number, ((way, what), pages) in enumerate(sorted(where.items())):
        if number == SHOWN:
            say(f"... and {len(where) - SHOWN} more in {(FOLDER / 'findings.json').relative_to(ROOT)}")
            break
        more = f" and {len(pages) - 1} more" if len(pages) > 1 else ""
        say(f"\n{way}: {what}\n  in: {pages[0]}{more}")


def tell_barriers(found: list[dict]) -> bool:
    """How many of the barriers put in on purpose were found. Whether that is enough."""
    missed = [row for row in found if not row["found"]]
    say(f"\nBarriers put in on purpose: {len(found) - len(missed)} of {len(found)} found (bar: {BAR}).")
    for row in missed:
        say(f"  not found: {row['barrier']}: {row['why_not'] or 'nobody said why'}")
    return len(found) - len(missed) >= min(BAR, len(found))


def main() -> int:
    stop_on_signals()
    options = wanted()
    if not shutil.which("chromium"):
        raise Refusal("No Chromium here. Install the package chromium.")
    FOLDER.mkdir(parents=True, exist_ok=True)
    part = bool(options.k or options.since)
    if options.write_statement and part:
        raise Refusal("Only a look at every state may be written into the statement.")
    whole = not (part or options.no_barriers)
    steps = Steps(6 if whole else 5)
    steps.next("Python packages, styles and scripts of the pages, HTML checker")
    build.python_packages(dev=True)
    build.assets()
    html_checker()
    steps.next("every state, shown once")
    render(options)
    pages = [row for row in rows([PAGES]) if row["looks"]]
    templates = {template for row in pages for template in row["templates"]}
    steps.next(f"{len(pages)} states of {len(templates)} templates in Chromium")
    seen = look("look", len(pages), *(["--write-transcripts"] if options.write_transcripts else []))
    steps.next("the Nu HTML checker")
    findings = [finding for row in seen for finding in row["found"]]
    absent = nu(pages, findings)
    enough = True
    if whole:
        steps.next("barriers put in on purpose")
        enough = tell_barriers(look("seeded", 60))
    steps.next("what was found")
    (FOLDER / "findings.json").write_text(json.dumps(findings, indent=1))
    ways = sorted({way for row in seen for way in row["ways"]}) + ([] if absent else ["Nu checker"])
    table(ways, findings, len(pages))
    if options.write_statement:
        write_statement(ways, findings, len(pages))
    tell(findings)
    if absent:
        say(f"\nNot run: the Nu checker: {absent}.")
    say(f"\n{len(templates)} templates, {len(pages)} states, {len(findings)} faults.")
    return int(bool(findings) or not enough)


def nu(pages: list[dict], findings: list[dict]) -> str:
    """Add what the HTML checker finds; or why it cannot run."""
    command = [str(build.PYTHON), "-m", "tests.a11y.nu", str(PAGES), str(FOLDER / "nu.jsonl")]
    log = FOLDER / "nu.log"
    if run(command, log=log):
        lines = log.read_text().strip().splitlines()
        return lines[-1] if lines else "it gave no reason"
    findings += rows([FOLDER / "nu.jsonl"])
    return ""


if __name__ == "__main__":
    guarded(main)
