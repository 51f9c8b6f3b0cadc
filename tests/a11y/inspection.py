"""Accessibility checks of one page in Chromium. The page is served from its saved response, without the
network.

One browser context has scripts and one has none. Size, media and extra styles are changed on the loaded page,
because reloading it for each check would take most of the time.
"""

import base64
import datetime
import json
import mimetypes
import sysconfig
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import BrowserContext, sync_playwright
from playwright.sync_api import Page as Tab

from scripts.chromium import quickest_chromium
from tests.a11y.page_checks import BRIEF_CHECKS, CHECKS, MAIL_CHECKS, WIDE
from tests.browser import FLAGS

from .page import Page

ROOT = Path(__file__).resolve().parents[2]
ORIGIN = "http://localhost:8000"
SCRIPTS = Path(__file__).parent / "checks"
# common.js creates the object that the others extend
SCRIPT = "\n".join(
    path.read_text() for path in sorted(SCRIPTS.glob("*.js"), key=lambda p: p.stem != "common")
)
DROPPED_HEADERS = {"content-length", "content-encoding", "transfer-encoding", "connection", "set-cookie"}


MAX_TAB_STOPS = 200
PIXEL = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///ywAAAAAAQABAAACAUwAOw==")
NOT_FOR_MAILS = [
    "page-has-heading-one",
    "css-orientation-lock",
]  # a mail has its subject as heading, and no styles
EXTENDED_FILES = {"parts.css": "css", "error-summary.js": "js"}  # files that every page loads


@cache  # finding it takes longer than reading it, and every page asks for a dozen
def static_file(name: str) -> Path:
    """Return the path of our own static file of this name, or of the package that has it."""
    packages = Path(sysconfig.get_path("purelib"))
    found = [ROOT / "static" / name, *packages.glob(f"*/static/{name}"), *packages.glob(f"*/*/static/{name}")]
    return next((path for path in found if path.is_file()), found[0])


@dataclass(frozen=True)
class Finding:
    """One accessibility problem. `way` is the name of the check."""

    page: str
    way: str
    what: str


