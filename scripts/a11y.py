"""`make a11y`: check every state of every page in Chromium, then look for the barriers that are planted on purpose.

Every state is rendered once to a file; then two processes check the files. The checks are in tests/a11y.
`ARGS="-k words"` selects states whose name contains these words, `ARGS="--language ar"` the public ones, in Arabic.
"""

import argparse
import json
import os
import shutil
import time
from collections import Counter, defaultdict
from pathlib import Path

from scripts import build
from scripts.console import ROOT, Bar, Refusal, Steps, guarded, say
from scripts.processes import run, running, start, stop_on_signals

FOLDER = ROOT / "var" / "a11y"
PAGES = FOLDER / "pages.jsonl"
NU = ROOT / "tests" / "a11y" / "html_checker"
PROCESSES = 2
BAR = 64  # barriers of 78 that must be found (B-69)
BARRIERS = 78
SHOWN = 60
WIDTH = 40


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make a11y", description="Looks at every state of every page.")
    parser.add_argument("-k", metavar="WORDS", default="", help="only states whose name has these words")
    parser.add_argument("--since", metavar="REF", help="only states of templates changed since this commit")
    parser.add_argument(
        "--language", metavar="CODE", default="", help="only public states, in this language, such as ar"
    )
    parser.add_argument("--no-barriers", action="store_true", help="leave out the barriers put in on purpose")
    parser.add_argument(
        "--write-transcripts", action="store_true", help="write what a screen reader says anew"
    )
    parser.add_argument(
        "--text-browsers",
        action="store_true",
        help="only write what lynx, w3m and links2 show of a journey",
    )
    return parser.parse_args()


def html_checker() -> None:
    """Install the Nu checker into .tools/nu, as its lock file specifies."""
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
    """Render every state to var/a11y/pages.jsonl."""
    env = {
        **os.environ,
        "A11Y_PAGES": str(PAGES),
        "A11Y_WORDS": options.k,
        "A11Y_SINCE": options.since or "",
        "A11Y_LANGUAGE": options.language,
    }
    PAGES.unlink(missing_ok=True)
    command = [str(build.PYTHON), "-m", "pytest", "tests/a11y/render.py", "-q", "--no-header", "--tb=short"]
    log = FOLDER / "render.log"
    if run(command, log=log, env=env) or not PAGES.exists():
        say(log.read_text()[-3000:])
        raise Refusal("Not every state could be shown. pytest tests/a11y/test_every_template.py says which.")


def text_browsers() -> None:
    """Write what the text browsers of this machine show of a journey (`tests.a11y.text_transcripts`)."""
    log = FOLDER / "text_browsers.log"
    if run([str(build.PYTHON), "-m", "tests.a11y.text_transcripts", str(PAGES)], log=log):
        raise build.failure("text browsers", log)
    say(log.read_text().strip())


def look(module: str, total: int, *arguments: str) -> list[dict]:
    """Run two processes of `python -m tests.a11y.<module>` with a progress bar, and return the rows of both."""
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


def table(modes: list[str], findings: list[dict], looked: int) -> None:
    per_mode, pages = Counter(), defaultdict(set)
    for each in findings:
        per_mode[each["way"]] += 1
        pages[each["way"]].add(each["page"])
    say(f"\n{'how it was looked at':<{WIDTH}} {'states':>7} {'with faults':>12} {'faults':>7}")
    for mode in modes:
        say(f"{mode:<{WIDTH}} {looked:>7} {len(pages[mode]):>12} {per_mode[mode]:>7}")


def print_findings(findings: list[dict]) -> None:
    """Print each fault once, with the states that have it."""
    where = defaultdict(list)
    for each in findings:
        where[each["way"], each["what"]].append(each["page"])
    for number, ((mode, what), pages) in enumerate(sorted(where.items())):
        if number == SHOWN:
            say(f"... and {len(where) - SHOWN} more in {(FOLDER / 'findings.json').relative_to(ROOT)}")
            break
        more = f" and {len(pages) - 1} more" if len(pages) > 1 else ""
        say(f"\n{mode}: {what}\n  in: {pages[0]}{more}")


def print_barriers(found: list[dict]) -> bool:
    """Print which planted barriers were not found. Return whether enough were found."""
    missed = [row for row in found if not row["found"]]
    say(f"\nBarriers put in on purpose: {len(found) - len(missed)} of {len(found)} found (bar: {BAR}).")
    for row in missed:
        say(f"  not found: {row['barrier']}: {row['why_not'] or 'no one said why'}")
    return len(found) - len(missed) >= min(BAR, len(found))


def main() -> int:
    stop_on_signals()
    options = parse_options()
    if not shutil.which("chromium"):
        raise Refusal("No Chromium here. Install the package chromium.")
    FOLDER.mkdir(parents=True, exist_ok=True)
    part = bool(options.k or options.since or options.language)
    whole = not (part or options.no_barriers)
    steps = Steps(3 if options.text_browsers else 6 if whole else 5)
    steps.next("Python packages, styles and scripts of the pages, HTML checker")
    build.python_packages(dev=True)
    build.assets()
    html_checker()
    steps.next("every state, shown once")
    render(options)
    if options.text_browsers:
        steps.next("lynx, w3m and links2")
        text_browsers()
        return 0
    pages = [row for row in rows([PAGES]) if row["looks"]]
    if not pages:
        say("No state shows what was asked for, or what has changed.")
        return 0
    templates = {template for row in pages for template in row["templates"]}
    steps.next(f"{len(pages)} states of {len(templates)} templates in Chromium")
    seen = look("inspect_pages", len(pages), *(["--write-transcripts"] if options.write_transcripts else []))
    steps.next("the Nu HTML checker")
    findings = [finding for row in seen for finding in row["found"]]
    absent = nu(pages, findings)
    enough = True
    if whole:
        steps.next("barriers put in on purpose")
        enough = print_barriers(look("seeded", BARRIERS))
    steps.next("what was found")
    (FOLDER / "findings.json").write_text(json.dumps(findings, indent=1))
    modes = sorted({mode for row in seen for mode in row["modes"]}) + ([] if absent else ["Nu checker"])
    table(modes, findings, len(pages))
    print_findings(findings)
    if absent:
        say(f"\nNot run: the Nu checker: {absent}.")
    say(f"\n{len(templates)} templates, {len(pages)} states, {len(findings)} faults.")
    return int(bool(findings) or not enough)


def nu(pages: list[dict], findings: list[dict]) -> str:
    """Add the findings of the HTML checker. Return the reason if it cannot run, else ""."""
    command = [str(build.PYTHON), "-m", "tests.a11y.nu", str(PAGES), str(FOLDER / "nu.jsonl")]
    log = FOLDER / "nu.log"
    if run(command, log=log):
        lines = log.read_text().strip().splitlines()
        return lines[-1] if lines else "it gave no reason"
    findings += rows([FOLDER / "nu.jsonl"])
    return ""


if __name__ == "__main__":
    guarded(main)
