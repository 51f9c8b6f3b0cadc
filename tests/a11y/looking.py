"""Looks at one page in real Chromium in many ways. The page is served from what was kept; nothing leaves the browser.

One context with scripts and one without; size, media and extra styles change on the page as it stands, because loading
it anew for each way would take most of the time.
"""

import datetime
import json
import mimetypes
import re
import shutil
import sysconfig
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import BrowserContext, sync_playwright
from playwright.sync_api import Page as Tab

from tests.browser import FLAGS

from .page import Page

ROOT = Path(__file__).resolve().parents[2]
ORIGIN = "http://localhost:8000"
CHECKS = Path(__file__).parent / "checks"
# common.js makes the table that the others fill.
SCRIPT = "\n".join(path.read_text() for path in sorted(CHECKS.glob("*.js"), key=lambda p: p.stem != "common"))
NOT_SENT_ON = {"content-length", "content-encoding", "transfer-encoding", "connection", "set-cookie"}
WIDE, NARROW, ZOOMED = (
    {"width": 1280, "height": 1024},
    {"width": 320, "height": 800},
    {"width": 320, "height": 256},
)
SPACING = (
    "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"
    " p { margin-bottom: 2em !important }"
)
DOUBLE = "html { font-size: 200% !important }"
CONTRAST = ("color-contrast", "link-in-text-block")
MOST_STOPS = 200
NOT_FOR_MAILS = [
    "page-has-heading-one",
    "css-orientation-lock",
]  # its subject is its heading; it has no styles
EXTRA_GOES_INTO = {"parts.css": "css", "error-summary.js": "js"}  # every page has them


def static_file(name: str) -> Path:
    """Our own file of this name, or that of the package that brings it."""
    packages = Path(sysconfig.get_path("purelib"))
    found = [ROOT / "static" / name, *packages.glob(f"*/static/{name}"), *packages.glob(f"*/*/static/{name}")]
    return next((path for path in found if path.is_file()), found[0])


@dataclass(frozen=True)
class Finding:
    """One thing that stands in somebody's way. `way` is how the page was looked at."""

    page: str
    way: str
    what: str


class Eyes:
    """A browser with two windows: with scripts and without."""

    def __init__(
        self, browser, *, without_rules: tuple[str, ...] = (), reviewed: dict[str, list[str]] | None = None
    ):
        self.browser = browser
        self.without_rules = list(without_rules)
        self.reviewed = reviewed or {}
        self.page: Page | None = None
        self.said: list[str] = []
        self.extra: dict[str, str] = {}  # style and script of a barrier put in on purpose
        self.tab = self._window(java_script_enabled=True)
        self.plain = self._window(java_script_enabled=False)

    def _window(self, **options) -> Tab:
        context: BrowserContext = self.browser.new_context(viewport=WIDE, locale="en-GB", **options)
        context.set_default_timeout(15_000)
        context.route("**/*", self._serve)
        tab = context.new_page()
        tab.on("pageerror", lambda error: self.said.append(f"script error: {error}"))
        tab.on("console", self._hear)
        return tab

    def close(self) -> None:
        self.tab.context.close()
        self.plain.context.close()

    def _hear(self, line) -> None:
        # The answer's own status is no fault of the page.
        if line.type in {"error", "warning"} and "Failed to load resource" not in line.text:
            self.said.append(f"console: {line.text}")

    def _serve(self, route) -> None:
        asked, parts = route.request, urlsplit(route.request.url)
        if not asked.url.startswith(ORIGIN):
            self.said.append(f"request to {asked.url}")
            return route.abort()
        if asked.is_navigation_request():
            headers = {k: v for k, v in self.page.headers.items() if k.lower() not in NOT_SENT_ON}
            headers.setdefault("Content-Type", "text/html; charset=utf-8")
            return route.fulfill(status=self.page.status, headers=headers, body=self.page.html)
        if parts.path.startswith("/static/"):
            return self._serve_file(route, static_file(unquote(parts.path).removeprefix("/static/")))
        if parts.path.endswith("/stay/"):
            ends = datetime.datetime.now(datetime.UTC) + datetime.timedelta(minutes=30)
            return route.fulfill(json={"ends": ends.isoformat()})
        self.said.append(f"asks for {parts.path}, which the page did not bring")
        return route.fulfill(status=404, body="")

    def _serve_file(self, route, path: Path) -> None:
        if not path.is_file():
            self.said.append(f"there is no {path}")
            return route.fulfill(status=404, body="")
        body = path.read_text() if path.suffix in {".css", ".js", ".svg"} else path.read_bytes()
        kind = EXTRA_GOES_INTO.get(path.name)
        if kind and kind in self.extra:
            body += f"\n{self.extra[kind]}"
        return route.fulfill(body=body, content_type=mimetypes.guess_type(path.name)[0] or "text/plain")

    # --- Looking --------------------------------------------------------------------------------

    def open(self, page: Page, tab: Tab | None = None) -> Tab:
        self.page, self.said = page, []
        tab = tab or self.tab
        tab.set_viewport_size(WIDE)
        tab.emulate_media(
            media="screen", color_scheme="light", forced_colors="none", reduced_motion="no-preference"
        )
        tab.goto(ORIGIN + page.url, wait_until="load")
        tab.evaluate(SCRIPT)
        return tab

    def run(self, *names: str, tab: Tab | None = None) -> list[str]:
        script = "(names) => names.flatMap((name) => a11y.checks[name]())"
        return (tab or self.tab).evaluate(script, list(names))

    def axe(self, *only: str) -> dict[str, list]:
        if not self.tab.evaluate("Boolean(window.axe)"):
            self.tab.evaluate(AXE_SCRIPT)
        without = self.without_rules + (NOT_FOR_MAILS if self.page.mail else [])
        options = {"without": without, "only": only}
        return self.tab.evaluate("(options) => a11y.axe(options)", options)

    @contextmanager
    def styled(self, css: str) -> Iterator[None]:
        """With more styles on the page; a style tag would be blocked by our own policy."""
        add = "(css) => { const s = new CSSStyleSheet(); s.replaceSync(css); document.adoptedStyleSheets = [s] }"
        self.tab.evaluate(add, css)
        yield
        self.tab.evaluate("document.adoptedStyleSheets = []")

    def press_through(self) -> list[str]:
        """Tab from the first to the last stop: each is reached, seen and in view, and none keeps focus."""
        stops, found, before = self.tab.evaluate("a11y.beginTabbing()"), [], None
        for _press in range(min(stops, MOST_STOPS) + 3):
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
        if stops <= MOST_STOPS:
            found += self.tab.evaluate("a11y.unreached()")
        return found

    def look(self, page: Page, *, briefly: bool = False) -> list[Finding]:
        """Everything that stands in somebody's way. `briefly`: axe and a narrow window, as in the suite."""
        ways = BRIEF if briefly else (MAIL_WAYS if page.mail else WAYS)
        self.open(page)
        found = [Finding(page.name, way, what) for way, look in ways.items() for what in look(self, page)]
        return [*found, *(Finding(page.name, "requests, policy and console", what) for what in self.said)]