class Inspector:
    """A browser with two windows: with scripts and without."""

    def __init__(
        self, browser, *, without_rules: tuple[str, ...] = (), reviewed: dict[str, list[str]] | None = None
    ):
        self.browser = browser
        self.without_rules = list(without_rules)
        self.reviewed = reviewed or {}
        self.page: Page | None = None
        self.messages: list[str] = []
        self.answers: list[str] = []  # HTML with which forms that a script sends are answered
        self.extra: dict[str, str] = {}  # style and script of an inserted barrier
        self.tab = self._window(java_script_enabled=True)
        self.scriptless = self._window(java_script_enabled=False)

    def _window(self, **options) -> Tab:
        context: BrowserContext = self.browser.new_context(viewport=WIDE, locale="en-GB", **options)
        context.set_default_timeout(15_000)
        context.route("**/*", self._serve)
        tab = context.new_page()
        tab.on("pageerror", lambda error: self.messages.append(f"script error: {error}"))
        tab.on("console", self._on_console)
        return tab

    def close(self) -> None:
        self.tab.context.close()
        self.scriptless.context.close()

    def _on_console(self, line) -> None:
        # the status of the response itself is not a finding
        if line.type in {"error", "warning"} and "Failed to load resource" not in line.text:
            self.messages.append(f"console: {line.text}")

    def _serve(self, route) -> None:
        asked, parts = route.request, urlsplit(route.request.url)
        if not asked.url.startswith(ORIGIN):
            self.messages.append(f"request to {asked.url}")
            return route.abort()
        if asked.method == "POST" and self.answers:
            return route.fulfill(body=self.answers.pop(0), content_type="text/html; charset=utf-8")
        if asked.is_navigation_request():
            headers = {k: v for k, v in self.page.headers.items() if k.lower() not in DROPPED_HEADERS}
            headers.setdefault("Content-Type", "text/html; charset=utf-8")
            return route.fulfill(status=self.page.status, headers=headers, body=self.page.html)
        if parts.path.startswith("/static/"):
            return self._serve_file(route, static_file(unquote(parts.path).removeprefix("/static/")))
        if parts.path.endswith("/stay/"):
            ends = datetime.datetime.now(datetime.UTC) + datetime.timedelta(minutes=30)
            return route.fulfill(json={"ends": ends.isoformat()})
        # A state with pictures puts them into a folder of its own, and thumbnails are rolled back with the world.
        if parts.path.startswith("/media/") or parts.path.endswith("/thumbnail/"):
            return route.fulfill(body=PIXEL, content_type="image/gif")
        if parts.path.endswith("/live/"):  # nothing has changed
            return route.fulfill(status=204, body="")
        if parts.path.endswith("/risks/unsettled/"):  # the queue asks again after a while
            return route.fulfill(json={"unsettled": 0})
        self.messages.append(f"asks for {parts.path}, which the page did not bring")
        return route.fulfill(status=404, body="")

    def _serve_file(self, route, path: Path) -> None:
        if not path.is_file():
            self.messages.append(f"there is no {path}")
            return route.fulfill(status=404, body="")
        body = path.read_text() if path.suffix in {".css", ".js", ".svg"} else path.read_bytes()
        kind = EXTENDED_FILES.get(path.name)
        if kind and kind in self.extra:
            body += f"\n{self.extra[kind]}"
        return route.fulfill(body=body, content_type=mimetypes.guess_type(path.name)[0] or "text/plain")

    # --- Inspection -------------------------------------------------------------------------------

    def open(self, page: Page, tab: Tab | None = None) -> Tab:
        self.page, self.messages = page, []
        tab = tab or self.tab
        tab.set_viewport_size(WIDE)
        tab.emulate_media(
            media="screen", color_scheme="light", forced_colors="none", reduced_motion="no-preference"
        )
        # The page names the time at which its session ends: an hour later every page would warn of it.
        tab.clock.set_fixed_time(page.rendered_at)
        tab.goto(ORIGIN + page.url, wait_until="load")
        tab.evaluate(SCRIPT)
        return tab

    def run(self, *names: str, tab: Tab | None = None) -> list[str]:
        script = "(names) => names.flatMap((name) => a11y.checks[name]())"
        return (tab or self.tab).evaluate(script, list(names))

    def axe(self, *only: str) -> dict[str, list]:
        if not self.tab.evaluate("Boolean(window.axe)"):
            self.tab.evaluate(AXE_SCRIPT)
        excluded = self.without_rules + (NOT_FOR_MAILS if self.page.mail else [])
        options = {"without": excluded, "only": only}
        return self.tab.evaluate("(options) => a11y.axe(options)", options)

    @contextmanager
    def styled(self, css: str) -> Iterator[None]:
        """Add styles to the page while the context is open. A style tag would be blocked by the CSP."""
        add = "(css) => { const s = new CSSStyleSheet(); s.replaceSync(css); document.adoptedStyleSheets = [s] }"
        self.tab.evaluate(add, css)
        yield
        self.tab.evaluate("document.adoptedStyleSheets = []")

    def tab_through(self) -> list[str]:
        """Tab through all stops. Report those that are unreachable, invisible, out of view or a keyboard trap."""
        self.tab.bring_to_front()
        stops, found, before = self.tab.evaluate("a11y.beginTabbing()"), [], None
        for _press in range(min(stops, MAX_TAB_STOPS) + 3):
            self.tab.keyboard.press("Tab")
            stop = self.tab.evaluate("a11y.afterTab()")
            if stop.get("done"):
                break
            if stop["again"]:
                if stop["at"] == before:
                    found.append(f"{stop['at']} keeps focus: Tab does not leave it")
                break
            before = stop["at"]
            found += stop["found"]
        if stops <= MAX_TAB_STOPS:
            found += self.tab.evaluate("a11y.unreached()")
        return found

    def inspect(self, page: Page, *, briefly: bool = False) -> list[Finding]:
        """Return every finding. With `briefly`, as in the test suite, run only axe and the narrow viewport."""
        checks = BRIEF_CHECKS if briefly else (MAIL_CHECKS if page.mail else CHECKS)
        self.open(page)
        found = [
            Finding(page.name, way, what) for way, inspect in checks.items() for what in inspect(self, page)
        ]
        return [*found, *(Finding(page.name, "requests, policy and console", what) for what in self.messages)]


@contextmanager
def chromium() -> Iterator[object]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=quickest_chromium(), args=FLAGS)
        yield browser
        browser.close()


def reviewed() -> tuple[tuple[str, ...], dict[str, list[str]]]:
    """Return axe's excluded rules, and {rule: patterns} of incomplete results reviewed by a person, from
    reviewed.json.
    """
    review = json.loads((Path(__file__).parent / "reviewed.json").read_text())
    return tuple(review["left_out"]), {rule: list(seen) for rule, seen in review["looked_at"].items()}
