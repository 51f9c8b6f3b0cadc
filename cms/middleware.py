"""Shows kept pages to people without a session, and leads on from where a page used to be."""

from django.conf import settings
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers, set_response_etag
from wagtail.contrib.redirects.middleware import RedirectMiddleware

from . import banners, keeping

PAGES = "wagtail_serve"
KEPT_VIEWS = {PAGES, "site_map", "site_robots"}
BROWSERS_KEEP = "public, max-age=60"


def keep_pages(get_response):
    """A page of the editors, asked for without query and without session, is the same for everybody.

    Only such a page is kept, and only if nothing in it was made for one person: no cookie, no order drawn for a visit.
    """

    def middleware(request):
        if not is_for_everybody(request):
            return get_response(request)
        request.get_host()  # a name that is not ours is refused, kept page or not
        path, of = request.path_info, keeping.edition()
        page = keeping.find(path, of=of)
        if page is None:
            response = get_response(request)
            if not may_be_kept(request, response):
                return response
            page = _keep(path, response, of)
            if page is None:
                return response
        response = page.response(request)
        return get_conditional_response(request, etag=response.headers["ETag"], response=response)

    return middleware


def is_for_everybody(request) -> bool:
    return (
        request.method == "GET"
        and not request.META.get("QUERY_STRING")
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and not getattr(request, "is_dummy", False)  # a preview of the editor
    )


def may_be_kept(request, response) -> bool:
    match = request.resolver_match
    return (
        response.status_code == 200
        and match is not None
        and match.view_name in KEPT_VIEWS
        and not response.streaming
        and not response.cookies
        and not response.has_header("Cache-Control")
    )


def _keep(path, response, of):
    now = timezone.now()
    change = banners.next_change(keeping.remember("banners", banners.upcoming), now)
    seconds = [getattr(response, "kept_for", keeping.LONGEST)]
    seconds += [(change - now).total_seconds()] if change else []
    response.headers["Cache-Control"] = BROWSERS_KEEP
    patch_vary_headers(response, ["Accept-Encoding", "Cookie"])
    set_response_etag(response)
    return keeping.keep(path, response, of=of, seconds=min(seconds))


class Redirects(RedirectMiddleware):
    """Wagtail's redirects, for addresses of pages alone: no editor leads on from a door of the service."""

    def process_response(self, request, response):
        match = request.resolver_match
        if match is None or match.view_name != PAGES:
            return response
        return super().process_response(request, response)
