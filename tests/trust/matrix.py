"""One knock at one door, and everything that came of it: the answer, mail, log lines, changed rows."""

import logging
import re
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace

from django.db import connection, connections, transaction

from casework.outbox.models import OutboxMessage
from casework.scope import ALL, scoped

from . import doors
from .actors import RULES, enter
from .oracle import canaries_in
from .state import EVERYTHING, both, files, snapshot, trespasses
from .targets import NOT_THERE, PARTS, TARGETS, targets_of

METHODS = ["get", "head", "post", "put", "patch", "delete", "options"]
WAGTAIL_METHODS = ["get", "post"]
WRITES = re.compile(r'\s*(insert(?: or \w+)? into|update|delete from) "?(\w+)', re.IGNORECASE)
READS = re.compile(
    r"\s*(select|savepoint|release|rollback|begin|set|pragma|declare|fetch|close)\b", re.IGNORECASE
)
SIGN_IN, FACTOR = "/accounts/login/", ("/accounts/2fa/reauthenticate/", "/accounts/no-second-factor/")


@dataclass(frozen=True)
class Knock:
    """Who knocks where, how, with what in mind."""

    door: doors.Door
    row: doors.Row
    method: str
    target: str
    ask: str = ""

    def __str__(self):
        return f"{self.method.upper()} {self.door.route}{self.ask} [{self.target}]"


@dataclass
class Came:
    """What came of a knock."""

    status: int
    location: str
    everything: bytes
    log: str = ""
    mails: list[tuple[list[str], bytes]] = field(default_factory=list)
    trespasses: list[str] = field(default_factory=list)
    crash: str = ""


class Log(logging.Handler):
    """Keeps what was logged, with tracebacks, as a log file would."""

    def __init__(self):
        super().__init__()
        self.lines = []
        self.setFormatter(logging.Formatter("%(levelname)s %(name)s %(message)s"))

    def emit(self, record):
        self.lines.append(self.format(record))


class Visit:
    """One actor in one world, knocking. Nothing a knock does stays."""

    def __init__(self, world, name):
        self.world = world
        self.actor = enter(world, name)
        self.targets = targets_of(world, self.actor)
        self.by_address = {user.email: reads_of(world, key) for key, user in world.people.items()}
        self.before = snapshot(world)
        self.files = files()
        with scoped(ALL):
            self.newest_mail = OutboxMessage.objects.order_by("pk").values_list("pk", flat=True).last() or 0

    def target(self, knock):
        """The target, as far as this door names it."""
        target = self.targets[knock.target]
        parts = set(PARTS) & set(knock.row.args.values())
        return replace(
            target, whole=target.whole or not (parts or knock.target == NOT_THERE), named=bool(knock.row.args)
        )

    def expected(self, knock):
        return RULES[knock.row.who](self.actor, self.target(knock))

    def knock(self, knock):
        client, log, wrote = self.actor.client, Log(), {}
        client.cookies = self.actor.cookies.copy()
        values = self.targets[knock.target].values
        path = doors.address(knock.door, knock.row, values) + knock.ask
        with undone(), watching(wrote), logged(log):
            response = getattr(client, knock.method)(path, **self._body(knock, values))
            came = Came(
                status=response.status_code,
                location=response.headers.get("Location", ""),
                everything=everything(response),
                log="\n".join(log.lines),
                crash=repr(response.exc_info[1]) if response.exc_info else "",
            )
            for close in response._resource_closers:  # response.close() would end the connection, too
                close()
            if wrote:
                came.trespasses = trespasses(self.actor, *both(self.before, self.world, wrote))
                came.mails = self._mails() if "outbox_outboxmessage" in wrote else []
        return came

    def _body(self, knock, values):
        if knock.method != "post":
            return {}
        body = {name: value() if callable(value) else value for name, value in knock.row.sends.items()}
        return {"data": {name: value.format_map(values) for name, value in body.items()}}

    def _mails(self):
        with scoped(ALL):
            fresh = OutboxMessage.objects.filter(pk__gt=self.newest_mail)
            return [(row.recipients, bytes(row.raw)) for row in fresh]

    def leaks(self, came):
        """The canaries that reached somebody who must not have them."""
        not_for = self.world.canaries.not_for
        found = [("answer", s) for s in not_for(canaries_in(came.everything), self.actor.reads)]
        # The log may name a page that an editor is writing, and nothing else.
        found += [("log", s) for s in not_for(canaries_in(came.log.encode()), {"editors"})]
        for recipients, raw in came.mails:
            reads = set().union(*(self.by_address.get(address, {"invited"}) for address in recipients))
            found += [("mail", s) for s in not_for(canaries_in(raw), reads)]
        return [f"{where}: {secret.label}" for where, secret in found]

    def faults_of_files(self):
        """Files that some knock took from the store or left in it: they are no part of what is undone."""
        return [f"{self.actor.name}: a stored file came or went: {name}" for name in files() ^ self.files]

    def faults(self, knock):
        """Everything wrong with one knock, a line each."""
        came = self.knock(knock)
        said = [f"shows {leak}" for leak in self.leaks(came)]
        said += [f"changes what is not theirs: {line}" for line in came.trespasses]
        if came.status >= 500:
            said.append(f"breaks with {came.status} {came.crash}")
        expected = self.expected(knock)
        if not answers_to(expected, came, knock):
            said.append(f"answers {came.status} {came.location}, expected: {expected}")
        return [f"{self.actor.name}: {knock}: {line}" for line in said]


