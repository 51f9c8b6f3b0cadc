"""The menus and banners of the frame. They are looked up when a template asks for them, once for each edition."""

from django.db import DatabaseError
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from . import banners, guides, keeping, menus


def frame(request):
    return {
        "site_menus": SimpleLazyObject(_menus),
        "site_banners": SimpleLazyObject(lambda: _banners(request)),
        "site_guides": SimpleLazyObject(_guides),
    }


def _menus():
    """`{place: entries}`; nothing, and so the links every installation has, if the database cannot say."""
    try:
        return keeping.remember(f"menus {get_language()}", menus.entries)
    except DatabaseError:
        return {}


def _guides():
    """Where the guides are; empty while there are none."""
    try:
        return keeping.remember(f"guides {get_language()}", guides.address)
    except DatabaseError:
        return ""


def _banners(request):
    """Those that are up now and belong on this page."""
    now, path = timezone.now(), request.path
    try:
        known = keeping.remember("banners", banners.upcoming)
        return [b for b in known if b.is_up(now) and b.stands_at(path=path, match=request.resolver_match)]
    except DatabaseError:
        return []
