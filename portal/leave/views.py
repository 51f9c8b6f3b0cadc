"""The way off this site: at once to a page that gives nothing away, or finished and cleared."""

from django.conf import settings
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from .ending import AT_ONCE, THOROUGHLY, clear, end, ends_on_leaving


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request):
    """A GET is the quick exit, and ends the visit: a link works on every page, without script or token.

    It does so only if one of our own pages or the person asked. The worst that a page elsewhere could do is to make
    somebody answer or sign in again.
    """
    if request.method == "POST":
        return _finish(request)
    response = redirect(settings.QUICK_EXIT_URL)
    response.headers["Referrer-Policy"] = "no-referrer"
    if request.method == "GET" and _meant(request) and ends_on_leaving(request):
        end(request)
        clear(request, response, AT_ONCE)
    return response


def _meant(request):
    """Not a page fetched ahead, and not a link or picture of another site."""
    from_us = request.headers.get("Sec-Fetch-Site", "none") in {"same-origin", "none"}
    return from_us and "prefetch" not in request.headers.get("Sec-Purpose", "")


def _finish(request):
    if ends_on_leaving(request):
        end(request)
    return clear(request, render(request, "portal/leave/cleared.html"), THOROUGHLY)
