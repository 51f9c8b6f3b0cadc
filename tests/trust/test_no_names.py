"""No name of a body is in the code: another elected body uses the service with data and settings alone."""

import re

import pytest
from django.conf import settings

PLACES = ("accounts", "backoffice", "body", "casework", "cms", "config", "ops", "portal", "templates", "ui")
KINDS = {".py", ".html", ".txt"}
NAMES = re.compile(r"London|\bLA-|Transport for London|\bTfL\b|\bGLA\b|City Hall|\bMOPAC\b")
# Made-up people and pages on the Assembly's real structure, and what describes a body as data.
NOT_CODE = ("ops/set_up/data/",)
# Path, part of the line, why it may stay.
ALLOWED = [
    ("config/settings/base.py", '"Europe/London"', "the time zone of the United Kingdom has no other name"),
    ("ops/set_up/reading.py", "structure of the London Assembly", "reads the structure that ships as data"),
    (
        "ops/set_up/asking.py",
        "Return London's structure",
        "offers that structure to who answers at the terminal",
    ),
]


def files():
    for place in PLACES:
        for path in sorted((settings.BASE_DIR / place).rglob("*")):
            name = str(path.relative_to(settings.BASE_DIR))
            if path.suffix in KINDS and not name.startswith(NOT_CODE):
                yield name, path


def named(files):
    """Return [(path, line number, line)] of every line with a name in it."""
    for name, path in files:
        for number, line in enumerate(path.read_text().splitlines(), start=1):
            if NAMES.search(line):
                yield name, number, line.strip()


def is_allowed(name, line):
    return any(name == path and part in line for path, part, _why in ALLOWED)


def test_code_contains_no_name_of_an_elected_body():
    found = [
        f"{name}:{number}: {line}" for name, number, line in named(files()) if not is_allowed(name, line)
    ]
    assert found == [], "Ask body.current for it, or put it into the body's data."


def test_every_exception_is_still_needed():
    lines = [(name, line) for name, _number, line in named(files())]
    assert [
        why for path, part, why in ALLOWED if not any(name == path and part in line for name, line in lines)
    ] == []


@pytest.mark.parametrize("line", ["for Londoners", "like LA-7K3M", "asked TfL", "City Hall, SE1"])
def test_name_of_an_elected_body_is_detected(tmp_path, line):
    (tmp_path / "x.py").write_text(f'TEXT = "{line}"\n')
    assert list(named([("x.py", tmp_path / "x.py")])) == [("x.py", 1, f'TEXT = "{line}"')]
