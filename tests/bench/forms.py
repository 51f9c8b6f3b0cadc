"""The seconds that an editor waits for a long form: `python -m tests.bench.forms --questions 60`.

Like `make bench` it serves the demo from a PostgreSQL of its own. Chromium opens the form in the editor, saves it as a
draft and opens its preview, each several times. Beside it, the milliseconds of one step of the contact form, which
editors wrote as well, are those of the server alone, with the twelve languages of the demo stored; `--questions 0`
measures only them.
"""

import argparse
import contextlib
import os
import shutil
import statistics
import tempfile
import time
from itertools import count
from pathlib import Path

from tests.bench.__main__ import PORTS, STARTING, serve, settings_of
from tests.bench.load import Browser
from tests.browser import FLAGS
from tests.cluster import Cluster

EDITOR = "editor@assembly.example"
TYPES = ("text", "textarea", "radios", "date", "select", "number")
IN_A_STEP = 4
PREVIEW = "iframe.w-preview__iframe:not(.w-preview__proxy)"  # the one that is shown, not the one that loads
STEPS_SHOWN = 200  # requests for the step of the contact form
STEP = "details"  # in the middle of the form


def arguments():
    parser = argparse.ArgumentParser(prog="tests.bench.forms", description=__doc__.split("\n")[0])
    parser.add_argument("--questions", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=5)
    return parser.parse_args()


def main():
    wanted = arguments()
    folder = Path(tempfile.mkdtemp(prefix="casework-bench-"))
    cluster = Cluster()
    os.environ |= settings_of(cluster, folder)
    server = None
    try:
        from tests.bench import world

        world.prepare_demo()
        form = long_form(wanted.questions) if wanted.questions else None
        server = serve("config.wsgi:application", "here")
        if form:
            show_waiting(*wait_in_chromium(form, editor_cookies(world), wanted.rounds))
        show_steps({language: step_times(world, language, server.pid) for language in ("", "pl/")})
    finally:
        if server:
            server.terminate()
            server.wait(STARTING)
        cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)


def long_form(questions):
    """Create a draft: the contact form with further steps, so that it has this many questions. Return its key."""
    from casework.questionnaires.definition import all_questions
    from casework.questionnaires.services import current_version
    from cms.forms.models import create_form

    definition = current_version("contact").definition
    numbers = count(1)
    while (missing := questions - len(all_questions(definition))) > 0:
        asked = [question(next(numbers)) for _ in range(min(IN_A_STEP, missing))]
        title = {"en": f"More about it, part {asked[0]['name']}"}
        step = {"slug": f"more-{len(definition['steps'])}", "title": title, "section": title}
        definition["steps"].insert(-1, step | {"questions": asked})
    return create_form(slug="long", definition=definition, by=None).pk


def question(number):
    """Return a question whose type turns through `TYPES`."""
    type_ = TYPES[number % len(TYPES)]
    asked = {"name": f"more_{number}", "type": type_, "text": {"en": f"What else is there, number {number}?"}}
    if type_ in {"radios", "select"}:
        answers = ("Never", "Sometimes", "Often", "Always")
        asked["choices"] = [{"value": each.lower(), "label": {"en": each}} for each in answers]
    return asked | {"need": {"en": "So that the office can act."}}


def editor_cookies(world):
    from accounts.models import User

    return world.cookies_of(User.objects.get(email=EDITOR), factor=True)


def wait_in_chromium(form, cookies, rounds):
    """Return the seconds of each round by what was done, and the number of nodes of the page."""
    from playwright.sync_api import sync_playwright

    here = f"http://127.0.0.1:{PORTS['here']}"
    seconds = {"open": [], "save the draft": [], "preview": []}
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        for _round in range(rounds):
            context = chromium.new_context(viewport={"width": 1280, "height": 900})
            context.set_default_timeout(60_000)
            context.add_cookies(
                [{"name": key, "value": value, "url": here} for key, value in cookies.items()]
            )
            page = context.new_page()
            with timed(seconds["open"]):
                page.goto(f"{here}/editor/forms/edit/{form}/", wait_until="commit")
                whole(page)
            nodes = page.evaluate("document.querySelectorAll('*').length")
            with timed(seconds["save the draft"]):
                with page.expect_navigation(wait_until="commit"):
                    page.get_by_role("button", name="Save draft").first.click()
                whole(page)
            with timed(seconds["preview"]):
                page.get_by_role("button", name="Toggle preview").click()
                page.frame_locator(PREVIEW).locator("h1").wait_for()
            context.close()
        chromium.close()
    return seconds, nodes


@contextlib.contextmanager
def timed(times):
    began = time.monotonic()
    yield
    times.append(time.monotonic() - began)


def whole(page):
    """Wait until the scripts of the edit page have put a condition picker into the last step that has one."""
    page.locator("select[id$='-picker']").last.wait_for(state="attached")


def step_times(world, language, server):
    """Return the milliseconds of each request that answers a step of the contact form, and that shows the next one, and
    the processor time of the web processes for both together.

    The steps before have been answered, so every request reads and checks what is stored.
    """
    from tests.bench.costs import processor_times, used

    browser, form = Browser(PORTS["here"], {}), f"/{language}raise/contact/"
    path = f"{form}safety/"
    browser.get(path)
    while not path.startswith(f"{form}{STEP}/"):
        path = browser.post(path, world.fields_of(path))
        browser.get(path)
    times, spent = {"answer": [], "show the next": []}, processor_times(server)
    for _request in range(STEPS_SHOWN):
        began = time.perf_counter()
        following = browser.post(path, world.fields_of(path))
        answered = time.perf_counter()
        browser.get(following)
        times["answer"].append((answered - began) * 1000)
        times["show the next"].append((time.perf_counter() - answered) * 1000)
    return times, used(spent, processor_times(server)) / STEPS_SHOWN


def show_waiting(seconds, nodes):
    print("| of the editor | median s | longest s |\n| --- | --- | --- |")
    for what, times in seconds.items():
        print(f"| {what} | {statistics.median(times):.1f} | {max(times):.1f} |")
    print(f"\n{nodes} nodes; load {os.getloadavg()[0]:.0f}\n")


def show_steps(languages):
    print("| of a step | median ms | least ms |\n| --- | --- | --- |")
    for language, (times, _spent) in languages.items():
        for what, each in times.items():
            print(f"| {what}, {language or 'en/'} | {statistics.median(each):.1f} | {min(each):.1f} |")
    for language, (_times, spent) in languages.items():
        print(f"\nprocessor time of both, {language or 'en/'}: {spent:.1f} ms")
    print(f"\nload {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
