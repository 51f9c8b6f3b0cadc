"""How many keys each goal takes in Chromium: Tab from the top of its page, and with the nearest “Skip to ...” link.

`python -m tests.a11y.tabs PAGES` prints the table of docs/accessibility/keyboard.md from the pages that `make a11y`
has saved. `test_tabs.py` fails if a goal is further than the table says.
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Locator
from playwright.sync_api import Page as Tab

from . import page as saved
from .inspection import Inspector, chromium
from .page import Page

TABLE = Path(__file__).resolve().parents[2] / "docs/accessibility/keyboard.md"
ROW = re.compile(r"^\| (?P<words>[^|]+) \| [^|]+ \| (?P<top>\d+) \| (?P<past>\d+) \|$", re.MULTILINE)
MOST = 200


@dataclass(frozen=True)
class Goal:
    """Something that a person wants to reach on a page: the first element that Playwright finds by `what`.

    `skip` is the target of the link that leads past what stands before.
    """

    words: str
    page: str
    what: str
    skip: str = "#main"


def button(words: str) -> str:
    return f"main button:text-is('{words}')"


GOALS = [
    Goal("begin a case", "home", "main a:text-is('Raise a case')"),
    Goal("the first answer of the first step", "raise a case: safety", "main input[type=radio]"),
    Goal("continue from the first step", "raise a case: safety", button("Continue")),
    Goal("the box for what happened", "raise a case: details", "main textarea"),
    Goal("the box for files", "raise a case: files", "main input[type=file]"),
    Goal("send the case", "raise a case: check", button("Send my case")),
    Goal("the box for the code", "code: enter", "main input[autocomplete=one-time-code]"),
    Goal("the case with an answer", "my cases", "main .ui-row__title"),
    Goal("the box for one’s own reply", "my case: my turn", "main textarea"),
    Goal("send one’s own reply", "my case: my turn", button("Send reply")),
    Goal("the first case of the queue", "queue", ".queue__case a", "#cases"),
    Goal("assign the first case of no one", "queue", ".queue__owner button", "#cases"),
    Goal("the box for the office’s reply", "case", "#reply textarea", "#reply"),
    Goal("look at the reply", "case", button("Preview"), "#reply"),
    Goal("send the reply", "reply: preview", button("Send reply"), "#reply"),
]


def tabs_to(tab: Tab, target: Locator) -> int:
    """Press Tab until the target has focus, and return how often."""
    for presses in range(MOST):
        if target.evaluate("one => one === document.activeElement"):
            return presses
        tab.keyboard.press("Tab")
    raise AssertionError(f"unreachable by Tab: {target}")


def measure(inspector: Inspector, goal: Goal, page: Page) -> tuple[int, int]:
    """Return the presses of Tab from the top of the page, and of all keys with the link that skips."""
    tab = inspector.open(page)
    top = tabs_to(tab, tab.locator(goal.what).first)
    tab = inspector.open(page)
    skip = tabs_to(tab, tab.locator(f".ui-skip[href='{goal.skip}']"))
    tab.keyboard.press("Enter")
    return top, skip + 1 + tabs_to(tab, tab.locator(goal.what).first)


def stated() -> dict[str, tuple[int, int]]:
    """Return what the table says: for each goal the keys from the top and with the link that skips."""
    rows = ROW.finditer(TABLE.read_text(encoding="utf-8"))
    return {row["words"].strip(): (int(row["top"]), int(row["past"])) for row in rows}


def measured(inspector: Inspector, pages: dict[str, Page]) -> Iterator[tuple[Goal, int, int]]:
    for goal in GOALS:
        yield goal, *measure(inspector, goal, pages[goal.page])


def main() -> None:
    pages = {page.name: page for page in saved.read(Path(sys.argv[1]))}
    with chromium() as browser:
        inspector = Inspector(browser)
        for goal, top, past in measured(inspector, pages):
            print(f"| {goal.words} | {goal.page} | {top} | {past} |", flush=True)
        inspector.close()


if __name__ == "__main__":
    main()
