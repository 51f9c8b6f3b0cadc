"""Rate limits, counted in the shared cache, so that all processes count together.

Strangers are counted by network, by account and by both together, so that one network cannot use up the tries of
another. A browser whose owner proved the address is counted by itself (`accounts.sign_in.known_browsers`). The limits
are in `settings.ACCOUNT_RATE_LIMITS`. Every count expires: nothing locks for good.
"""

from uuid import uuid4

from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.db import OperationalError
from django.shortcuts import render

from accounts.sign_in import known_browsers

from .client_address import client_address

APP = "allauth.account"


class CannotCount(OperationalError):
    """The counter cannot be written. The act is refused, but not because anyone tried too often."""


class Tried:
    """Counted tries, false if over the limit. `rollback` gives them back after a right try."""

    def __init__(self, *usages):
        self.usages = usages

    def __bool__(self):
        return all(self.usages)

    def rollback(self):
        for usage in self.usages:
            if usage:
                usage.rollback()


def try_account(request, act, *, email, account=""):
    """Count one try of `act` ("password", "factor" or "code") at an account, by its address unless it has a key."""
    account = account or email
    own = known_browsers.name_of(request, email)
    if own:
        by_itself = _count(request, f"{act}_known", f"{own} {account}")
        # An attacker who reads the mail gets a mark with each code, so all marks share one daily limit.
        return Tried(by_itself, by_itself and _count(request, f"{act}_all_known", account))
    from_here = _count(
        request, f"{act}_from_here", f"{ratelimit.truncate_ip(client_address(request))} {account}"
    )
    return Tried(from_here, from_here and _count(request, act, account))


def try_code(request, mark):
    """Count one guess at a one-time code, by its HMAC."""
    return Tried(_count(request, "try_login_code", mark))


def try_word(request):
    """Count one guess at what opens a case, by who is signed in, or else by the network."""
    if not request.user.is_authenticated:
        return Tried(_count(request, "word_from"))
    return Tried(_count(request, "word_by", f"{request.user.pk}"))


def try_case(request, reference):
    """Count one guess at what opens this case, by anyone and whether or not it exists.

    Over the limit the answer must be that of a wrong guess: a refusal of its own would reveal that someone else
    tried, and so that there is such a case.
    """
    return Tried(_count(request, "word_for", reference))


def try_link(request, act, link):
    """Count one act at a mailed link, by the hash of its token."""
    return Tried(_count(request, act, link))


def try_once_more(request, act):
    """Count one act by network or by signed-in person, as the setting says."""
    return Tried(_count(request, act))


def refuse(request, **more):
    """Return the page that asks to wait and says who can help. It is the same for everyone."""
    return render(request, "429.html", more, status=429)


def too_many(request):
    """Handle a refusal by one of allauth's own views, as `handler429` of the URLs."""
    _raise_if_unwritable()
    return refuse(request)


def cache_takes_writes() -> bool:
    """Return whether the cache stores what it is given. It hides a failed write, so one is tried and read back."""
    key = f"write-test:{uuid4().hex}"
    cache.set(key, "written", 60)
    return cache.get(key) is not None


def _count(request, act, key=None):
    """Count one try. Return None if there were too many; raise CannotCount if it cannot be counted."""
    usage = ratelimit.consume(request, app=APP, action=act, key=key)
    if usage is None:
        _raise_if_unwritable()
    return usage


def _raise_if_unwritable():
    if not cache_takes_writes():
        raise CannotCount
