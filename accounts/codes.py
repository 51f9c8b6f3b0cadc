"""Emailed codes: sent alike to every address, kept as a mark in the session that asked, good for one use."""

import secrets
import time

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from . import limits, marks
from .mail import send_code

KEY = "accounts.code"
MINUTES = 15
DIGITS = 8


def start(request, email):
    """Send a code. Nothing is looked up: an address we know and one we do not take the same way."""
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    request.session[KEY] = {"email": email, "mark": _mark(email, code), "at": time.time()}
    link = settings.BASE_URL + reverse("accounts_known", args=[marks.for_link(email)])
    send_code(to=email, code=code, minutes=MINUTES, link=link)


def waiting_for(request):
    """The address this session waits for a code from; None when it asked for none or the code ran out."""
    asked = request.session.get(KEY)
    if not asked or time.time() - asked["at"] > MINUTES * 60:
        return None
    return asked["email"]


def may_try(request):
    """Five tries a code, counted where all processes see it: parallel guesses are not free."""
    return limits.try_code(request, request.session[KEY]["mark"])


def matches(request, code):
    asked = request.session[KEY]
    digits = "".join(letter for letter in code if letter.isalnum())
    return constant_time_compare(asked["mark"], _mark(asked["email"], digits))


def forget(request):
    request.session.pop(KEY, None)


def _mark(email, code):
    return salted_hmac("accounts.code", f"{email}:{code}", algorithm="sha256").hexdigest()
