"""Every request that a person can send from their own pages, with the ids in it, and each id swapped.

Nothing here knows a page: requests are read from links and forms, ids from the database. New pages are recorded
without changes here.
"""

import re
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import cycle, islice
from urllib.parse import parse_qsl, quote, urlencode, urlsplit
from uuid import UUID, uuid4

from django.apps import apps
from django.core.cache import cache
from django.db import connection, models

from casework.cases.references import new_reference
from casework.wall.scope import ALL, scoped
from tests.guards import table_written
from tests.trust.crawl import Page, crawl
from tests.trust.fixed import rows_put_back

UUID_SHAPE = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
REFERENCE_SHAPE = re.compile(r"[A-Z]+-[0-9A-Z]{4}-[0-9A-Z]{4}")
MALFORMED = ["x", "-1", "0", "' or 1=1 --", "\u0000", "%", "[]", "9" * 40, "../..", "é" * 300]
# Written by every request, or counted: nobody's casework. What is in the log is proved elsewhere.
HARMLESS = re.compile(
    r'^\W*(?:insert into|update|delete from)\s+"?(?:django_session|cache_entries|audit_\w+)"?', re.I
)
WRITES = re.compile(r"^\W*(?:insert|update|delete)\b", re.I)


@dataclass(frozen=True)
class Request:
    """Sender, method, URL and form fields in order; of a GET, those of the query."""

    who: str
    method: str
    path: str
    sent: tuple[tuple[str, str], ...] = ()

    def __str__(self):
        return f"{self.who} {self.method} {self.path} {dict(self.sent)}"

    def positions(self, names):
        """Return where ids are: ("path", n) or ("sent", n)."""
        parts = [("path", n, part) for n, part in enumerate(self.path.split("/"))]
        parts += [("sent", n, value) for n, (_name, value) in enumerate(self.sent)]
        return [(place, n, value) for place, n, value in parts if shape_of(value, names)]

    def swapped(self, place, n, values):
        """Return the same request with other values at one position."""
        if place == "path":
            parts = self.path.split("/")
            parts[n] = quote(values[0], safe="")
            return replace(self, path="/".join(parts))
        name = self.sent[n][0]
        return replace(self, sent=(*self.sent[:n], *((name, value) for value in values), *self.sent[n + 1 :]))


def shape_of(value, names):
    if UUID_SHAPE.fullmatch(value):
        return "uuid"
    if REFERENCE_SHAPE.fullmatch(value):
        return "reference"
    return "slug" if value in names else ""


def record(client, who, rng, starts, **how):
    """Return what this browser can send: each page it reaches, and each form on those pages, filled in."""
    found = {}
    for path, answer in crawl(client, rng, starts, **how).items():
        if answer.status != 200 or not dict(answer.headers).get("Content-Type", "").startswith("text/html"):
            found[path] = None
            continue
        parts = urlsplit(path)
        page = Request(who, "get", parts.path, tuple(parse_qsl(parts.query)))
        found[page] = None
        for form in Page(answer.body.decode(), path).forms:
            if form.method == "post":
                found |= dict.fromkeys(filled(form, who))
    return [request for request in found if isinstance(request, Request)]


def filled(form, who):
    """Yield a form with every field filled: once for each button, and once for each last choice."""
    where = urlsplit(form.action)
    path = where.path + (f"?{where.query}" if where.query else "")
    buttons = [(f.name, f.value) for f in form.fields if f.kind in {"button", "submit"}] or [None]
    for last in (False, True):
        given = {}
        for each in form.fields:
            if each.kind not in {"button", "submit", "file"} and each.name != "csrfmiddlewaretoken":
                _fill(given, each, last=last)
        for button in buttons:
            yield Request(who, "post", path, (*given.items(), *([button] if button else [])))


def _fill(given, each, *, last):
    if each.kind == "select":
        options = [option for option in each.options if option] or [""]
        given[each.name] = options[-1 if last else 0]
    elif each.kind in {"radio", "checkbox"}:
        if last or each.name not in given:
            given[each.name] = each.value
    elif each.kind == "hidden":
        given[each.name] = each.value
    elif each.kind == "email":
        given[each.name] = "filled.in@staff.example"
    elif re.search(r"_[0-2]$|day|month|year", each.name):
        given[each.name] = ""  # a date can stay open
    else:
        given[each.name] = each.value.strip() or "Words"


class Names:
    """Every id in the database by its value, and whether it belongs to another office."""

    def __init__(self, is_theirs):
        """`is_theirs(row)`: whether a row belongs to others alone."""
        self.foreign, self.own, self.keys = {}, {}, {}
        with scoped(ALL):
            for model in apps.get_models():
                columns = [f.attname for f in model._meta.concrete_fields if is_id(f)]
                if not columns or model._meta.app_label.startswith("wagtail"):
                    continue
                for row in model._base_manager.all():
                    theirs = is_theirs(row)
                    self.keys.setdefault(model, set()).update({row.pk} if theirs else ())
                    names = self.foreign if theirs else self.own
                    given = {column: getattr(row, column) for column in columns if getattr(row, column)}
                    names |= {str(value): f"{model.__name__}.{column}" for column, value in given.items()}

    def all(self):
        return self.foreign.keys() | self.own.keys()

    def foreign_like(self, value, shape):
        """Return foreign ids other than this one: first those of the same kind, then those of the same format.

        The value is itself foreign if a form wrongly offers it.
        """
        kind = self.own.get(value) or self.foreign.get(value)
        alike = [other for other in self.foreign if shape_of(other, self.foreign) == shape and other != value]
        return sorted(alike, key=lambda other: (self.foreign[other] != kind, other))

    def own_of_another_kind(self, value):
        kind = self.own.get(value)
        return next((other for other in self.own if self.own[other] != kind and other != value), "x")


