"""A context processor for menus and banners, which are loaded only if a template uses them and cached for each
version.
"""

from django.db import DatabaseError
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from . import banners, menus, page_cache
from .pages import guides


def frame(request):
    return {
        "site_menus": SimpleLazyObject(_menus),
        "site_banners": SimpleLazyObject(lambda: _banners(request)),
        "site_guides": SimpleLazyObject(_guides),
    }


def _menus():
    """Return `{place: entries}`, or {} if the database fails, so that the default links are shown."""
    try:
        return page_cache.cached(f"menus {get_language()}", menus.entries)
    except DatabaseError:
        return {}


def _guides():
    """Return the URL of the guides, or "" without any."""
    try:
        return page_cache.cached(f"guides {get_language()}", guides.address)
    except DatabaseError:
        return ""


def _banners(request):
    """Return the banners that are active now on this page."""
    now, path = timezone.now(), request.path
    try:
        known = page_cache.cached("banners", banners.upcoming)
        return [b for b in known if b.is_active(now) and b.matches(path=path, match=request.resolver_match)]
    except DatabaseError:
        return []
