"""`make screenshots`: take the README's pictures anew from the demo that `make run` serves (PORT, DATA_DIR as there).

Keep `make run` running in another terminal. Each page is taken at 1280 and at 320 pixels. One case is sent, for the
page after sending; `manage.py demo --reset` removes it.
"""

import os
import re
import shutil
import subprocess
import time
from email import message_from_bytes, policy
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

from PIL import Image

from scripts import build
from scripts.console import ROOT, Refusal, Steps, guarded
from scripts.run import answers, data_dir, port

FOLDER = ROOT / "docs" / "screenshots"
PASSWORD = "assembly-demo"  # noqa: S105  printed by `make run`, for a demo database only
CASEWORKER, EDITOR, RESIDENT = (
    "caseworker@labour.example",
    "editor@assembly.example",
    "resident@london.example",
)
FORM = "Write to a Member"
CASE = "Lift out of order at Stratford"
SIZES = {"": {"width": 1280, "height": 1300}, "-320": {"width": 320, "height": 900}}
PATIENCE = 60  # seconds for a mail
# What is answered at each step of the form, by question. A step that is not here is continued as it is.
ANSWERS = {
    "safety": {"safe": "yes"},
    "device": {"shared": "no"},
    "about": {"kind": "problem", "nature": "casework"},
    "for-whom": {"for_whom": "me"},
    "topic": {"topic": "transport"},
    "where": {"where": "borough", "where_borough": "E09000025"},
    "member": {"member": ""},  # the first
    "details": {
        "subject": "No bench at the bus stop",
        "what_happened": "The stop at the station has had no bench since the works in May.",
    },
    "you": {"name": "Amina Yusuf", "email": "amina@london.example"},
    "language": {"language": "en"},
}


def main() -> int:
    if not answers(port()):
        raise Refusal(f"No demo answers on port {port()}. Start one with `make run`, and leave it running.")
    steps = Steps(4)
    with browser() as chromium:
        steps.next("public pages")
        take_public(new_page(chromium))
        steps.next("the desk of an office")
        take_desk(new_page(chromium))
        steps.next("a constituent's case")
        take_own_case(new_page(chromium))
        steps.next("the editor")
        take_editor(new_page(chromium))
    return 0


class browser:
    """Debian's Chromium, closed at the end."""

    def __enter__(self):
        from playwright.sync_api import sync_playwright  # only developers have it

        self.playwright = sync_playwright().start()
        self.chromium = self.playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        return self.chromium

    def __exit__(self, *_error):
        self.chromium.close()
        self.playwright.stop()


def new_page(chromium):
    base = f"http://localhost:{port()}"
    return chromium.new_context(base_url=base, viewport=SIZES[""], locale="en-GB").new_page()


def press(page, name):
    with page.expect_navigation():
        page.get_by_role("button", name=name).click()


def take(page, name):
    """Take the top of the page at each size, in 256 colours: a third of the bytes, and no eye sees it."""
    for ending, size in SIZES.items():
        page.set_viewport_size(size)
        picture = Image.open(BytesIO(page.screenshot())).convert("RGB")
        picture.quantize(256).save(FOLDER / f"{name}{ending}.png", optimize=True)
    page.set_viewport_size(SIZES[""])


def take_public(page):
    page.goto("/")
    take(page, "home")
    page.goto("/raise/contact/")
    take(page, "step")
    while (step := step_of(page)) != "check":
        for question, answer in ANSWERS.get(step, {}).items():
            give(page, f"{step}-{question}", answer)
        press(page, "Continue")
    press(page, "Send my case")
    take(page, "sent")


def step_of(page) -> str:
    return urlsplit(page.url).path.strip("/").split("/")[-1]


def give(page, name, answer):
    """Answer one question, whatever its kind."""
    boxes = page.locator(f'[name="{name}"]')
    if boxes.first.get_attribute("type") == "radio":
        (page.locator(f'[name="{name}"][value="{answer}"]') if answer else boxes.first).check()
    elif boxes.first.evaluate("box => box.tagName") == "SELECT":
        boxes.first.select_option(answer)
    else:
        boxes.first.fill(answer)


def sign_in(page, email):
    page.goto("/accounts/login/")
    page.get_by_label("Work email address").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Continue")
    page.get_by_label("Code from your authenticator app").fill(app_code(email))
    press(page, "Continue")


def take_desk(page):
    sign_in(page, CASEWORKER)
    page.goto("/office/cases/")
    take(page, "queue")
    page.goto("/office/cases/?q=Stratford")
    page.get_by_role("link", name=CASE).first.click()
    page.get_by_role("heading", level=1, name=CASE).wait_for()
    take(page, "case")


def take_editor(page):
    sign_in(page, EDITOR)
    page.goto("/editor/forms/")
    page.get_by_role("link", name=FORM, exact=True).first.click()
    page.get_by_role("button", name="Save draft").first.wait_for()
    take(page, "editor")


def take_own_case(page):
    page.goto("/my-cases/")
    page.get_by_label("Your email address").fill(RESIDENT)
    sent = set(mails())
    press(page, "Send me a code")
    page.get_by_label("Code from our email").fill(code_in(newest(sent)))
    press(page, "Continue")
    page.get_by_role("link", name=CASE).first.click()
    page.get_by_role("heading", level=1, name=CASE).wait_for()
    take(page, "my-case")


def app_code(email) -> str:
    """Return a code of this person's app, as they ask for it in the demo."""
    command = [str(build.PYTHON), "manage.py", "totp", email]
    printed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, env=os.environ)
    return printed.stdout.split()[0]


def mails() -> list[Path]:
    return list((data_dir() / "mail").glob("*.eml"))


def newest(known: set[Path]) -> Path:
    """Wait until the worker has written another mail, and return it."""
    stop = time.monotonic() + PATIENCE
    while time.monotonic() < stop:
        if found := sorted(set(mails()) - known):
            return found[-1]
        time.sleep(1)
    raise Refusal(f"No mail with a code came within {PATIENCE} seconds. Is the worker running?")


def code_in(path: Path) -> str:
    body = message_from_bytes(path.read_bytes(), policy=policy.default).get_body(("plain",))
    return re.search(r"\b\d{4} ?\d{4}\b", body.get_content()).group()


if __name__ == "__main__":
    guarded(main)