def reads_of(world, name):
    """What mail to this person may say."""
    office = world.memberships[name].office.slug if name in world.memberships else "none"
    return {f"person:{name}", f"office:{office}"}


@contextmanager
def undone():
    """Whatever is done inside is taken back, on both databases."""
    aliases = {connections[alias].settings_dict["NAME"]: alias for alias in ("cache", "default")}
    with ExitStack() as stack:
        for alias in aliases.values():
            stack.enter_context(transaction.atomic(using=alias))
        try:
            yield
        finally:
            for alias in aliases.values():
                transaction.set_rollback(True, using=alias)


@contextmanager
def watching(wrote):
    """Notes the tables that statements write, and whether rows were only added; EVERYTHING if it cannot be told."""

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
    """Every byte an actor gets: status line, headers, cookies, body."""
    head = [f"{response.status_code} {response.reason_phrase}"]
    head += [f"{name}: {value}" for name, value in response.headers.items()]
    head += [morsel.OutputString() for morsel in response.cookies.values()]
    return "\n".join(head).encode() + b"\n\n" + response.getvalue()


def answers_to(expected, came, knock):
    """Whether the answer is exactly the one that the rule says.

    "No such method" (405) may come first: that it comes to what is not there as well, another proof shows.
    """
    gated = knock.door.route.startswith(("office/", "editor/"))
    if not gated and (came.status == 405 or (knock.method == "options" and came.status == 200)):
        return True
    if knock.row.empty and came.status == 404 and expected in {"open", "forbidden"}:
        return True
    if expected == "sign-in":
        return came.status == 302 and came.location.startswith(SIGN_IN)
    if expected == "factor":
        return came.status == 302 and came.location.startswith(FACTOR)
    if expected == "ended":
        return came.status == 302
    if expected == "forbidden":
        return came.status in {403, 405}
    if expected == "nothing":
        return came.status in {404, 405}
    free = knock.row.who == "anybody" or knock.door.route.startswith(doors.UNDER_WAGTAIL)
    return free or came.status not in {401, 403, 404} or knock.target != "own"


# What differs between two answers to the same request: tokens, and what of the address a page repeats.
CHANGING = re.compile(
    rb"csrftoken=[^;\n]+|(?<=name=\"csrfmiddlewaretoken\" value=\")\w+|session=[^;\n]+|expires=[^;\n]+"
)


def plain(came, values):
    """The answer without what always changes and without the names that the address itself held."""
    text = CHANGING.sub(b"", came.everything)
    for name in ("reference", "file", "answer", "membership", "kept", "token"):
        text = text.replace(str(values[name]).encode(), b"<" + name.encode() + b">")
    return text


def knocks(standing):
    """Every door, method, target and query string there is to try."""
    for door in standing:
        row = doors.row_of(door)
        if row is None:
            continue  # test_doors.py is red
        wagtail = door.route.startswith(doors.UNDER_WAGTAIL) and door.route not in doors.ROWS
        for method in WAGTAIL_METHODS if wagtail else METHODS:
            for target in TARGETS if row.args or row.sends else ["own"]:
                for ask in row.asks if row.asks and method in {"get", "head"} else ("",):
                    yield Knock(door, row, method, target, ask)
