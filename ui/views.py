"""Pages for when something went wrong. Each says what to do now; none says what is there and what is not."""

import logging

from django.http import HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string

from .context import frame

log = logging.getLogger(__name__)

# Pages about failures have the frame that every installation has: the database may be what failed.
NOTHING_FROM_THE_DATABASE = {"site_menus": {}, "site_banners": [], "site_guides": ""}
# The last resort when even the page about the failure fails.
BARE_PAGE = (
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>Sorry, something went wrong</title>'
    "<h1>Sorry, something went wrong</h1><p>Go back and try again in a few minutes. "
    "What you typed is still in your browser.</p></html>"
)


def bad_request(request, exception=None):
    """What was sent could not be read: too big, too many fields, or broken on the way."""
    return _page(request, "400.html", status=400)


def permission_denied(request, exception=None):
    return _page(request, "403.html", status=403)


def page_not_found(request, exception=None):
    """The same page whether a thing is not there or not yours."""
    return _page(request, "404.html", status=404)


def file_held(request, *, infected):
    """Nobody gets the bytes of a file before it is checked for viruses, or once one was found."""
    return _page(request, "file_held.html", status=403, infected=infected)


def csrf_failure(request, reason=""):
    """The form's token was missing or old, often because a page stayed open overnight."""
    return _page(request, "403_csrf.html", status=403)


def server_error(request):
    """Touches no database: it may be the very thing that failed."""
    try:
        page = render_to_string("500.html", frame(request) | {"frame_template": _frame_template(request)})
    except Exception:
        log.exception("The page about an error failed too")
        page = BARE_PAGE
    return HttpResponseServerError(page)


def _page(request, template, *, status, **facts):
    bare = NOTHING_FROM_THE_DATABASE | {"frame_template": _frame_template(request)}
    try:
        return render(request, template, bare | facts, status=status)
    except Exception:
        log.exception("The page %s failed", template)
        return HttpResponse(BARE_PAGE, status=status)


def _frame_template(request):
    return "desk.html" if frame(request)["at_desk"] else "public.html"
