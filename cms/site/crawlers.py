"""The sitemap and robots.txt for search engines."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.http import require_safe
from wagtail.models import Page, Site

from casework.offices.seats import all_seats
from cms.pages.elected import MembersPage
from cms.pages.translations.shown import languages_by_page

CLOSED = ["/office/", "/editor/", "/accounts/", "/my-cases/", "/raise/", "/search/", "/useful/", "/health/"]
SERVICES = ["portal:find_members"]
MOST_PAGES = 10_000


@require_safe
def robots(request):
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED)]
    lines += [f"Sitemap: {settings.BASE_URL}{reverse('site_map')}"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def _address(page: Page, code: str) -> str:
    with override(code):
        return f"{settings.BASE_URL}{page.url}"


@require_safe
def sitemap(request):
    """Return the public pages, the Members' pages and the search for Members, with absolute URLs, up to
    `MOST_PAGES`.
    """
    site = Site.find_for_request(request)
    pages = Page.objects.live().public().descendant_of(site.root_page, inclusive=True)
    languages = languages_by_page()
    entries = []
    for page in pages.order_by("path")[:MOST_PAGES]:
        addresses = {
            code: _address(page, code) for code in (settings.LANGUAGE_CODE, *languages.get(page.pk, []))
        }
        same = [{"code": code, "url": url} for code, url in addresses.items()] if len(addresses) > 1 else []
        entries += [
            {"url": url, "changed": page.last_published_at, "languages": same} for url in addresses.values()
        ]
    entries += [{"url": f"{settings.BASE_URL}{reverse(name)}", "languages": []} for name in SERVICES]
    if members := MembersPage.objects.live().first():
        entries += [{"url": f"{members.address}{seat.member.slug}/", "languages": []} for seat in all_seats()]
    return render(request, "cms/sitemap.xml", {"entries": entries}, content_type="application/xml")