def unreviewed(eyes: Eyes, page: Page) -> list[str]:
    found = eyes.axe()
    lines = [f"{rule}: {help_} {html}" for rule, html, help_ in found["violations"]]
    for rule, html, help_ in found["incomplete"]:
        if not any(re.search(pattern, html) for pattern in eyes.reviewed.get(rule, [])):
            lines.append(f"{rule} (to be reviewed): {help_} {html}")
    return lines


def structure(eyes: Eyes, page: Page) -> list[str]:
    return eyes.run("fields", "groups", "errors", "references", "headings", "words", "direction", "order", "small",
                    "moving")  # fmt: skip


def size_of_targets(eyes: Eyes, page: Page) -> list[str]:
    return eyes.run("bigEnough") if page.public else []


def fits(viewport: dict[str, int], css: str = "", *more: str):
    def look(eyes: Eyes, page: Page) -> list[str]:
        eyes.tab.set_viewport_size(viewport)
        with eyes.styled(css):
            found = eyes.run("sideways", "cut", "overlap", *more)
        eyes.tab.set_viewport_size(WIDE)
        return found

    return look


def keyboard(eyes: Eyes, page: Page) -> list[str]:
    return eyes.press_through()


def contrast(**media: str):
    def look(eyes: Eyes, page: Page) -> list[str]:
        eyes.tab.emulate_media(**media)
        found = [f"{rule}: {html}" for rule, html, _help in eyes.axe(*CONTRAST)["violations"]]
        eyes.tab.emulate_media(media="screen", color_scheme="light")
        return found

    return look


def forced_colours(eyes: Eyes, page: Page) -> list[str]:
    eyes.tab.emulate_media(forced_colors="active")
    eyes.tab.keyboard.press("Tab")
    found = eyes.run("forced")
    eyes.tab.emulate_media(forced_colors="none")
    return found


def reduced_motion(eyes: Eyes, page: Page) -> list[str]:
    eyes.tab.emulate_media(reduced_motion="reduce")
    found = eyes.run("still")
    eyes.tab.emulate_media(reduced_motion="no-preference")
    return found


def on_paper(eyes: Eyes, page: Page) -> list[str]:
    eyes.run("rememberSeen")
    eyes.tab.emulate_media(media="print")
    eyes.tab.set_viewport_size({"width": 700, "height": 1000})
    found = eyes.run("onPaper", "cut", "overlap")
    found += [f"{rule}: {html}" for rule, html, _help in eyes.axe(*CONTRAST)["violations"]]
    eyes.tab.emulate_media(media="screen")
    eyes.tab.set_viewport_size(WIDE)
    return found


def without_styles(eyes: Eyes, page: Page) -> list[str]:
    return eyes.run("unstyled")


def without_scripts(eyes: Eyes, page: Page) -> list[str]:
    said = eyes.said
    tab = eyes.open(page, eyes.plain)
    found = [*eyes.run("withoutScripts", "sideways", tab=tab), *eyes.said]
    eyes.said = said
    return found


WAYS = {
    "axe, all rules": unreviewed,
    "structure, names and order": structure,
    "targets": size_of_targets,
    "keyboard": keyboard,
    "1280 px": fits(WIDE),
    "320 px": fits(NARROW),
    "400 % zoom": fits(ZOOMED, "", "covered"),
    "200 % text": fits(WIDE, DOUBLE),
    "text spacing": fits(WIDE, SPACING),
    "text spacing at 320 px": fits(NARROW, SPACING),
    "dark": contrast(color_scheme="dark"),
    "forced colours": forced_colours,
    "reduced motion": reduced_motion,
    "print": on_paper,
    "without styles": without_styles,
    "without scripts": without_scripts,
}
MAIL_WAYS = {
    name: WAYS[name]
    for name in ("axe, all rules", "1280 px", "320 px", "200 % text", "text spacing at 320 px", "dark")
}
BRIEF = {name: WAYS[name] for name in ("axe, all rules", "320 px")}


@contextmanager
def chromium() -> Iterator[object]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        yield browser
        browser.close()


def reviewed() -> tuple[tuple[str, ...], dict[str, list[str]]]:
    """axe's rules that we leave out, and what somebody looked at where axe could not tell: reviewed.json."""
    kept = json.loads((Path(__file__).parent / "reviewed.json").read_text())
    return tuple(kept["left_out"]), {rule: list(seen) for rule, seen in kept["looked_at"].items()}
