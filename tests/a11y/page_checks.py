"""The checks of one page: each looks at the page that an inspector shows, and returns what it finds."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING

from playwright.sync_api import TimeoutError as TooLate

from . import text_browser, uploading
from .page import Page

if TYPE_CHECKING:
    from .inspection import Inspector

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


def unreviewed(inspector: Inspector, page: Page) -> list[str]:
    found = inspector.axe()
    lines = [f"{rule}: {help_} {html}" for rule, html, help_ in found["violations"]]
    for rule, html, help_ in found["incomplete"]:
        if not any(re.search(pattern, html) for pattern in inspector.reviewed.get(rule, [])):
            lines.append(f"{rule} (to be reviewed): {help_} {html}")
    return lines


def structure(inspector: Inspector, page: Page) -> list[str]:
    return inspector.run("fields", "groups", "errors", "references", "headings", "words", "direction", "order", "small",
                    "moving")  # fmt: skip


def size_of_targets(inspector: Inspector, page: Page) -> list[str]:
    return inspector.run("bigEnough") if page.public else []


def fits_viewport(viewport: dict[str, int], css: str = "", *more: str):
    def inspect(inspector: Inspector, page: Page) -> list[str]:
        inspector.tab.set_viewport_size(viewport)
        with inspector.styled(css):
            found = inspector.run("sideways", "cut", "overlap", *more)
        inspector.tab.set_viewport_size(WIDE)
        return found

    return inspect


def keyboard(inspector: Inspector, page: Page) -> list[str]:
    return inspector.tab_through()


def contrast(**media: str):
    def inspect(inspector: Inspector, page: Page) -> list[str]:
        inspector.tab.emulate_media(**media)
        found = [f"{rule}: {html}" for rule, html, _help in inspector.axe(*CONTRAST)["violations"]]
        inspector.tab.emulate_media(media="screen", color_scheme="light")
        return found

    return inspect


def forced_colours(inspector: Inspector, page: Page) -> list[str]:
    inspector.tab.emulate_media(forced_colors="active")
    inspector.tab.keyboard.press("Tab")
    found = inspector.run("forced")
    inspector.tab.emulate_media(forced_colors="none")
    return found


def reduced_motion(inspector: Inspector, page: Page) -> list[str]:
    inspector.tab.emulate_media(reduced_motion="reduce")
    found = inspector.run("still")
    inspector.tab.emulate_media(reduced_motion="no-preference")
    return found


def on_paper(inspector: Inspector, page: Page) -> list[str]:
    inspector.run("rememberSeen")
    inspector.tab.emulate_media(media="print")
    inspector.tab.set_viewport_size({"width": 700, "height": 1000})
    found = inspector.run("onPaper", "cut", "overlap")
    found += [f"{rule}: {html}" for rule, html, _help in inspector.axe(*CONTRAST)["violations"]]
    inspector.tab.emulate_media(media="screen")
    inspector.tab.set_viewport_size(WIDE)
    return found


def same_content(inspector: Inspector, page: Page) -> list[str]:
    inspector.run("rememberWide")
    inspector.tab.set_viewport_size(NARROW)
    found = inspector.run("sameContent")
    inspector.tab.set_viewport_size(WIDE)
    return found


def without_styles(inspector: Inspector, page: Page) -> list[str]:
    return inspector.run("unstyled")


def without_scripts(inspector: Inspector, page: Page) -> list[str]:
    messages = inspector.messages
    tab = inspector.open(page, inspector.scriptless)
    with suppress(
        TooLate
    ):  # the browser moves the focus when it draws the page, a moment after it has loaded
        if tab.locator("[autofocus]").count():
            tab.locator("[autofocus]:focus").first.wait_for(state="attached", timeout=5_000)
    found = [*inspector.run("withoutScripts", "sideways", "errors", tab=tab), *inspector.messages]
    inspector.messages = messages
    return found


CHECKS = {
    "axe, all rules": unreviewed,
    "structure, names and order": structure,
    "targets": size_of_targets,
    "keyboard": keyboard,
    "1280 px": fits_viewport(WIDE),
    "320 px": fits_viewport(NARROW),
    "400 % zoom": fits_viewport(ZOOMED, "", "covered"),
    "200 % text": fits_viewport(WIDE, DOUBLE),
    "text spacing": fits_viewport(WIDE, SPACING),
    "text spacing at 320 px": fits_viewport(NARROW, SPACING),
    "dark": contrast(color_scheme="dark"),
    "same content at 320 px": same_content,
    "forced colours": forced_colours,
    "reduced motion": reduced_motion,
    "print": on_paper,
    "without styles": without_styles,
    "without scripts": without_scripts,
    "text browser": lambda inspector, page: text_browser.findings(page),
    "upload": uploading.upload,
}
MAIL_CHECKS = {
    name: CHECKS[name]
    for name in (
        "axe, all rules",
        "1280 px",
        "320 px",
        "200 % text",
        "text spacing at 320 px",
        "dark",
        "text browser",
    )
}
BRIEF_CHECKS = {name: CHECKS[name] for name in ("axe, all rules", "320 px", "same content at 320 px")}
