"""The error page of a request that failed because the database or a disk takes nothing at the moment."""

import errno
import sys
from collections.abc import Iterator

from django.contrib.sessions.exceptions import SessionInterrupted
from django.db import InterfaceError, OperationalError
from django.urls import Resolver404, resolve

from accounts.sessions.unsent_text import texts_of, typed_in
from ui import views

BACK_WITHIN = 5  # seconds
READ_ONLY = "25006"  # PostgreSQL's code for a write to a database that only takes reads
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EROFS}


def failure(request):
    """Render the server error page: 503 with what the person typed if trying again can help, otherwise 500."""
    return unavailable(request) if is_outage(sys.exception()) else views.server_error(request)


def bad_request(request, exception=None):
    """Render the page of a bad request. A session that could not be saved is one only if it ended meanwhile."""
    if isinstance(exception, SessionInterrupted) and any(map(is_outage, causes(exception))):
        return unavailable(request)
    return views.bad_request(request, exception)


def unavailable(request):
    typed = typed_on_pages_of_ours(request)
    return views.unavailable(request, retry_after=BACK_WITHIN, typed=typed, texts=texts_of(typed))


def is_outage(error) -> bool:
    """Return whether a request failed through no fault of its own, and works once the database or disk does."""
    if isinstance(error, OperationalError | InterfaceError):
        return True
    if isinstance(error, OSError):
        return error.errno in NO_ROOM
    return getattr(error.__cause__, "sqlstate", "") == READ_ONLY


def causes(error) -> Iterator[BaseException]:
    """Yield the errors during whose handling this one was raised."""
    while error := error.__context__:
        yield error


def typed_on_pages_of_ours(request) -> list[tuple[str, str]]:
    """Return what the person typed. Pages without a namespace are sign-in pages: what they hold is secret or short."""
    return typed_in(request) if request.method == "POST" and namespace_of(request) else []


def namespace_of(request) -> str:
    """Return the namespace of the page, also if the request failed before its URL was resolved."""
    try:
        return (request.resolver_match or resolve(request.path_info)).namespace
    except Resolver404:
        return ""
