"""Emailed codes: sent alike to every address, kept as a mark in the session that asked, good for one use."""

import secrets
import time

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from . import limits, marks
from .mail import send_code

KEY = "accounts.code"
SIGN_IN = "sign-in"  # what a code is for: one for another purpose signs nobody in, nor the other way round
MINUTES = 15
DIGITS = 8


def start(request, email, *, purpose=SIGN_IN):
    """Send a code. Nothing is looked up: an address we know and one we do not take the same way."""
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    request.session[_key(purpose)] = {"email": email, "mark": _mark(email, code, purpose), "at": time.time()}
    link = settings.BASE_URL + reverse("accounts_known", args=[marks.for_link(email)])
    send_code(to=email, code=code, minutes=MINUTES, link=link)


def waiting_for(request, *, purpose=SIGN_IN):
    """The address this session waits for a code from; None when it asked for none or the code ran out."""
    asked = request.session.get(_key(purpose))
    if not asked or time.time() - asked["at"] > MINUTES * 60:
        return None
    return asked["email"]


def may_try(request, *, purpose=SIGN_IN):
    """Five tries a code, counted where all processes see it: parallel guesses are not free."""
    return limits.try_code(request, request.session[_key(purpose)]["mark"])


def matches(request, code, *, purpose=SIGN_IN):
    asked = request.session[_key(purpose)]
    digits = "".join(letter for letter in code if letter.isalnum())
    return constant_time_compare(asked["mark"], _mark(asked["email"], digits, purpose))


def forget(request, *, purpose=SIGN_IN):
    request.session.pop(_key(purpose), None)


def _key(purpose):
    return KEY if purpose == SIGN_IN else f"{KEY}.{purpose}"


def _mark(email, code, purpose):
    return salted_hmac("accounts.code", f"{purpose}:{email}:{code}", algorithm="sha256").hexdigest()
