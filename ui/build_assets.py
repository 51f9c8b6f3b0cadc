"""A command that copies the styles we use from node_modules, without the fonts and images of gov.uk.

Run after `npm ci` as `python -m ui.build_assets`; needs neither Django nor a database.
"""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "node_modules/govuk-frontend/dist/govuk/govuk-frontend.min.css"
RTLCSS = ROOT / "node_modules/.bin/rtlcss"
TARGET = ROOT / "static/vendor"

FONT_FILES = re.compile(r"@font-face\{[^}]*\}")
FONT_NAME = re.compile(r'"?GDS Transport"?,\s*arial,\s*sans-serif', re.IGNORECASE)
IMAGES = re.compile(r"url\(/assets/[^)]*\)")
SOURCE_MAP = re.compile(r"/\*# sourceMappingURL=[^*]*\*/")


def without_brand(css):
    """Return the CSS with system fonts, and without the fonts, crest and images of gov.uk."""
    css = FONT_FILES.sub("", css)
    css = FONT_NAME.sub("var(--ui-font,arial,sans-serif)", css)
    css = IMAGES.sub("none", css)
    return SOURCE_MAP.sub("", css)


def build():
    css = without_brand(SOURCE.read_text(encoding="utf-8"))
    for leftover in ("@font-face", "GDS Transport", "/assets/"):
        if leftover in css:
            raise SystemExit(
                f"{SOURCE.name} still mentions {leftover}: adapt ui/build_assets.py to the new version."
            )
    TARGET.mkdir(parents=True, exist_ok=True)
    plain = TARGET / "govuk-frontend.css"
    plain.write_text(css, encoding="utf-8")
    subprocess.run(  # noqa: S603 - our own pinned tool on our own file
        [RTLCSS, plain, TARGET / "govuk-frontend.rtl.css"], check=True, capture_output=True
    )


if __name__ == "__main__":
    if not SOURCE.exists():
        raise SystemExit("node_modules is not there yet: run `npm ci --ignore-scripts` first.")
    build()
