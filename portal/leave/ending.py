"""Functions that end a visit and remove its traces: unsent answers, the session and every cookie."""

import time

from django.conf import settings
from django.contrib.auth import logout
from django.shortcuts import redirect

from accounts.sessions.activity import is_activity
from accounts.sessions.shared_device import SEEN_AT, is_shared
from accounts.sign_in import known_browsers
from portal.my_cases.access import opened_by
from portal.raise_case.submission_key import discard_unsent

MINUTE = 60
OUR_COOKIES = {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, known_browsers.COOKIE}
# Clearing the cache can take a browser seconds, so the quick exit leaves it. It only contains pages that are the same
# for everyone; personal pages are sent with `no-store`.
CLEAR_FAST = '"cookies", "storage"'
CLEAR_ALL = '"cache", "cookies", "storage"'


def has_session(request):
    """Return whether there is a session cookie, without loading the session, which would make the page uncacheable."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES


def ends_on_leaving(request):
    """Return whether leaving ends this visit: on a shared device, signed in, or with a case opened by code."""
    if not has_session(request):
        return False
    signed_in = request.user.is_authenticated and not request.user.is_staff
    return signed_in or bool(opened_by(request)) or is_shared(request.session)


def end(request):
    """Sign out and, on a shared device, discard unsent answers."""
    if is_shared(request.session):
        discard_unsent(request)
    logout(request)


def clear(request, response, kinds):
    """Send `Clear-Site-Data` with these types, and delete the cookies by name for browsers without that header."""
    for name in OUR_COOKIES & set(request.COOKIES):
        response.delete_cookie(name, samesite="Lax")
    response.headers["Clear-Site-Data"] = kinds
    return response


class SharedDevice:
    """Middleware for shared devices: forbids caching, and ends a visit after `SHARED_IDLE_SECONDS` without a
    request.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.shared_device = has_session(request) and is_shared(request.session)
        response = self.get_response(request)
        if request.shared_device:
            response.headers["Cache-Control"] = "no-store, private"
        return response

    def process_view(self, request, view, args, kwargs):
        if not request.shared_device:
            return None
        now = time.time()
        seen = request.session.setdefault(SEEN_AT, now)
        if now - seen >= settings.SHARED_IDLE_SECONDS:
            end(request)
            # A POST continues without a session, and shows what was typed; a GET is repeated without one.
            return None if request.method == "POST" else clear(request, redirect(request.path), CLEAR_FAST)
        if now - seen > MINUTE and is_activity(request):
            request.session[SEEN_AT] = now
        return None
