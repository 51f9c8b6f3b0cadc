"""Answers to people without a session are kept, and forgotten together as soon as an editor publishes anything.

Every kept page carries the name of the edition it belongs to. The name stands in the shared cache; publishing draws
another, so that what was kept before is never found again. A process looks the name up every few seconds
(`EDITION_LOOKED_UP_EVERY`) and holds the pages themselves, so that a warm page asks no database.
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

EDITION = "site.edition"
LONGEST = 24 * 60 * 60  # seconds
MOST_PAGES = 500  # in each process: some kilobytes each
_lock = Lock()


@dataclass(frozen=True)
class KeptPage:
    """An answer as it went out. `packed` is the same for browsers that take gzip: nothing in it is secret."""

    body: bytes
    packed: bytes
    headers: tuple[tuple[str, str], ...]
    until: float

    def response(self, request) -> HttpResponse:
        packs = "gzip" in request.headers.get("Accept-Encoding", "")
        body = self.packed if packs else self.body
        response = HttpResponse(body, headers=dict(self.headers) | {"Content-Length": str(len(body))})
        if packs:
            response.headers["Content-Encoding"] = "gzip"
        return response


class Kept:
    """The pages and facts of one edition, in this process; the oldest go first when there are too many."""

    def __init__(self):
        self.forget()

    def forget(self):
        self.edition, self.looked_up_at = "", float("-inf")
        self.pages: OrderedDict[str, KeptPage] = OrderedDict()
        self.facts: dict[str, object] = {}

    def turn_to(self, edition: str) -> None:
        if edition != self.edition:
            self.forget()
            self.edition = edition
        self.looked_up_at = time.monotonic()


_kept = Kept()


def edition() -> str:
    """The name of what is published now, as far as this process knows."""
    if time.monotonic() - _kept.looked_up_at >= settings.EDITION_LOOKED_UP_EVERY:
        name = cache.get_or_set(EDITION, new_name, None)
        with _lock:
            _kept.turn_to(name)
    return _kept.edition


def new_name() -> str:
    return uuid4().hex


def forget_pages() -> None:
    """Nothing kept so far is shown again: at once, and once more when what was changed can be seen by others.

    Between the two somebody may still read the old page and keep it.
    """
    _draw()
    transaction.on_commit(_draw)


def _draw() -> None:
    cache.set(EDITION, new_name(), None)
    forget_here()


def forget_here() -> None:
    """As when this process had just been started."""
    with _lock:
        _kept.forget()


def find(path: str, *, of: str) -> KeptPage | None:
    """What was kept of this edition for an address, and may still be shown."""
    page = _kept.pages.get(path) if of == _kept.edition else None
    return page if page and page.until > time.time() else None


def keep(path: str, response: HttpResponse, *, of: str, seconds: float) -> KeptPage | None:
    """Keep an answer of the edition `of`; None if another has begun since it was asked for."""
    page = KeptPage(
        body=response.content,
        packed=gzip.compress(response.content, mtime=0),
        headers=tuple(response.headers.items()),
        until=time.time() + min(seconds, LONGEST),
    )
    with _lock:
        if of != _kept.edition:
            return None
        _kept.pages[path] = page
        while len(_kept.pages) > MOST_PAGES:
            _kept.pages.popitem(last=False)
    return page


def remember[T](name: str, make) -> T:
    """A fact of this edition: made once in each process."""
    of = edition()
    if name in _kept.facts:
        return _kept.facts[name]
    fact = make()
    with _lock:
        if of == _kept.edition:
            _kept.facts[name] = fact
    return fact
