"""The domain imports no request, page or form, as its source shows. Import contracts hold whole apps apart
(`pyproject.toml`); they cannot name a part of Django, so this does."""

import ast
from pathlib import Path

import pytest

BANNED = {
    "django.http": "a service is given values and raises; the view makes the answer",
    "django.shortcuts": "looking up, redirecting and rendering is the view's",
    "django.urls": "services pass a reference or a token, and the template of the mail names the page (`ui.links`)",
    "django.views": "views are the fronts'",
    "django.forms": "forms are the fronts', those for files in `uploads`",
    "django.contrib.messages": "what is said on the next page is the view's",
    "django.core.files.uploadhandler": "files are received in `uploads`",
    "django.middleware": "what every request passes is in `config`",
}


def imported(tree):
    """(line, module) of every import, with what is taken from a package as a module of it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, name.name) for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield from ((node.lineno, f"{node.module}.{name.name}") for name in node.names)


def banned_imports(source):
    """{line: why} of what the domain must not import."""
    return {
        line: f"{banned}: {why}"
        for line, module in imported(ast.parse(source))
        for banned, why in BANNED.items()
        if f"{module}.".startswith(f"{banned}.")
    }


def test_domain_imports_no_request_page_or_form():
    paths = [path for path in Path("casework").rglob("*.py") if "migrations" not in path.parts]
    found = [
        f"{path}:{line}: {why}" for path in paths for line, why in banned_imports(path.read_text()).items()
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "careless",
    [
        "from django.http import Http404",
        "from django import http",
        "from django import forms",
        "from django.urls import reverse",
        "import django.shortcuts",
        "import django.forms.models as f",
        "from django.forms import ModelForm",
        "from django.views.decorators.http import require_POST",
        "def late():\n    from django.contrib import messages",
    ],
)
def test_page_import_is_detected(careless):
    assert banned_imports(careless)


@pytest.mark.parametrize(
    "careful",
    ["from django.db import models", "from django.core.exceptions import ValidationError", "import httpx"],
)
def test_domain_import_passes(careful):
    assert not banned_imports(careful)
