"""Tests of the compressed size of a first visit (B-49), with the real static files."""

import gzip
import re
import sys
from pathlib import Path

import brotli
import pytest
from django.contrib.staticfiles import finders

pytestmark = pytest.mark.alike
LIMIT = 100_000  # bytes
LOADED = re.compile(
    r'(?:<link[^>]*rel="(?:stylesheet|icon)"[^>]*href|<script[^>]*src|<img[^>]*src)="([^"]+)"'
)
PAGES = ["/", "/help/", "/members/", "/news/", "/can-they-help/", "/accessibility/", "/search/?q=bus"]


def compressed_size(content, encoding):
    return len(gzip.compress(content, 9) if encoding == "gzip" else brotli.compress(content, quality=11))


def page_size(client, path, encoding):
    """Return the bytes of the page and of every file it loads, compressed."""
    response = client.get(path, headers={"Accept-Encoding": "gzip"})
    plain = client.get(path)
    sent = len(response.content) if response.has_header("Content-Encoding") else len(plain.content)
    for address in sorted(set(LOADED.findall(plain.content.decode()))):
        file = finders.find(address.removeprefix("/static/"))
        assert file, address
        content = Path(file).read_bytes()
        for reference in re.findall(rb"url\(([^)]+)\)", content) if file.endswith(".css") else ():
            assert reference.strip(b"'\"").startswith((b"data:", b"#")), reference
        sent += compressed_size(content, encoding)
    return sent


@pytest.mark.parametrize("encoding", ["gzip", "brotli"])
@pytest.mark.parametrize("path", PAGES)
def test_first_visit_is_below_the_size_limit(client, site, path, encoding):
    sent = page_size(client, path, encoding)
    assert 5_000 < sent < LIMIT, f"{sent:,} bytes"


def test_page_above_the_size_limit_is_detected(client, site, monkeypatch):
    monkeypatch.setattr(finders, "find", lambda name: "static/vendor/govuk-frontend.css")
    monkeypatch.setattr(sys.modules[__name__], "compressed_size", lambda content, encoding: len(content))
    assert page_size(client, "/", "gzip") > LIMIT
