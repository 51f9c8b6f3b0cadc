"""Transcripts of a journey in lynx, w3m and links2: raise a case with a file, sign in by code, read, reply.

`python -m tests.a11y.text_transcripts PAGES` writes docs/accessibility/transcripts/, from the pages that `make a11y`
has saved (`make a11y ARGS="--text-browsers"`). A browser that is not installed is named and left out.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from bs4 import BeautifulSoup

from . import page as saved
from .page import Page
from .transcripts import MASKED

FOLDER = Path(__file__).resolve().parents[2] / "docs/accessibility/transcripts"
BROWSERS = {
    "lynx": ["lynx", "-dump", "-nolist", "-width=100", "-assume_charset=utf-8", "-display_charset=utf-8"],
    "w3m": ["w3m", "-dump", "-cols", "100", "-I", "UTF-8", "-O", "UTF-8", "-T", "text/html"],
    "links2": ["links2", "-dump", "-width", "100", "-codepage", "utf-8"],
}
JOURNEY = [
    "home",
    *(
        f"raise a case: {step}"
        for step in (
            "safety",
            "device",
            "danger",
            "about",
            "for whom",
            "topic",
            "where",
            "Member",
            "details",
            "details, refused",
            "help",
            "files",
            "files, one kept",
            "you",
            "language",
            "check",
            "sent",
        )
    ),
    "code: ask",
    "code: enter",
    "code: wrong",
    "my cases",
    "my case: my turn",
    "my case: empty reply",
    "my case: refused with a file",
    "my case: reply sent",
]


def without_frame(html: str) -> str:
    """Return the page without its header and footer, which are the same on every page."""
    soup = BeautifulSoup(html, "html.parser")
    for part in soup.body.find_all(recursive=False):
        if part.name != "main" and not part.find("main"):
            part.decompose()
    return str(soup)


def dump(command: list[str], html: str) -> str:
    """Return what the browser shows of this HTML, with what differs between runs masked."""
    with tempfile.NamedTemporaryFile("w", suffix=".html", encoding="utf-8") as file:
        file.write(html)
        file.flush()
        shown = subprocess.run([*command, file.name], capture_output=True, check=True, timeout=30)
    text = shown.stdout.decode("utf-8", "replace")
    for pattern, word in MASKED:
        text = pattern.sub(word, text)
    lines = (line.rstrip() for line in text.splitlines())
    return "\n".join(lines).strip() + "\n"


def write(pages: dict[str, Page]) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for browser, command in BROWSERS.items():
        if not shutil.which(command[0]):
            print(f"Not run: {browser} is not installed.")
            continue
        first, *others = JOURNEY
        shown = {first: pages[first].html} | {name: without_frame(pages[name].html) for name in others}
        parts = [f"=== {name} ===\n\n{dump(command, html)}" for name, html in shown.items()]
        (FOLDER / f"{browser}.txt").write_text("\n".join(parts), encoding="utf-8")
        print(f"{browser}: {len(parts)} pages")


if __name__ == "__main__":
    write({page.name: page for page in saved.read(Path(sys.argv[1]))})
