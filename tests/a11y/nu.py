"""The Nu HTML checker (vnu-jar from npm, needs Java), run on all pages at once."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from .inspection import Finding
from .page import Page, read

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / ".tools" / "nu"
JAR = FOLDER / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
CHECK = "Nu checker"
# On narrow screens our table rows are displayed as blocks, which removes their table semantics unless every part has
# an explicit role.
IGNORED = re.compile(
    r"The “(table|rowgroup|row|rowheader|columnheader|cell)” role is unnecessary for element"
    r"|The “role” attribute must not be used on a “t[rdh]” element which has a “table” ancestor"
)


def missing() -> str:
    """Return why the checker cannot run here, or ""."""
    if not shutil.which("java"):
        return "no Java here; install the package default-jre-headless"
    return "" if JAR.exists() else f"{JAR.relative_to(ROOT)} is not there; make a11y brings it"


def check(pages: list[Page]) -> list[Finding]:
    """Return the errors and warnings of every page."""
    with tempfile.TemporaryDirectory() as folder:
        names = {}
        for number, page in enumerate(pages):
            path = Path(folder) / f"{number}.html"
            path.write_text(page.html)
            names[path.name] = page.name
        command = [
            "java",
            "-jar",
            str(JAR),
            "--format",
            "json",
            "--stdout",
            "--exit-zero-always",
            "--no-langdetect",
            folder,
        ]
        done = subprocess.run(command, capture_output=True, text=True, env=os.environ | {"LC_ALL": "C.UTF-8"})
    messages = json.loads(done.stdout)["messages"]
    return [_finding(message, names) for message in messages if not IGNORED.match(message["message"])]


def _finding(message, names) -> Finding:
    page = names.get(Path(message.get("url", "")).name, "?")
    extract = " ".join(message.get("extract", "").split())
    kind = message.get("subType", message["type"])
    return Finding(page, CHECK, f"{kind}: {message['message']} {extract}")


def main() -> int:
    pages, out = (Path(each) for each in sys.argv[1:])
    if reason := missing():
        print(reason)
        return 1
    found = check([page for page in read(pages) if page.looks])
    out.write_text("".join(json.dumps(asdict(each)) + "\n" for each in found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
