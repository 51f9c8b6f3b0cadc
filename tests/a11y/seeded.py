"""One process of B-69, which inserts each barrier into one of our pages and checks whether the harness finds
it.

`python -m tests.a11y.seeded PAGES OUT --part 0 --of 2`
"""

import json
from dataclasses import replace

from . import nu
from . import page as saved
from .barriers import BARRIERS, Barrier
from .inspect_pages import arguments, with_inspector
from .inspection import Inspector, chromium
from .page import Page
from .text_browser import TITLES, shared_titles


def found_by(inspector: Inspector, barrier: Barrier, page: Page, *, clean: set) -> list[str]:
    """Return the checks that have a finding with the barrier and none without it."""
    inspector.extra = barrier.extra()
    found = {
        (finding.way, finding.what)
        for finding in inspector.inspect(replace(page, html=barrier.insert_into(page.html)))
    }
    inspector.extra = {}
    return sorted({way for way, _what in found - clean})


def main() -> None:
    options = arguments().parse_args()
    pages = {page.name: page for page in saved.read(options.pages)}
    share = BARRIERS[options.part :: options.of]
    clean: dict[str, set] = {}
    by_checker = html_faults([(barrier, pages[barrier.page]) for barrier in share])
    with chromium() as browser, options.out.open("w") as out:
        for inspector, barrier in with_inspector(browser, share):
            page = pages[barrier.page]
            if page.name not in clean:
                clean[page.name] = {(finding.way, finding.what) for finding in inspector.inspect(page)}
            found = [
                *found_by(inspector, barrier, page, clean=clean[page.name]),
                *by_checker.get(barrier.name, []),
                *by_titles(pages, barrier),
            ]
            row = {"barrier": barrier.name, "found": found, "why_not": barrier.why_not}
            print(json.dumps(row), file=out, flush=True)


def by_titles(pages: dict[str, Page], barrier: Barrier) -> list[str]:
    """Return the check of titles if it finds more once the barrier is in its page."""
    own = pages[barrier.page]
    changed = pages | {own.name: replace(own, html=barrier.insert_into(own.html))}
    before, after = (len(shared_titles(each.values())) for each in (pages, changed))
    return [TITLES] if after > before else []


def html_faults(seeded: list[tuple[Barrier, Page]]) -> dict[str, list[str]]:
    """Return {barrier name: checks} of the barriers that the Nu checker finds, or {} if it cannot run."""
    if nu.missing():
        return {}
    changed = [
        replace(page, name=barrier.name, html=barrier.insert_into(page.html)) for barrier, page in seeded
    ]
    own = {finding.what for finding in nu.check([page for _barrier, page in seeded])}
    return {finding.page: [nu.CHECK] for finding in nu.check(changed) if finding.what not in own}


if __name__ == "__main__":
    main()
