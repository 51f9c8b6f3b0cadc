"""A mark in a browser whose owner has shown that they read mail at an address: its tries are counted separately.

A stranger who knows an address can use up the tries that strangers have for it, but not those of a marked browser. A
mark grants nothing: a stolen one allows only a few wrong tries.
"""

import secrets
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.utils.crypto import constant_time_compare, salted_hmac

COOKIE = "__Host-known" if settings.HTTPS else "known"
IN_COOKIE, IN_LINK = "accounts.sign_in.known_browsers.cookie", "accounts.sign_in.known_browsers.link"
KEPT = timedelta(days=30)
LINK_LASTS = timedelta(days=1)


def for_link(email):
    """Return a signed token for the link in a mail to this address."""
    return _signed([secrets.token_urlsafe(12), _whose(email)], salt=IN_LINK)


def from_link(token):
    """Return the mark in the token of a mailed link, or None if it is expired or forged."""
    return _read(token, salt=IN_LINK, lasts=LINK_LASTS)


def new(email):
    return [secrets.token_urlsafe(12), _whose(email)]


def leave(response, mark, *, lasting):
    """Set the mark as a cookie, for 30 days if `lasting`, else for the browser session."""
    response.set_cookie(
        COOKIE,
        _signed(mark, salt=IN_COOKIE),
        max_age=KEPT if lasting else None,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )


def name_of(request, email):
    """Return the name of this browser's mark if it is for this address, else None."""
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
    return salted_hmac("accounts.sign_in.known_browsers", email.lower(), algorithm="sha256").hexdigest()[:32]
