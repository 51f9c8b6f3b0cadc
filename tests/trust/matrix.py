"""One attempt at one URL and its outcome: the answer, mail, log lines, changed rows."""

import logging
import re
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from django.db import connection, connections, transaction

from casework.outbox.models import OutboxMessage
from casework.wall.scope import ALL, scoped
from tests import factories
from tests.guards import WRITES
from tests.wall.urls import UrlPattern

from . import url_permissions
from .actors import enter
from .oracle import canaries_in
from .reviewed import address, row_of
from .rules import RULES
from .state import EVERYTHING, both, files, keys_of_files, newest_keys, snapshot, trespasses
from .targets import NOT_THERE, PARTS, TARGETS, targets_of
from .url_permission import UNDER_WAGTAIL, Row

METHODS = ["get", "head", "post", "put", "patch", "delete", "options"]
WAGTAIL_METHODS = ["get", "post"]
READS = re.compile(
    r"\s*(select|savepoint|release|rollback|begin|set|pragma|declare|fetch|close)\b", re.IGNORECASE
)
SIGN_IN, FACTOR = "/accounts/login/", ("/accounts/2fa/reauthenticate/", "/accounts/no-second-factor/")


@dataclass(frozen=True)
class Attempt:
    """One request to try: URL, method, target and query string."""

    url_pattern: UrlPattern
    row: Row
    method: str
    target: str
    ask: str = ""

    def __str__(self):
        return f"{self.method.upper()} {self.url_pattern.route}{self.ask} [{self.target}]"


@dataclass
class Outcome:
    """The outcome of an attempt."""

    status: int
    location: str
    everything: bytes
    log: str = ""
    mails: list[tuple[list[str], bytes]] = field(default_factory=list)
    trespasses: list[str] = field(default_factory=list)
    crash: str = ""


class Log(logging.Handler):
    """A handler that keeps log lines with tracebacks, as a log file would."""

    def __init__(self):
        super().__init__()
        self.lines = []
        self.setFormatter(logging.Formatter("%(levelname)s %(name)s %(message)s"))

    def emit(self, record):
        self.lines.append(self.format(record))


class Visit:
    """One actor in one world. Every attempt is rolled back."""

    def __init__(self, world, name):
        self.world = world
        factories.live_worker()
        self.actor = enter(world, name)
        self.targets = targets_of(world, self.actor)
        self.by_address = {user.email: reads_of(world, key) for key, user in world.people.items()}
        self.before = snapshot(world)
        self.newest = newest_keys(self.before)
        self.files = files()
        with scoped(ALL):
            self.newest_mail = OutboxMessage.objects.order_by("pk").values_list("pk", flat=True).last() or 0

    def target(self, attempt):
        """Return the target, as far as this URL names it."""
        target = self.targets[attempt.target]
        parts = set(PARTS) & set(attempt.row.args.values())
        return replace(
            target,
            whole=target.whole or attempt.row.gone or not (parts or attempt.target == NOT_THERE),
            named=bool(attempt.row.args),
        )

    def expected(self, attempt):
        row = attempt.row
        who = row.posts if row.posts and attempt.method == "post" else row.who
        return RULES[who](self.actor, self.target(attempt))

    def attempt(self, attempt):
        client, log, wrote = self.actor.client, Log(), {}
        client.cookies = self.actor.cookies.copy()
        values = self.targets[attempt.target].values
        path = address(attempt.url_pattern, attempt.row, values) + attempt.ask
        with undone(), watching(wrote), logged(log):
            response = getattr(client, attempt.method)(path, **self._body(attempt, values))
            outcome = Outcome(
                status=response.status_code,
                location=response.headers.get("Location", ""),
                everything=everything(response),
                log="\n".join(log.lines),
                crash=repr(response.exc_info[1]) if response.exc_info else "",
            )
            for close in response._resource_closers:  # response.close() would end the connection, too
                close()
            if wrote:
                outcome.trespasses = trespasses(
                    self.actor, *both(self.before, self.newest, self.world, wrote)
                )
                outcome.mails = self._mails() if "outbox_outboxmessage" in wrote else []
            if "cases_casefile" in wrote:
                # A file with a row is judged by its row, which is undone without it.
                self.files |= files() & keys_of_files()
        return outcome

    def _body(self, attempt, values):
        if attempt.method != "post":
            return {}
        body = {name: value() if callable(value) else value for name, value in attempt.row.sends.items()}
        return {"data": {name: value.format_map(values) for name, value in body.items()}}

    def _mails(self):
        with scoped(ALL):
            fresh = OutboxMessage.objects.filter(pk__gt=self.newest_mail)
            return [(row.recipients, bytes(row.raw)) for row in fresh]

    def leaks(self, outcome):
        """Return the canaries that reached someone who must not have them."""
        not_for = self.world.canaries.not_for
        found = [("answer", s) for s in not_for(canaries_in(outcome.everything), self.actor.reads)]
        # The log may name a page that an editor is writing, and nothing else.
        found += [("log", s) for s in not_for(canaries_in(outcome.log.encode()), {"editors"})]
        for recipients, raw in outcome.mails:
            reads = set().union(*(self.by_address.get(address, {"invited"}) for address in recipients))
            found += [("mail", s) for s in not_for(canaries_in(raw), reads)]
        return [f"{where}: {secret.label}" for where, secret in found]

    def faults_of_files(self):
        """Return files that attempts took from the store or left in it, which no rollback undoes."""
        return [f"{self.actor.name}: a stored file came or went: {name}" for name in files() ^ self.files]

    def faults(self, attempt):
        """Return everything wrong with one attempt, a line each."""
        outcome = self.attempt(attempt)
        said = [f"shows {leak}" for leak in self.leaks(outcome)]
        said += [f"changes what is not theirs: {line}" for line in outcome.trespasses]
        if outcome.status >= 500:
            said.append(f"breaks with {outcome.status} {outcome.crash}")
        expected = self.expected(attempt)
        if not answers_to(expected, outcome, attempt):
            said.append(f"answers {outcome.status} {outcome.location}, expected: {expected}")
        return [f"{self.actor.name}: {attempt}: {line}" for line in said]


