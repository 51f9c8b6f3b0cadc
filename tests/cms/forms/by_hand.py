"""An editor who builds a form on the edit page, by pointer and keyboard only. Clicks and keys are counted."""

from contextlib import suppress
from dataclasses import dataclass

from playwright.sync_api import TimeoutError as NotYet

from tests.browser import wait_until

# Wagtail sends a beacon when its page is closed, which would arrive after the end of the test.
NO_BEACON = "navigator.sendBeacon = () => true"


@dataclass
class Effort:
    """What the editor did. The time is that of the keystroke-level model, for a person who types 40 words a minute."""

    clicks: int = 0
    keys: int = 0
    fields: int = 0

    KEY, POINT_AND_CLICK, HAND, THINK = 0.28, 1.3, 0.4, 1.35  # seconds, from Card, Moran and Newell

    @property
    def minutes(self):
        """Return how long a person needs who knows what to write, and thinks before each click and field."""
        moves = self.fields * 2 * self.HAND + self.clicks * (self.POINT_AND_CLICK + self.THINK)
        return (moves + self.keys * self.KEY + self.fields * self.THINK) / 60

    def __str__(self):
        return f"{self.clicks} clicks and {self.keys} keys, {self.minutes:.0f} minutes by the keystroke-level model"


def opened(button, option):
    """Return whether the list of blocks is open. The editor may close it while a block slides into place: reopen it."""
    with suppress(NotYet):
        option.wait_for(timeout=5_000)
    if not option.is_visible():
        button.click()
    return option.is_visible()


class Block:
    """A block on the page, or the whole form: its fields are found by their labels."""

    def __init__(self, page, at, effort):
        self.page, self.at, self.effort = page, at, effort

    def click(self, target):
        target.click()
        self.effort.clicks += 1

    def write(self, **texts):
        """Type a text into each of these fields."""
        for name, text in texts.items():
            field = self.field(name).locator("input[type=text], input[type=number], textarea").first
            field.fill(text)
            self.effort.fields += 1
            self.effort.keys += len(text)
        return self

    def write_text(self, text):
        """Type the text of a block that is only that."""
        self.at.locator("textarea").first.fill(text)
        self.effort.fields += 1
        self.effort.keys += len(text)

    def tick(self, *names):
        for name in names:
            self.click(self.field(name).locator("input[type=checkbox]").first)
        return self

    def choose(self, **words):
        """Choose an option of each of these lists by its words: one click to open the list, one to choose."""
        for name, text in words.items():
            self.field(name).locator("select").first.select_option(label=text)
            self.effort.clicks += 2
        return self

    def settings(self):
        """Open the fields behind the gear."""
        self.click(self.at.get_by_role("button", name="Settings").first)
        return self

    def add(self, stream, type_=""):
        """Add a block at the end of one of this block's streams."""
        blocks = self.field(stream).locator("[data-streamfield-stream-container]").first
        number = blocks.locator("> [data-streamfield-child]").count()
        button = blocks.locator("> div > button.c-sf-add-button").last
        self.click(button)
        if type_:
            option = self.page.get_by_role("option", name=type_, exact=True)
            wait_until(self.page, lambda: opened(button, option), f"the list of blocks with “{type_}”")
            self.click(option)
        added = blocks.locator("> [data-streamfield-child]").nth(number)
        added.wait_for()
        return Block(self.page, added, self.effort)

    def field(self, name):
        return self.at.locator(f"[data-contentpath='{name}']").first

    def ask(self, type_, text, *, need, answers=(), must=False, tells="", **more):
        """Add a question to this step, and return it."""
        question = self.add("questions", type_).write(text=text, **more)
        for answer in answers:
            question.add("choices", "Answer").write(label=answer)
        if must:
            question.tick("required")
        question.write(need=need)
        if tells:
            question.settings().choose(fact=tells)
        return question

    def only_if(self, question, *answers):
        """Show this step only after these answers to an earlier question, all chosen by their words."""
        condition = self.settings().add("when")
        picker = condition.at.get_by_label("Earlier question")
        picker.focus()
        picker.select_option(label=question)
        self.effort.clicks += 2
        for answer in answers:
            self.click(condition.at.get_by_label(answer, exact=True))
        return self


class NewForm(Block):
    """The edit page of a new form."""

    def __init__(self, page):
        super().__init__(page, page.locator("form[data-edit-form]"), Effort())

    def publish(self):
        """Publish, and wait for the page that says so."""
        self.click(self.page.locator("footer").get_by_role("button", name="More actions"))
        with self.page.expect_navigation():
            self.click(self.page.get_by_role("button", name="Publish", exact=True))
