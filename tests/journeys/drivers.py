"""Two ways to use a page in the browser tests: with a pointer, or with the keyboard only."""

from tests.codes import code_of


class Pointer:
    """Clicks and types."""

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
    """Uses Tab, arrows, space and Enter only. An element that needs more than 120 tabs counts as unreachable."""

    def __init__(self, page):
        self.page = page

    def reach(self, target):
        """Press Tab until `target` has the focus. Raise AssertionError if it is unreachable."""
        target = target.first
        target.wait_for()
        for _ in range(120):
            if target.evaluate("one => one === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"unreachable by Tab: {target}")

    def follow(self, name):
        self.reach(self.page.get_by_role("link", name=name))
        self._enter()

    def press(self, name):
        self.reach(self.page.get_by_role("button", name=name, exact=True))
        self._enter()

    def _enter(self):
        """Press Enter and wait for the next page."""
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
        # Listen before tabbing: Chromium needs the file chooser interception before the key press.
        with self.page.expect_file_chooser() as chooser:
            self.reach(self.page.get_by_label(label))
            self.page.keyboard.press("Space")
        chooser.value.set_files(paths)


def code_in(mail):
    """Return the sign-in code in a mail."""
    return code_of(mail.get_body(("plain",)).get_content())
