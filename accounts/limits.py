"""How often something may be tried: counted in the shared cache, so that every process counts the same.

Strangers are counted by the network they come from, by the account they try, and by both together, so that one network
cannot use up what others may still try. A browser that its owner has proved (`accounts.marks`) is counted by itself.
The figures stand in `settings.ACCOUNT_RATE_LIMITS`. Every count runs out by itself: nothing locks for good.
"""

from allauth.core.internal import ratelimit
from django.shortcuts import render

from . import marks
from .clients import client_address

APP = "allauth.account"


class Tried:
    """Tries that were counted. They are rolled back when it was no wrong try after all."""

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
    own = marks.name_of(request, email)
    if own:
        by_itself = _count(request, f"{act}_known", f"{own} {account}")
        # Whoever reads the mail gets a mark with each code: all marks of an account share its tries of a day.
        return Tried(by_itself, by_itself and _count(request, f"{act}_all_known", account))
    from_here = _count(
        request, f"{act}_from_here", f"{ratelimit.truncate_ip(client_address(request))} {account}"
    )
    return Tried(from_here, from_here and _count(request, act, account))


def try_code(request, mark):
    """Count one guess at an emailed code, by the keyed mark of the code."""
    return Tried(_count(request, "try_login_code", mark))


def try_word(request):
    """Count one guess at what opens a case, by who is signed in."""
    return Tried(_count(request, "word_by", f"{request.user.pk}"))


def try_case(request, reference):
    """Count one guess at what opens this case, by anybody and whether or not there is one. Once they are used up, say
    what a wrong guess says: a refusal of its own would tell that somebody else tried, so that there is such a case."""
    return Tried(_count(request, "word_for", reference))


def try_link(request, act, link):
    """Count one act at a link that came by mail, by the hash of its token."""
    return Tried(_count(request, act, link))


def try_once_more(request, act):
    """Count one act by the network it comes from, or by the person who is signed in, as the setting says."""
    return Tried(_count(request, act))


def refuse(request, **more):
    """Wait, and who can help meanwhile. The same page whoever asks and whatever about."""
    return render(request, "429.html", more, status=429)


def _count(request, act, key=None):
    return ratelimit.consume(request, app=APP, action=act, key=key)