def is_id(column):
    return isinstance(column, models.UUIDField) or column.name in {"reference", "slug"}


def owners_of(row):
    """Return the keys of the offices that a row belongs to; empty for public rows such as Members."""
    label = row._meta.model_name
    if label == "office":
        return {row.pk}
    if label == "user":
        return set(row.memberships.values_list("office", flat=True))
    if label in {"submission", "submissionfile"}:
        submission = getattr(row, "submission", row)
        return {-1} if submission.person_id is None else set()
    office = getattr(row, "office_id", None)
    return {office} if office else set()


def of_offices(offices):
    """Return rows that belong only to these offices."""
    return lambda row: bool(owners_of(row) & offices) and not owners_of(row) - offices


def of_others(user, offices):
    """Return, for a constituent, rows of those offices, and in their own office of cases raised by others."""

    def is_theirs(row):
        case = row if row._meta.model_name == "case" else getattr(row, "case", None)
        return of_offices(offices)(row) or (case is not None and case.constituent.account_id != user.pk)

    return is_theirs


def swaps(request, names):
    """Yield (what is swapped, the swapped request, the kind of swap) without end: each position in turn."""
    known = names.all()
    turns = [_swaps_at(request, names, *position) for position in request.positions(known)]
    for each in cycle(turns) if turns else ():
        yield next(each)


def _swaps_at(request, names, place, n, value):
    shape = shape_of(value, names.all())
    others = names.foreign_like(value, shape)[:40] or [not_there(shape)]
    where = f"{place} {n}"
    for other, bad in zip(cycle(others), cycle(MALFORMED), strict=False):
        yield where, request.swapped(place, n, [other]), ("foreign", value, other)
        yield where, request.swapped(place, n, [names.own_of_another_kind(value)]), ("other kind", value, "")
        yield (
            where,
            request.swapped(place, n, [bad if place == "sent" else bad.strip("/.") or "x"]),
            ("malformed", value, ""),
        )
        if place == "sent":
            yield where, request.swapped(place, n, [""]), ("empty", value, "")
            yield where, request.swapped(place, n, [value, other]), ("both", value, other)
            yield where, request.swapped(place, n, [other, value]), ("both", value, other)


def not_there(shape):
    return {"uuid": lambda: str(uuid4()), "reference": new_reference, "slug": lambda: "not-there"}[shape]()


@contextmanager
def watched(wrote):
    """Collect the statements that change anything except sessions, limits and the log."""

    def look(execute, sql, *rest):
        if WRITES.match(sql) and not HARMLESS.match(sql):
            wrote.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(look):
        yield


class Replay:
    """Sends requests again from the state in which they were recorded, and undoes what they do."""

    def __init__(self, clients, rng, check):
        self.clients, self.rng, self.check = clients, rng, check

    def send(self, request, *, seed, cookie=None, check=None):
        """Return (status, headers, body, statements that wrote, what `check` says of the tables that they wrote)."""
        client = self.clients[request.who]
        before = client.cookies.output()
        kept = {name: morsel.value for name, morsel in client.cookies.items()}
        if cookie is not None:
            client.cookies["session"] = cookie
        wrote, said = [], None
        cache.clear()
        self.rng.begin(seed)
        with rows_put_back():
            with watched(wrote):
                response = self._sent(client, request)
                body = response.getvalue()
            said = (check or self.check)(set(map(table_written, wrote))) if wrote else None
        if client.cookies.output() != before:
            client.cookies.clear()
            client.cookies.load(kept)
        return response.status_code, tuple(sorted(response.items())), body, tuple(wrote), said

    def _sent(self, client, request):
        if request.method == "get":
            return client.get(request.path + (f"?{urlencode(request.sent)}" if request.sent else ""))
        form = "application/x-www-form-urlencoded"
        return client.post(request.path, urlencode(request.sent), content_type=form)


def in_turn(sources, most):
    """Return up to `most` items, one from each source in turn."""
    sources = [iter(source) for source in sources]
    return islice(_round_robin(sources), most)


def _round_robin(sources):
    while sources:
        for source in list(sources):
            try:
                yield next(source)
            except StopIteration:
                sources.remove(source)


def masked(answer, value):
    """Return an answer without the id that was sent, which it may repeat."""
    status, headers, body, _wrote, _said = answer
    forms = {value, quote(value, safe=""), UUID(value).hex if UUID_SHAPE.fullmatch(value) else value}
    for form in sorted(forms, key=len, reverse=True):
        body = body.replace(form.encode(), b"SWAPPED")
        headers = [
            (name, text.replace(form, "SWAPPED")) for name, text in headers if name != "Content-Length"
        ]
    return status, headers, body
