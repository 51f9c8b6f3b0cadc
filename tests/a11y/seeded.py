"""One process of B-69: puts each barrier into one of our own pages and looks whether the harness finds it.

`python -m tests.a11y.seeded PAGES OUT --part 0 --of 2`
"""

import json
from dataclasses import replace

from . import nu
from . import page as kept
from .barriers import BARRIERS, Barrier
from .look import arguments, with_eyes
from .looking import Eyes, chromium
from .page import Page


def found_by(eyes: Eyes, barrier: Barrier, page: Page, *, clean: set) -> list[str]:
    """The ways in which the barrier is noticed: what is found with it and is not found without it."""
    eyes.extra = barrier.extra()
    found = {(finding.way, finding.what) for finding in eyes.look(replace(page, html=barrier.on(page.html)))}
    eyes.extra = {}
    return sorted({way for way, _what in found - clean})


def main() -> None:
    options = arguments().parse_args()
    pages = {page.name: page for page in kept.read(options.pages)}
    share = BARRIERS[options.part :: options.of]
    clean: dict[str, set] = {}
    by_checker = html_faults([(barrier, pages[barrier.page]) for barrier in share])
    with chromium() as browser, options.out.open("w") as out:
        for eyes, barrier in with_eyes(browser, share):
            page = pages[barrier.page]
            if page.name not in clean:
                clean[page.name] = {(finding.way, finding.what) for finding in eyes.look(page)}
            found = [
                *found_by(eyes, barrier, page, clean=clean[page.name]),
                *by_checker.get(barrier.name, []),
            ]
            row = {"barrier": barrier.name, "found": found, "why_not": barrier.why_not}
            print(json.dumps(row), file=out, flush=True)


def html_faults(seeded: list[tuple[Barrier, Page]]) -> dict[str, list[str]]:
    """Which barriers the HTML checker finds, if it can run here: faults of the changed page beyond the page's own."""
    if nu.missing():
        return {}
    changed = [replace(page, name=barrier.name, html=barrier.on(page.html)) for barrier, page in seeded]
    own = {finding.what for finding in nu.check([page for _barrier, page in seeded])}
    return {finding.page: [nu.WAY] for finding in nu.check(changed) if finding.what not in own}


if __name__ == "__main__":
    main()
