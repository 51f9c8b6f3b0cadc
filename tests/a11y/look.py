"""One process of `make a11y`: looks at its share of the pages that were kept, a line of JSON for each.

`python -m tests.a11y.look PAGES OUT --part 0 --of 2`
"""

import argparse
import json
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from . import page as kept
from . import transcripts
from .looking import MAIL_WAYS, WAYS, Eyes, chromium, reviewed

PAGES_A_WINDOW = 40  # a window grows with each page
ALWAYS = "requests, policy and console"


def arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser()
    parser.add_argument("pages", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--part", type=int, default=0)
    parser.add_argument("--of", type=int, default=1)
    return parser


def with_eyes(browser, things: list) -> Iterator[tuple[Eyes, object]]:
    """Each thing with a browser window that is not too old."""
    rules, seen = reviewed()
    for begin in range(0, len(things), PAGES_A_WINDOW):
        eyes = Eyes(browser, without_rules=rules, reviewed=seen)
        for thing in things[begin : begin + PAGES_A_WINDOW]:
            yield eyes, thing
        eyes.close()


def main() -> None:
    parser = arguments()
    parser.add_argument("--write-transcripts", action="store_true")
    options = parser.parse_args()
    share = [page for page in kept.read(options.pages) if page.looks][options.part :: options.of]
    with chromium() as browser, options.out.open("w") as out:
        for eyes, page in with_eyes(browser, share):
            began = time.monotonic()
            found = [asdict(finding) for finding in eyes.look(page)]
            if options.write_transcripts and page.step:
                transcripts.path_of(page.name).write_text(transcripts.transcript(eyes.open(page)))
            ways = [*(MAIL_WAYS if page.mail else WAYS), ALWAYS]
            row = {
                "page": page.name,
                "seconds": round(time.monotonic() - began, 2),
                "ways": ways,
                "found": found,
            }
            print(json.dumps(row), file=out, flush=True)


if __name__ == "__main__":
    main()
