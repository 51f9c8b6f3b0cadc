"""A page cache for anonymous visitors, cleared whenever an editor publishes.

Every cached page belongs to a version. The version name is in the shared cache, and publishing replaces it, so
that pages cached before are not found again. Each process keeps the pages in memory and checks the version
every `PAGE_CACHE_CHECK_SECONDS`, so that a cached page needs no database query.

While the database is away the pages in memory are served as they are, however old. The safety pages of older
versions are kept for that too.
"""

import gzip
import time
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from uuid import uuid4

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse

from body import current

VERSION_KEY = "page_cache.version"
MAX_SECONDS = 24 * 60 * 60  # seconds
MOST_PAGES = 500  # in each process: some kilobytes each
OF_A_FRESH_PAGE = {"ETag", "Cache-Control", "Vary", "Content-Length"}  # headers
_lock = Lock()


@dataclass(frozen=True)
class CachedPage:
    """A response as it was sent. `gzipped` is its compressed body, which is safe because the page contains no
    secret.
    """

    body: bytes
    gzipped: bytes
    headers: tuple[tuple[str, str], ...]
    expires_at: float
    is_safety_page: bool = False

    def response(self, request) -> HttpResponse:
        accepts_gzip = "gzip" in request.headers.get("Accept-Encoding", "")
        body = self.gzipped if accepts_gzip else self.body
        response = HttpResponse(body, headers=dict(self.headers) | {"Content-Length": str(len(body))})
        if accepts_gzip:
            response.headers["Content-Encoding"] = "gzip"
        return response

    def old_response(self, notice: str) -> HttpResponse:
        """Return the page with a notice in it that it may be out of date. Nobody may keep it."""
        before, main, after = self.body.partition(b"<main")
        body = before + notice.encode() + main + after if main else self.body
        headers = {name: value for name, value in self.headers if name not in OF_A_FRESH_PAGE}
        return HttpResponse(body, headers=headers | {"Cache-Control": "no-store, private"})


class ProcessCache:
    """The pages and values of one version in this process. The oldest pages are dropped above `MOST_PAGES`."""

    def __init__(self):
        self.safety_pages: dict[str, CachedPage] = {}  # of this version or an older one
        self.clear()

    def clear(self):
        self.version, self.checked_at = "", float("-inf")
        self.pages: OrderedDict[str, CachedPage] = OrderedDict()
        self.values: dict[str, object] = {}
        current.forget()  # no page of a new version is made with the old names

    def use_version(self, version: str) -> None:
        if version != self.version:
            self.clear()
            self.version = version
        self.checked_at = time.monotonic()


_cache = ProcessCache()


def version() -> str:
    """Return the current version, as far as this process knows. Raise DatabaseError if it cannot be checked."""
    if time.monotonic() - _cache.checked_at >= settings.PAGE_CACHE_CHECK_SECONDS:
        name = cache.get_or_set(VERSION_KEY, new_version, None)
        with _lock:
            _cache.use_version(name)
    return _cache.version


def new_version() -> str:
    return uuid4().hex


def clear_pages() -> None:
    """Clear the cache in all processes, now and again on commit.

    Another request could cache the old page between the change and its commit.
    """
    _change_version()
    transaction.on_commit(_change_version)


def _change_version() -> None:
    cache.set(VERSION_KEY, new_version(), None)
    clear_process()


def clear_process() -> None:
    """Clear the memory of this process, except for the safety pages."""
    with _lock:
        _cache.clear()


def find(path: str, *, for_version: str) -> CachedPage | None:
    """Return the cached page of this version and path, or None if it is missing or expired."""
    page = _cache.pages.get(path) if for_version == _cache.version else None
    return page if page and page.expires_at > time.time() else None


def find_old(path: str) -> CachedPage | None:
    """Return the page that this process has in memory, even if it is expired, for while the database is away."""
    return _cache.pages.get(path) or _cache.safety_pages.get(path)


def forget_safety_page(path: str) -> None:
    """Forget a page that is not there any longer."""
    with _lock:
        _cache.safety_pages.pop(path, None)


def store(path: str, response: HttpResponse, *, for_version: str, seconds: float) -> CachedPage | None:
    """Cache a response for at most `seconds` and return it, or None if the version has changed since the request."""
    page = CachedPage(
        body=response.content,
        gzipped=gzip.compress(response.content, mtime=0),
        headers=tuple(response.headers.items()),
        expires_at=time.time() + min(seconds, MAX_SECONDS),
        is_safety_page=getattr(response, "is_safety_page", False),
    )
    with _lock:
        if for_version != _cache.version:
            return None
        _cache.pages[path] = page
        if page.is_safety_page:
            _cache.safety_pages[path] = page
        while len(_cache.pages) > MOST_PAGES:
            _cache.pages.popitem(last=False)
    return page


def cached[T](name: str, make) -> T:
    """Return a value that is computed once for each version and process."""
    for_version = version()
    if name in _cache.values:
        return _cache.values[name]
    value = make()
    with _lock:
        if for_version == _cache.version:
            _cache.values[name] = value
    return value
