"""Ending a visit so that nothing of it is left: answers not sent, the session, and every cookie."""

import time

from django.conf import settings
from django.contrib.auth import logout
from django.shortcuts import redirect

from accounts import marks
from accounts.shared_device import SEEN_AT, is_shared
from portal.raise_case.holder import discard_unsent

A_MINUTE = 60
OURS = {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, marks.COOKIE}
# Emptying the cache may take a browser seconds: it is asked for where nobody has to get away. Until then it holds
# pages that are the same for everybody; pages about a person are never kept (`no-store`).
AT_ONCE = '"cookies", "storage"'
THOROUGHLY = '"cache", "cookies", "storage"'


def has_session(request):
    """Asked before the session is: a page without one stays the same for everybody, and cacheable."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES


def ends_on_leaving(request):
    """Whether leaving ends this visit: on a shared device, or signed in as a constituent."""
    if not has_session(request):
        return False
    signed_in = request.user.is_authenticated and not request.user.is_staff
    return signed_in or is_shared(request.session)


def end(request):
    """Sign out, and forget what was answered and not sent. On a device of one's own the answers wait."""
    if is_shared(request.session):
        discard_unsent(request)
    logout(request)


def clear(request, response, kinds):
    """Tell the browser to forget us; cookies by name, too, for browsers that do not know the header."""
    for name in OURS & set(request.COOKIES):
        response.delete_cookie(name, samesite="Lax")
    response.headers["Clear-Site-Data"] = kinds
    return response


class SharedDevice:
    """On a shared device no page may be kept, and a visit ends after a few minutes without a sign of life."""

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
            # What was sent too late goes on as a stranger's; a page is asked for again as one.
            return None if request.method == "POST" else clear(request, redirect(request.path), AT_ONCE)
        if now - seen > A_MINUTE:
            request.session[SEEN_AT] = now
        return None
