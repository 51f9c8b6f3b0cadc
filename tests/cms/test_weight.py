"""B-49: what a first visit loads, compressed as it is sent, with the real files of the frame."""

import gzip
import re
import sys
from pathlib import Path

import brotli
import pytest
from django.contrib.staticfiles import finders

LIMIT = 100_000  # bytes
LOADED = re.compile(
    r'(?:<link[^>]*rel="(?:stylesheet|icon)"[^>]*href|<script[^>]*src|<img[^>]*src)="([^"]+)"'
)
PAGES = ["/", "/help/", "/members/", "/news/", "/can-they-help/", "/accessibility/", "/search/?q=bus"]


def packed(content, how):
    return len(gzip.compress(content, 9) if how == "gzip" else brotli.compress(content, quality=11))


def weight(client, path, how):
    """Bytes of the page and of every file that it loads; of text only what the browser takes compressed."""
    response = client.get(path, headers={"Accept-Encoding": "gzip"})
    plain = client.get(path)
    sent = len(response.content) if response.has_header("Content-Encoding") else len(plain.content)
    for address in sorted(set(LOADED.findall(plain.content.decode()))):
        file = finders.find(address.removeprefix("/static/"))
        assert file, address
        content = Path(file).read_bytes()
        for inner in re.findall(rb"url\(([^)]+)\)", content) if file.endswith(".css") else ():
            assert inner.strip(b"'\"").startswith((b"data:", b"#")), inner
        sent += packed(content, how)
    return sent


@pytest.mark.parametrize("how", ["gzip", "brotli"])
@pytest.mark.parametrize("path", PAGES)
def test_a_first_view_is_light(client, site, path, how):
    sent = weight(client, path, how)
    assert 5_000 < sent < LIMIT, f"{sent:,} bytes"


def test_a_heavy_page_would_be_found(client, site, monkeypatch):
    monkeypatch.setattr(finders, "find", lambda name: "static/vendor/govuk-frontend.css")
    monkeypatch.setattr(sys.modules[__name__], "packed", lambda content, how: len(content))
    assert weight(client, "/", "gzip") > LIMIT
