"""A person at a page: counts what they press, and estimates how long it takes them.

The estimate is the keystroke-level model: 0.28 s a key, 1.1 s to point at something and press it, 1.35 s to decide.
Waiting for pages is measured and added.
"""

import time
from dataclasses import dataclass, field

KEY, POINTING, DECISION = 0.28, 1.1, 1.35  # seconds


@dataclass
class Figures:
    """What one task took. `fields` are the boxes that were typed in; each of their characters is a key."""

    clicks: int = 0
    keys: int = 0
    fields: int = 0
    shortcuts: int = 0  # keys that are no text
    decisions: int = 0
    waited: float = field(default=0.0, compare=False)  # seconds for pages, on the machine of the test

    @property
    def actions(self):
        return self.clicks + self.fields + self.shortcuts

    @property
    def estimate(self):
        """Return the seconds of hand and head, without waiting."""
        return self.keys * KEY + self.clicks * POINTING + self.decisions * DECISION


class Hand:
    """Does a task at a page, and counts."""

    def __init__(self, page):
        self.page, self.figures = page, Figures()

    def decide(self, number=1):
        self.figures.decisions += number

    def click(self, target):
        self.figures.clicks += 1
        target.click()

    def follow(self, target):
        """Click what leads to another page, and wait for that."""
        self.figures.clicks += 1
        self._wait(target.click)

    def key(self, name):
        self.figures.keys += 1
        self.figures.shortcuts += 1
        self.page.keyboard.press(name)

    def key_to(self, name):
        """Press a key that leads to another page, and wait for that."""
        self.figures.keys += 1
        self.figures.shortcuts += 1
        self._wait(lambda: self.page.keyboard.press(name))

    def type(self, text):
        """Type where the focus is."""
        self.figures.keys += len(text)
        self.figures.fields += 1
        self.page.keyboard.type(text)

    def fill(self, box, text):
        """Click a box and type in it."""
        self.click(box)
        self.type(text)

    def choose(self, select, **option):
        """Open a list and press one of its rows."""
        self.figures.clicks += 2
        select.select_option(**option)

    def add_files(self, box, files):
        """Open the dialog of the browser, press each file, and close it."""
        self.figures.clicks += 2 + len(files)
        box.set_input_files(files)

    def _wait(self, act):
        began = time.monotonic()
        with self.page.expect_navigation():
            act()
        self.figures.waited += time.monotonic() - began
