"""One process of `make a11y`, which inspects its share of the saved pages and writes a line of JSON for each.

`python -m tests.a11y.inspect_pages PAGES OUT --part 0 --of 2`
"""

import argparse
import json
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from . import page as saved
from . import transcripts
from .inspection import Finding, Inspector, chromium, reviewed
from .page_checks import CHECKS, MAIL_CHECKS
from .text_browser import TITLES, shared_titles

PAGES_PER_BROWSER = 40  # its memory grows with each page
ALWAYS = "requests, policy and console"


def arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser()
    parser.add_argument("pages", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--part", type=int, default=0)
    parser.add_argument("--of", type=int, default=1)
    return parser


def with_inspector(browser, items: list) -> Iterator[tuple[Inspector, object]]:
    """Yield each item with an inspector, which is replaced after `PAGES_PER_BROWSER` items."""
    rules, reviewed_patterns = reviewed()
    for begin in range(0, len(items), PAGES_PER_BROWSER):
        inspector = Inspector(browser, without_rules=rules, reviewed=reviewed_patterns)
        for item in items[begin : begin + PAGES_PER_BROWSER]:
            yield inspector, item
        inspector.close()


def main() -> None:
    parser = arguments()
    parser.add_argument("--write-transcripts", action="store_true")
    options = parser.parse_args()
    pages = [page for page in saved.read(options.pages) if page.looks]
    share = pages[options.part :: options.of]
    titles = defaultdict(list)
    for name, what in shared_titles(pages):
        titles[name].append(Finding(name, TITLES, what))
    with chromium() as browser, options.out.open("w") as out:
        for inspector, page in with_inspector(browser, share):
            began = time.monotonic()
            found = [asdict(finding) for finding in [*inspector.inspect(page), *titles[page.name]]]
            if options.write_transcripts and page.step:
                transcripts.path_of(page.name).write_text(transcripts.transcript(inspector.open(page)))
            modes = [*(MAIL_CHECKS if page.mail else CHECKS), ALWAYS, TITLES]
            row = {
                "page": page.name,
                "seconds": round(time.monotonic() - began, 2),
                "modes": modes,
                "found": found,
            }
            print(json.dumps(row), file=out, flush=True)


if __name__ == "__main__":
    main()
