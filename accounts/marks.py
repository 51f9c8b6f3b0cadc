"""A mark in a browser whose person has shown that they read mail at an address: it has tries of its own there.

Whoever knows an address can use up the tries that strangers have for it. The owner is no stranger, so a marked browser
is counted by itself. A mark opens nothing: whoever steals one may only be wrong a few times, as anybody may.
"""

import secrets
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.utils.crypto import constant_time_compare, salted_hmac

COOKIE = "__Host-known" if settings.HTTPS else "known"
IN_COOKIE, IN_LINK = "accounts.marks.cookie", "accounts.marks.link"
KEPT = timedelta(days=30)
LINK_LASTS = timedelta(days=1)


def for_link(email):
    """A mark to put into a mail to this address."""
    return _signed([secrets.token_urlsafe(12), _whose(email)], salt=IN_LINK)


def from_link(token):
    """The mark that the link of a mail brought; None for one that is old or not ours."""
    return _read(token, salt=IN_LINK, lasts=LINK_LASTS)


def new(email):
    return [secrets.token_urlsafe(12), _whose(email)]


def leave(response, mark, *, lasting):
    """Put a mark into a browser: for a month, or until it is closed."""
    response.set_cookie(
        COOKIE,
        _signed(mark, salt=IN_COOKIE),
        max_age=KEPT if lasting else None,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )


def name_of(request, email):
    """The name of this browser's mark if it is one for this address, else None."""
    mark = _read(request.COOKIES.get(COOKIE, ""), salt=IN_COOKIE, lasts=KEPT)
    return mark[0] if mark and constant_time_compare(mark[1], _whose(email)) else None


def _signed(mark, *, salt):
    return signing.dumps(mark, salt=salt)


def _read(token, *, salt, lasts):
    try:
        return signing.loads(token, salt=salt, max_age=lasts)
    except signing.BadSignature:
        return None


def _whose(email):
    return salted_hmac("accounts.marks", email.lower(), algorithm="sha256").hexdigest()[:32]
