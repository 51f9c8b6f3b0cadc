"""Error views. Each page says what to do, and none reveals whether something exists."""

import logging

from django.http import HttpResponse, HttpResponseServerError
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string

from .context import frame

log = logging.getLogger(__name__)

# Error pages use the default frame, because the database may have failed.
EMPTY_SITE_CONTEXT = {"site_menus": {}, "site_banners": [], "site_guides": ""}
# shown if rendering the error page fails
BARE_PAGE = (
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>Sorry, something went wrong</title>'
    "<h1>Sorry, something went wrong</h1><p>Go back and try again in a few minutes. "
    "What you typed is still in your browser.</p></html>"
)


def bad_request(request, exception=None):
    """Return 400 for a request that is too big, has too many fields or is malformed."""
    return _page(request, "400.html", status=400)


def permission_denied(request, exception=None):
    return _page(request, "403.html", status=403)


def page_not_found(request, exception=None):
    """Return the same page for a missing object and for one the person may not see."""
    return _page(request, "404.html", status=404)


def file_held(request, *, infected):
    """Return 403 for a file that is not scanned yet or is infected."""
    return _page(request, "file_held.html", status=403, infected=infected)


def csrf_failure(request, reason="", *, typed=(), texts=()):
    """Return 403 for a missing or expired CSRF token, often because a page was open overnight.

    What was typed, pairs of name and value, is in a form that sends it again; of it the page shows `texts`.
    """
    facts = {"fields": typed, "texts": texts, "address": request.get_full_path()}
    return _page(request, "403_csrf.html", status=403, **facts)


def server_error(request):
    """Return 500 without using the database, which may have failed."""
    return HttpResponseServerError(_page_without_database(request, "500.html"))


def unavailable(request, *, retry_after, typed=(), texts=()):
    """Return 503 without using the database. What was typed, pairs of name and value, is in a form that sends it again.

    Of it the page shows `texts`.
    """
    facts = {"fields": typed, "texts": texts, "address": request.get_full_path()}
    page = _page_without_database(request, "503.html", csrf_token=get_token(request), **facts)
    headers = {"Retry-After": str(retry_after), "Cache-Control": "no-store, private"}
    return HttpResponse(page, status=503, headers=headers)


def _page_without_database(request, template, **facts):
    try:
        context = EMPTY_SITE_CONTEXT | frame(request) | {"frame_template": _frame_template(request)}
        return render_to_string(template, context | facts)
    except Exception:
        log.exception("The page about an error failed too")
        return BARE_PAGE


def _page(request, template, *, status, **facts):
    bare = EMPTY_SITE_CONTEXT | {"frame_template": _frame_template(request)}
    try:
        return render(request, template, bare | facts, status=status)
    except Exception:
        log.exception("The page %s failed", template)
        return HttpResponse(BARE_PAGE, status=status)


def _frame_template(request):
    return "desk.html" if frame(request)["at_desk"] else "public.html"
