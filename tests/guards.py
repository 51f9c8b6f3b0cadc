"""Rules that hold for every test: a GET writes nothing, and a template of ours names no variable that is not there."""

import re
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections
from django.template import VariableDoesNotExist
from django.template.base import FilterExpression, TokenType
from django.template.defaultfilters import default
from django.template.defaulttags import CsrfTokenNode, ForNode
from django.templatetags.i18n import BlockTranslateNode
from django.test import Client

WRITES = re.compile(r'\s*(insert(?: or \w+)? into|update|delete from) "?(\w+)', re.IGNORECASE)
READING = {"GET", "HEAD"}
ENDING = ("/leave/", "/raise/")
# What a GET may write: {table: (below which path or paths, why)}.
MAY_WRITE = {
    "audit_entry": ("/", "reads and refusals are logged"),
    "audit_unsealed": ("/", "the promise of a seal goes with each entry"),
    "django_session": ("/", "sessions note when they were used last"),
    "cache_entries": ("/", "limits are counted, pages are kept"),
    "cases_riskflag": ("/office/cases/", "a risk notes who of the office saw it first"),
    "cases_caseseen": ("/office/cases/", "a case notes when each person of the office last looked"),
    "questionnaires_submission": (
        ENDING,
        "the quick exit is a link, and a shared visit ends when it expires",
    ),
    "questionnaires_submissionfile": (ENDING, "the files of answers that are deleted"),
    "questionnaires_submissionkey": (
        ENDING,
        "the keys of answers that are deleted, and of answers taken up again",
    ),
    "questionnaires_resumelink": (ENDING, "the links to answers that are deleted"),
    "auth_group": ("/trial/broken/", "a view of the tests that writes and then fails"),
    "mfa_authenticator": ("/accounts/2fa/recovery-codes/", "recovery codes are shown once"),
    "wagtailadmin_editingsession": ("/editor/", "Wagtail notes who has a page open"),
    "wagtailimages_rendition": (
        "/",
        "Wagtail makes a smaller copy of a picture when it is first shown",
    ),
    "wagtailusers_userprofile": (
        "/editor/account/",
        "Wagtail makes a profile when an editor first looks at it",
    ),
    "wagtailcore_pagesubscription": ("/editor/", "Wagtail lets an editor hear of comments on a page"),
}


# --- A GET writes nothing ------------------------------------------------------------------------------

_others: list[bool] = []  # not empty while a test plays another person


def table_written(sql: str) -> str | None:
    """Return the table that a statement changes, or None if it changes no row."""
    found = WRITES.match(sql)
    return found[2].lower() if found else None


def may_write(table: str, path: str) -> bool:
    return table in MAY_WRITE and path.startswith(MAY_WRITE[table][0])


@contextmanager
def by_someone_else():
    """Allow writes inside: a test plays another person who acts while a page is requested."""
    _others.append(True)
    try:
        yield
    finally:
        _others.pop()


@contextmanager
def watching_writes():
    """Collect the tables that are written inside, on every connection, as `{table: first statement}`."""
    written = {}

    def look(execute, sql, params, many, context):
        if not _others and (table := table_written(sql)):
            written.setdefault(table, sql)
        return execute(sql, params, many, context)

    with ExitStack() as stack:
        for alias in connections:
            stack.enter_context(connections[alias].execute_wrapper(look))
        yield written


_request = Client.request


def _request_that_reads(self, **request):
    if request.get("REQUEST_METHOD", "GET") not in READING:
        return _request(self, **request)
    with watching_writes() as written:
        response = _request(self, **request)
    path = request["PATH_INFO"]
    wrong = {table: sql[:200] for table, sql in written.items() if not may_write(table, path)}
    assert not wrong, f"{request['REQUEST_METHOD']} {path[:200]} must only read, but wrote: {wrong}"
    return response


Client.request = _request_that_reads


# --- Every variable of a template is there -------------------------------------------------------------

OURS = str(Path(settings.BASE_DIR, "templates"))
undefined: list[str] = []
_make, _resolve = FilterExpression.__init__, FilterExpression.resolve
_make_loop, _translate = ForNode.__init__, BlockTranslateNode.render
_render_token = CsrfTokenNode.render


class Token(str):
    """The text of an expression, the template of ours that it stands in, if any, and whether a loop goes over it."""

    __slots__ = ("looped", "template")


class Known:
    """An expression whose variable has been looked up, with what Django's `resolve` asks of it."""

    __slots__ = ("filters", "var")
    is_var = False

    def __init__(self, value, filters):
        self.var, self.filters = value, filters


def _is_ours(origin) -> bool:
    return str(getattr(origin, "name", "")).startswith(OURS)


def _complain(template, name):
    undefined.append(f"{template}: {{{{ {name} }}}} is not in the context")


def _make_with_template(self, token, parser):
    """Note once what `_resolve_what_is_there` asks at each use, of which a run of the suite has millions."""
    _make(self, token, parser)
    origin = getattr(parser, "origin", None)
    says_itself = self.filters and self.filters[0][0] is default
    self.token = Token(token)
    self.token.template = (
        origin.template_name if self.is_var and _is_ours(origin) and not says_itself else None
    )
    self.token.looped = False


def _make_strict_loop(self, loopvars, sequence, *arguments, **more):
    sequence.token.looped = True
    _make_loop(self, loopvars, sequence, *arguments, **more)


def _resolve_what_is_there(self, context, ignore_failures=False):
    """Django's own, but that a missing variable of our templates is noted. `if`, `firstof` and the filter `default`
    say themselves what happens without it."""
    token = self.token
    if token.template is None or (ignore_failures and not token.looped):
        return _resolve(self, context, ignore_failures)
    try:
        value = self.var.resolve(context)
    except VariableDoesNotExist:
        _complain(token.template, token)
        return _resolve(self, context, ignore_failures)
    if not self.filters:
        return value
    return _resolve(Known(value, self.filters), context, ignore_failures)


def _translate_what_is_there(self, context, nested=False):
    own, ours = {self.countervar, *self.extra_context}, _is_ours(self.origin)
    for token in [*self.singular, *(self.plural or [])]:
        name = token.contents
        if token.token_type == TokenType.VAR and name not in own and name not in context and ours:
            _complain(self.origin.template_name, name)
    return _translate(self, context, nested)


def _with_its_token(self, context):
    """Django renders nothing where there is no token, as in a template that is included with `only`."""
    if not context.get("csrf_token") and _is_ours(self.origin):
        _complain(self.origin.template_name, "csrf_token")
    return _render_token(self, context)


CsrfTokenNode.render = _with_its_token
FilterExpression.__init__, FilterExpression.resolve = _make_with_template, _resolve_what_is_there
ForNode.__init__, BlockTranslateNode.render = _make_strict_loop, _translate_what_is_there


@pytest.fixture(autouse=True)
def every_variable_is_there():
    """Fail a test during which a template of ours named a variable that is not in its context."""
    undefined.clear()
    yield
    assert not undefined, "\n".join(sorted(set(undefined)))
