"""Two ways to use a page: with a pointer, and with nothing but the keyboard."""

import re


class Pointer:
    """Clicks and types, as most people do."""

    def __init__(self, page):
        self.page = page

    def follow(self, name):
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=name).first.click()

    def press(self, name):
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=name, exact=True).click()

    def choose(self, name):
        self.page.get_by_role("radio", name=name, exact=True).check()

    def write(self, label, text):
        self.page.get_by_label(label, exact=True).fill(text)

    def add_files(self, label, paths):
        self.page.get_by_label(label).set_input_files(paths)


class Keyboard:
    """Tab, arrows, space, Enter. Whatever cannot be reached in 120 tabs counts as out of reach."""

    def __init__(self, page):
        self.page = page

    def reach(self, target):
        """Tab until `target` has the focus; for a radio, until its group has it, then by arrows."""
        target = target.first
        target.wait_for()
        for _ in range(120):
            if target.evaluate("one => one === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"out of reach by Tab: {target}")

    def follow(self, name):
        self.reach(self.page.get_by_role("link", name=name))
        self._enter()

    def press(self, name):
        self.reach(self.page.get_by_role("button", name=name, exact=True))
        self._enter()

    def _enter(self):
        """Enter, and wait for the page that it leads to."""
        with self.page.expect_event("domcontentloaded"):
            self.page.keyboard.press("Enter")

    def choose(self, name):
        wanted = self.page.get_by_role("radio", name=name, exact=True)
        group = wanted.first.get_attribute("name")
        for _ in range(120):
            if self.page.evaluate("document.activeElement.name") == group:
                break
            self.page.keyboard.press("Tab")
        for _ in range(60):
            if wanted.evaluate("one => one === document.activeElement"):
                break
            self.page.keyboard.press("ArrowDown")
        self.page.keyboard.press("Space")
        assert wanted.is_checked()

    def write(self, label, text):
        self.reach(self.page.get_by_label(label, exact=True))
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.insert_text(text)

    def add_files(self, label, paths):
        # Listening starts before the way there: Chromium must know of it before the key comes.
        with self.page.expect_file_chooser() as chooser:
            self.reach(self.page.get_by_label(label))
            self.page.keyboard.press("Space")
        chooser.value.set_files(paths)


def code_in(mail):
    """The sign-in code of a mail."""
    return re.search(r"\b\d{8}\b", mail.get_body(("plain",)).get_content()).group()