def reads_of(world, name):
    """Return what mail to this person may contain."""
    office = world.memberships[name].office.slug if name in world.memberships else "none"
    return {f"person:{name}", f"office:{office}"}


@contextmanager
def undone():
    """Roll back the block, on the connection of the cache too: it is one of its own on both databases."""
    with transaction.atomic(using="cache"), transaction.atomic():
        try:
            yield
        finally:
            for alias in connections:
                transaction.set_rollback(True, using=alias)


@contextmanager
def watching(wrote):
    """Record the tables that statements write and whether rows were only added; EVERYTHING if that is unknown."""

    def look(execute, sql, params, many, context):
        if written := WRITES.match(sql):
            table = written[2].lower()
            wrote[table] = wrote.get(table, True) and written[1].lower().startswith("insert")
        elif not READS.match(sql):
            wrote[EVERYTHING] = False
        return execute(sql, params, many, context)

    with connection.execute_wrapper(look):
        yield


@contextmanager
def logged(handler):
    root = logging.getLogger()
    root.addHandler(handler)
    try:
        yield
    finally:
        root.removeHandler(handler)


def everything(response):
    """Return every byte an actor gets: status line, headers, cookies, body."""
    head = [f"{response.status_code} {response.reason_phrase}"]
    head += [f"{name}: {value}" for name, value in response.headers.items()]
    head += [morsel.OutputString() for morsel in response.cookies.values()]
    return "\n".join(head).encode() + b"\n\n" + response.getvalue()


def answers_to(expected, outcome, attempt):
    """Return whether the answer is exactly the one that the rule requires.

    "No such method" (405) may come first: that it comes to what is not there as well, another proof shows.
    """
    gated = attempt.url_pattern.route.startswith(("office/", "editor/"))
    if not gated and (outcome.status == 405 or (attempt.method == "options" and outcome.status == 200)):
        return True
    if attempt.row.empty and outcome.status == 404 and expected in {"open", "forbidden"}:
        return True
    if expected == "sign-in":
        return outcome.status == 302 and outcome.location.startswith(SIGN_IN)
    if expected == "factor":
        return outcome.status == 302 and outcome.location.startswith(FACTOR)
    if expected == "ended":
        return outcome.status == 302
    if expected == "forbidden":
        return outcome.status in {403, 405}
    if expected == "nothing":
        return outcome.status in {404, 405}
    free = attempt.row.who == "anybody" or attempt.url_pattern.route.startswith(UNDER_WAGTAIL)
    return free or outcome.status not in {401, 403, 404} or attempt.target != "own"


# What differs between two answers to the same request: tokens, and what of the address a page repeats.
CHANGING = re.compile(
    rb"csrftoken=[^;\n]+|(?<=name=\"csrfmiddlewaretoken\" value=\")\w+|session=[^;\n]+|expires=[^;\n]+"
)


def plain(outcome, values):
    """Return the answer without tokens that always change and identifiers from the URL itself."""
    text = CHANGING.sub(b"", outcome.everything)
    for name in ("reference", "file", "answer", "membership", "kept", "token"):
        text = text.replace(str(values[name]).encode(), b"<" + name.encode() + b">")
    return text


def attempts(patterns):
    """Yield every URL pattern, method, target and query string to try."""
    for url_pattern in patterns:
        row = row_of(url_pattern)
        if row is None:
            continue  # test_url_permissions.py is red
        wagtail = (
            url_pattern.route.startswith(UNDER_WAGTAIL) and url_pattern.route not in url_permissions.ROWS
        )
        for method in WAGTAIL_METHODS if wagtail else METHODS:
            for target in TARGETS if row.args or row.sends else ["own"]:
                for ask in row.asks if row.asks and method in {"get", "head"} else ("",):
                    yield Attempt(url_pattern, row, method, target, ask)
