"""A crawler that visits every page a person can reach and stores every byte of every answer.

A walk begins at some URLs, follows links breadth-first, and submits every GET form with each of its options. Of pages
that differ only in the object they name it visits a few, of all others each.
"""

from collections import Counter, deque
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import combinations
from urllib.parse import urlencode, urljoin, urlsplit

from django.db import connection
from django.urls import Resolver404, resolve

from tests.wall.urls import address, url_patterns

ELSEWHERE = "00000000-0000-4000-8000-000000000000"


@dataclass(frozen=True)
class Answer:
    """Everything that came back, and the number of queries."""

    status: int
    headers: tuple
    body: bytes
    queries: int

    def differs_from(self, other):
        """Return the first difference, or "" if every byte is the same."""
        if self == other:
            return ""
        for name in ("status", "queries"):
            mine, its = getattr(self, name), getattr(other, name)
            if mine != its:
                return f"{name}: {mine} and {its}"
        if self.body == other.body:
            mine, its = set(self.headers), set(other.headers)
            return f"headers: {sorted(mine - its)} and {sorted(its - mine)}"
        place = next(
            (at for at, (a, b) in enumerate(zip(self.body, other.body, strict=False)) if a != b),
            min(len(self.body), len(other.body)),
        )
        around = slice(max(place - 60, 0), place + 60)
        return f"body at byte {place}: {self.body[around]!r} and {other.body[around]!r}"


@dataclass
class Field:
    name: str
    kind: str
    value: str = ""
    checked: bool = False
    options: list = field(default_factory=list)


@dataclass
class PageForm:
    action: str
    method: str
    fields: list = field(default_factory=list)


class Page(HTMLParser):
    """The links and forms of a page."""

    def __init__(self, html, url):
        super().__init__()
        self.url, self.links, self.forms = url, [], []
        self._form = self._select = self._textarea = None
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "a" and given.get("href"):
            self.links.append(urljoin(self.url, given["href"]))
        elif tag == "form":
            where = urljoin(self.url, given.get("action") or self.url)
            self._form = PageForm(where, (given.get("method") or "get").lower())
            self.forms.append(self._form)
        elif self._form is not None:
            self._of_a_form(tag, given)

    def _of_a_form(self, tag, given):
        named = Field(given.get("name") or "", given.get("type") or "text", given.get("value") or "")
        named.checked = "checked" in given
        if tag in {"input", "button"} and named.name:
            named.kind = "button" if tag == "button" else named.kind
            self._form.fields.append(named)
        elif tag == "select":
            self._select = Field(named.name, "select")
            self._form.fields.append(self._select)
        elif tag == "option" and self._select is not None:
            self._select.options.append(named.value)
            if "selected" in given:
                self._select.value = named.value
        elif tag == "textarea":
            self._textarea = Field(named.name, "textarea")
            self._form.fields.append(self._textarea)

    def handle_data(self, data):
        if self._textarea is not None:
            self._textarea.value += data

    def handle_endtag(self, tag):
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = None
        elif tag == "textarea":
            self._textarea = None


def path_of(url):
    """Return path and query of one of our URLs; None for others, for static files and for fragments."""
    parts = urlsplit(url)
    if parts.scheme not in {"", "http"} or parts.netloc not in {"", "testserver", "localhost:8000"}:
        return ""
    if not parts.path or parts.path.startswith("/static/"):
        return ""
    return parts.path + (f"?{parts.query}" if parts.query else "")


def queries_of(form, *, words, pairs):
    """Yield the URLs that a GET form leads to: each option and word alone, and with `pairs` each two together."""
    base = {f.name: f.value for f in form.fields if f.kind in {"hidden", "select"} and f.value}
    choices = [(f.name, option) for f in form.fields if f.kind == "select" for option in f.options if option]
    choices += [(f.name, f.value) for f in form.fields if f.kind in {"radio", "checkbox", "button"}]
    choices += [(f.name, word) for f in form.fields if f.kind in {"text", "search"} for word in words]
    asked = [[], *([choice] for choice in choices)]
    if pairs:
        asked += [[one, two] for one, two in combinations(choices, 2) if one[0] != two[0]]
    path = urlsplit(form.action).path
    return [f"{path}?{urlencode(base | dict(each))}" for each in asked]


