"""The quick exit and the page that clears the device."""

from django.conf import settings
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.sessions.half_typed import end_visit

from .ending import CLEAR_ALL, CLEAR_FAST, clear, end, ends_on_leaving, has_session


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request):
    """End the visit and redirect to a neutral site on GET, or show the page that it is cleared on POST.

    The quick exit is a GET so that a link works on every page without scripts or token. A cross-site request
    doesn't end the visit; at worst a person has to answer or sign in again.
    """
    if request.method == "POST":
        return _finish(request)
    response = redirect(settings.QUICK_EXIT_URL)
    response.headers["Referrer-Policy"] = "no-referrer"
    if request.method == "GET" and _is_intended(request) and has_session(request):
        if ends_on_leaving(request):
            end(request)
            clear(request, response, CLEAR_FAST)
        else:
            end_visit(request)
    return response


def _is_intended(request):
    """Return whether the request is neither a prefetch nor from another site."""
    from_us = request.headers.get("Sec-Fetch-Site", "none") in {"same-origin", "none"}
    return from_us and "prefetch" not in request.headers.get("Sec-Purpose", "")


def _finish(request):
    if ends_on_leaving(request):
        end(request)
    return clear(request, render(request, "portal/leave/cleared.html"), CLEAR_ALL)
