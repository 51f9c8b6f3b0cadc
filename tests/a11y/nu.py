"""The Nu HTML checker (vnu-jar from npm, needs a Java) on every page at once."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from .looking import Finding
from .page import Page, read

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / ".tools" / "nu"
JAR = FOLDER / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
WAY = "Nu checker"
# On narrow windows the rows of our tables are drawn as blocks. Browsers then forget that it is a table, unless every
# part says so.
SAID_ON_PURPOSE = re.compile(
    r"The “(table|rowgroup|row|rowheader|columnheader|cell)” role is unnecessary for element"
    r"|The “role” attribute must not be used on a “t[rdh]” element which has a “table” ancestor"
)


def missing() -> str:
    """Why it cannot run here; nothing if it can."""
    if not shutil.which("java"):
        return "no Java here; install the package default-jre-headless"
    return "" if JAR.exists() else f"{JAR.relative_to(ROOT)} is not there; make a11y brings it"


def check(pages: list[Page]) -> list[Finding]:
    """What the checker says of each page: errors and warnings alike."""
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
    said = json.loads(done.stdout)["messages"]
    return [_finding(message, names) for message in said if not SAID_ON_PURPOSE.match(message["message"])]


def _finding(message, names) -> Finding:
    page = names.get(Path(message.get("url", "")).name, "?")
    extract = " ".join(message.get("extract", "").split())
    kind = message.get("subType", message["type"])
    return Finding(page, WAY, f"{kind}: {message['message']} {extract}")


def main() -> int:
    pages, out = (Path(each) for each in sys.argv[1:])
    if why := missing():
        print(why)
        return 1
    found = check([page for page in read(pages) if page.looks])
    out.write_text("".join(json.dumps(asdict(each)) + "\n" for each in found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