def kind_of(path):
    """Return what pages have in common that differ only in the object they name."""
    plain = urlsplit(path).path
    try:
        match = resolve(plain)
    except Resolver404:
        return plain
    return (
        f"{match.route} ?{'&'.join(sorted(part.split('=')[0] for part in urlsplit(path).query.split('&')))}"
    )


def urls_with(values, *, editors=False):
    """Return the path of every URL pattern with these values, and with a missing object where they have none.

    Editor URLs are included only with `editors`: office staff get the same refusal at each.
    """

    class Known(dict):
        def __missing__(self, name):
            return ELSEWHERE

    found = []
    for url_pattern in url_patterns():
        if url_pattern.route.startswith("editor/") and not editors:
            continue
        path = address(url_pattern, Known(values))
        if not set("<>()?*[") & set(path):
            found.append(path)
    return found


@contextmanager
def counting(counted):
    """Count the statements sent to the database."""

    def count(execute, *rest):
        counted["statements"] += 1
        return execute(*rest)

    with connection.execute_wrapper(count):
        yield


def ask(client, rng, path, *, method="get", after="", **data):
    """Send one request under a random seed made of browser, request and `after`; return the whole answer."""
    counted = Counter()
    rng.begin(f"{getattr(client, 'who', '')} {method} {path} {data} {after}")
    with counting(counted):
        response = getattr(client, method)(path, **data)
        body = response.getvalue()
    headers = sorted(response.items()) + sorted(
        ("Set-Cookie", morsel.OutputString()) for morsel in response.cookies.values()
    )
    return Answer(response.status_code, tuple(headers), body, counted["statements"])


def crawl(client, rng, starts, *, words=(), pairs=False, options=True, of_a_kind=5, most=400):
    """Return `{URL: Answer}` of everything this browser reaches from `starts`, and of the starts themselves.

    `words` are typed into GET forms; `pairs` submits two of their options together; `options` none. Of what is
    reached, `most` URLs are requested besides `starts`, `of_a_kind` of each pattern; forms come last.
    """
    seen, waiting, forms, kinds = {}, deque(), deque(), Counter()

    def go(paths, *, always=False, then=waiting):
        for path in map(path_of, paths):
            if path and path not in seen and (always or kinds[kind_of(path)] < of_a_kind):
                kinds[kind_of(path)] += 1
                seen[path] = None
                then.append(path)

    go(starts, always=True)
    left = len(waiting) + most  # what a redirect says once does not count: it may be said in one world only
    while left and (waiting or forms):
        left -= 1
        path = (waiting or forms).popleft()
        seen[path] = answer = ask(client, rng, path)
        headers = dict(answer.headers)
        if "Location" in headers:
            there = urljoin(path, headers["Location"])
            go([there])
            if client.session.get("_messages"):  # said once, on the very next page
                seen[f"{path}, then"] = ask(client, rng, there, after=path)
        if headers.get("Content-Type", "").startswith("text/html"):
            page = Page(answer.body.decode(), path)
            go(page.links)
            for form in page.forms:
                if form.method == "get" and options:
                    go(queries_of(form, words=words, pairs=pairs), always=True, then=forms)
    return {path: answer for path, answer in seen.items() if answer is not None}


def differences(one, other):
    """Return the differences between two crawls of the same URLs, a line each."""
    lines = []
    for path in sorted(one.keys() | other.keys()):
        if path not in one or path not in other:
            lines.append(f"{path}: reached in one world only")
        elif said := one[path].differs_from(other[path]):
            lines.append(f"{path}: {said}")
    return lines
