"""Middleware that serves cached pages to anonymous visitors, and redirects from old page URLs."""

from django.conf import settings
from django.db import DatabaseError
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers, set_response_etag
from django.utils.translation import get_language_from_path, override
from wagtail.contrib.redirects.middleware import RedirectMiddleware

from . import banners, page_cache

PAGES = "wagtail_serve"
CACHED_VIEWS = {PAGES, "site_map", "site_robots"}
BROWSER_CACHE_CONTROL = "public, max-age=60"


def cache_pages(get_response):
    """Serve pages without query string and session from the cache, and old ones to everyone while a page fails.

    A response is cached only if it is the same for everyone: it sets no cookie and no `Cache-Control`.
    """

    def middleware(request):
        request.get_host()  # raises for a host that is not allowed, before a cached page is served
        try:
            response = (
                from_cache(request, get_response) if is_cacheable_request(request) else get_response(request)
            )
        except DatabaseError:
            return old_page(request) or get_response(request)
        if response.status_code == 503:
            return old_page(request) or response
        return response

    return middleware


def from_cache(request, get_response):
    """Return the cached page, or make the response and cache it. Raise DatabaseError if the cache is away."""
    path, version = request.path_info, page_cache.version()
    page = page_cache.find(path, for_version=version)
    if page is None:
        response = get_response(request)
        if response.status_code in {301, 302, 404}:
            page_cache.forget_safety_page(path)
        if not is_cacheable_response(request, response):
            return response
        page = _store(path, response, version)
        if page is None:
            return response
    response = page.response(request)
    return get_conditional_response(request, etag=response.headers["ETag"], response=response)


def old_page(request):
    """Return the page that is in memory, marked as perhaps out of date, or None without one."""
    page = page_cache.find_old(request.path_info) if request.method in {"GET", "HEAD"} else None
    if page is None:
        return None
    with override(get_language_from_path(request.path_info) or settings.LANGUAGE_CODE):
        return page.old_response(render_to_string("ui/out_of_date.html"))


def is_cacheable_request(request) -> bool:
    return (
        request.method == "GET"
        and not request.META.get("QUERY_STRING")
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and not getattr(request, "is_dummy", False)  # a preview in the editor
    )


def is_cacheable_response(request, response) -> bool:
    match = request.resolver_match
    return (
        response.status_code == 200
        and match is not None
        and match.view_name in CACHED_VIEWS
        and not response.streaming
        and not response.cookies
        and not response.has_header("Cache-Control")
    )


def _store(path, response, version):
    now = timezone.now()
    change = banners.next_change(page_cache.cached("banners", banners.upcoming), now)
    seconds = [getattr(response, "cache_seconds", page_cache.MAX_SECONDS)]
    seconds += [(change - now).total_seconds()] if change else []
    response.headers["Cache-Control"] = BROWSER_CACHE_CONTROL
    patch_vary_headers(response, ["Accept-Encoding", "Cookie"])
    set_response_etag(response)
    return page_cache.store(path, response, for_version=version, seconds=min(seconds))


class Redirects(RedirectMiddleware):
    """Wagtail's redirects, limited to URLs of pages, so that an editor cannot redirect a URL of the service."""

    def process_response(self, request, response):
        match = request.resolver_match
        if match is None or match.view_name != PAGES:
            return response
        return super().process_response(request, response)
