"""`make screenshots`: take the README's pictures anew from the demo that `make run` serves (PORT, DATA_DIR as there).

It is run with the project's own Python, which has Playwright, while `make run` goes on in another terminal.
"""

import os
import re
import subprocess
from email import message_from_bytes, policy
from pathlib import Path

from scripts import build
from scripts.chromium import quickest_chromium
from scripts.console import ROOT, Refusal, Steps, guarded
from scripts.run import answers, data_dir, port

FOLDER = ROOT / "docs" / "screenshots"
PASSWORD = "assembly-demo"  # noqa: S105  printed by `make run`, for a demo database only
CASEWORKER, RESIDENT = "caseworker@labour.example", "resident@london.example"
CASE = "Lift out of order at Stratford"
SIZE = {"width": 1280, "height": 1300}


def main() -> int:
    if not answers(port()):
        raise Refusal(f"No demo answers on port {port()}. Start one with `make run`, and leave it running.")
    steps = Steps(3)
    with browser() as chromium:
        steps.next("public pages")
        take_public(new_page(chromium))
        steps.next("the desk of an office")
        take_desk(new_page(chromium))
        steps.next("a constituent's case")
        take_own_case(new_page(chromium))
    return 0


class browser:
    """Debian's Chromium, closed at the end."""

    def __enter__(self):
        from playwright.sync_api import sync_playwright  # only developers have it

        self.playwright = sync_playwright().start()
        self.chromium = self.playwright.chromium.launch(
            executable_path=quickest_chromium(), args=["--no-sandbox"]
        )
        return self.chromium

    def __exit__(self, *_error):
        self.chromium.close()
        self.playwright.stop()


def new_page(chromium):
    base = f"http://localhost:{port()}"
    return chromium.new_context(base_url=base, viewport=SIZE, locale="en-GB").new_page()


def press(page, name):
    with page.expect_navigation():
        page.get_by_role("button", name=name).click()


def take(page, name):
    page.screenshot(path=FOLDER / f"{name}.png")


def take_public(page):
    page.goto("/")
    take(page, "home")
    page.goto("/raise/contact/")
    take(page, "step")


def take_desk(page):
    page.goto("/accounts/login/")
    page.get_by_label("Work email address").fill(CASEWORKER)
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Continue")
    page.get_by_label("Code from your authenticator app").fill(app_code())
    press(page, "Continue")
    page.goto("/office/cases/")
    take(page, "queue")
    page.goto("/office/cases/?q=Stratford")
    page.get_by_role("link", name=CASE).first.click()
    page.get_by_role("heading", level=1, name=CASE).wait_for()
    take(page, "case")


def take_own_case(page):
    page.goto("/my-cases/")
    page.get_by_label("Your email address").fill(RESIDENT)
    sent = set(mails())
    press(page, "Send me a code")
    page.get_by_label("Code from our email").fill(code_in(newest(sent, page)))
    press(page, "Continue")
    page.get_by_role("link", name=CASE).first.click()
    page.get_by_role("heading", level=1, name=CASE).wait_for()
    take(page, "my-case")


def app_code() -> str:
    """Return a code of the caseworker's app, as a person of the demo asks for it."""
    command = [str(build.PYTHON), "manage.py", "totp", CASEWORKER]
    printed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, env=os.environ)
    return printed.stdout.split()[0]


def mails() -> list[Path]:
    return list((data_dir() / "mail").glob("*.eml"))


def newest(known: set[Path], page) -> Path:
    """Wait until the worker has written another mail, and return it."""
    for _second in range(60):
        if found := sorted(set(mails()) - known):
            return found[-1]
        page.wait_for_timeout(1_000)
    raise Refusal("No mail with a code came within a minute. Is the worker running?")


def code_in(path: Path) -> str:
    body = message_from_bytes(path.read_bytes(), policy=policy.default).get_body(("plain",))
    return re.search(r"\b\d{4} ?\d{4}\b", body.get_content()).group()


if __name__ == "__main__":
    guarded(main)
