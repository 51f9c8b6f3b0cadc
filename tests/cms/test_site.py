"""Tests of guides, news, search, redirects, and the data for search engines and other sites."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from casework.questionnaires.services import KEPT_FOR, close_form
from cms import page_cache
from cms.models import Council, NewsPage
from cms.setup import home_page, write_page
from tests import factories


def get_page(client, path):
    return client.get(path).content.decode()


# --- Guides -------------------------------------------------------------------------------------------


def test_guide_shows_who_can_help(client, site):
    page = get_page(client, "/can-they-help/bins-and-street-cleaning/")
    assert "Ask your borough council first" in page
    assert "/can-they-help/bins-and-street-cleaning/newham/" in page


def test_guide_of_a_borough_shows_its_council(client, site):
    council = Council.objects.get(borough="newham")
    council.website, council.phone = "https://council.example/", "020 7946 0999"
    council.save()
    page_cache.clear_pages()
    page = get_page(client, "/can-they-help/bins-and-street-cleaning/newham/")
    assert "Newham Council" in page
    assert "https://council.example/" in page
    assert "020 7946 0999" in page
    assert "City and East" in page


def test_borough_without_council_details_links_the_general_search(client, site):
    Council.objects.all().delete()
    assert "https://www.gov.uk/find-local-council" in get_page(client, "/can-they-help/in/newham/")


def test_guides_of_a_borough_link_its_subjects(client, site):
    page = get_page(client, "/can-they-help/in/newham/")
    assert "/can-they-help/bins-and-street-cleaning/newham/" in page
    assert "/find-your-members/in/newham/" in page


@pytest.mark.parametrize(
    "path", ["in/elsewhere/", "bins-and-street-cleaning/elsewhere/", "policing/newham/", "no-such-guide/"]
)
def test_unknown_guide_or_borough_returns_404(client, site, path):
    assert client.get(f"/can-they-help/{path}").status_code == 404


# --- News ---------------------------------------------------------------------------------------------


def test_home_page_shows_the_latest_news(client, site):
    home = get_page(client, "/")
    assert home.count("/news/") == 1 + 1 + 3  # the menu, the link to all news, three items


def test_news_pagination_lists_every_item_once(client, site):
    index = home_page().get_children().get(slug="news").specific
    for number in range(30):
        day = timezone.localdate() - timedelta(days=100 + number // 2)
        write_page(NewsPage(title=f"Item {number}", slug=f"item-{number}", said_on=day), below=index)
    seen, path = [], "/news/"
    while path:
        page = get_page(client, path)
        seen += re.findall(r'href="/news/([\w-]+)/"', page[page.index("<main") :])
        next_link = re.search(r'rel="next"\s+href="(\?before=[\d-]+)"', page)
        path = f"/news/{next_link[1]}" if next_link else None
    assert len(seen) == len(set(seen)) == 34


@pytest.mark.parametrize("day", ["yesterday", "2026-13-01", "0", "9999999-01-01"])
def test_news_before_an_invalid_day_returns_404(client, site, day):
    assert client.get(f"/news/?before={day}").status_code == 404


# --- Search -------------------------------------------------------------------------------------------


def test_page_header_links_the_search(client, site):
    assert 'href="/search/"' in client.get("/help/").text


def test_search_finds_pages_members_and_forms(client, site):
    assert "/can-they-help/buses-tube-and-trains/" in get_page(client, "/search/?q=buses")
    assert f"/members/{site.member.slug}/" in get_page(client, f"/search/?q={site.member.name}")
    assert "/raise/contact/" in get_page(client, "/search/?q=write+to+a+member")


def test_search_omits_a_closed_form(client, site):
    close_form(slug="contact")
    assert (
        "/raise/contact/"
        not in get_page(client, "/search/?q=write+to+a+member")
        .partition("Other ways on")[0]
        .partition("<main")[2]
    )


def test_search_finds_words_in_the_body(client, site):
    assert "/help/" in get_page(client, "/search/?q=hurry")


def test_search_without_results_suggests_other_pages(client, site):
    page = get_page(client, "/search/?q=xylophone")
    assert "Nothing found for “" in page
    assert "/find-your-members/" in page[page.index("Other ways on") :]


def test_search_omits_unpublished_pages(client, site):
    page = home_page().get_children().get(slug="help").specific
    page.unpublish()
    assert 'href="/help/"' not in get_page(client, "/search/?q=hurry")


@pytest.mark.parametrize(
    "q",
    [
        "",
        "   ",
        "x" * 101,
        "'",
        '"',
        "*",
        "a AND",
        "(",
        "-",
        "\\",
        "%",
        "NEAR(",
        "ü",
        "\u202e",
        "a" * 100,
        "<script>",
    ],
)
def test_search_accepts_any_input(client, site, q):
    response = client.get("/search/", {"q": q})
    assert response.status_code == 200
    assert b"<script>" not in response.content.replace(b'<script type="module"', b"")


def test_search_results_are_not_cached(client, site):
    response = client.get("/search/?q=bus")
    assert "no-store" in response.headers["Cache-Control"]


def test_search_of_many_words_has_a_limited_query_count(client, site, django_assert_max_num_queries):
    with django_assert_max_num_queries(40):
        client.get("/search/", {"q": "bus " * 24})


# --- Redirects ----------------------------------------------------------------------------------------


def test_moved_page_redirects(client, site, django_capture_on_commit_callbacks):
    page = home_page().get_children().get(slug="how-it-works").specific
    page.slug = "your-way"
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    response = client.get("/how-it-works/")
    assert (response.status_code, response.url) == (301, "/your-way/")


def test_subpage_of_a_moved_page_redirects(client, site, django_capture_on_commit_callbacks):
    guides = home_page().get_children().get(slug="can-they-help").specific
    guides.slug = "who-can-help"
    with django_capture_on_commit_callbacks(execute=True):
        guides.save_revision().publish()
    assert client.get("/can-they-help/policing/").url == "/who-can-help/policing/"


def test_editors_redirect_does_not_apply_to_service_urls(sign_in, site):
    from wagtail.contrib.redirects.models import Redirect

    Redirect.add_redirect("/office/cases/LA-2222-2222/", "https://elsewhere.example/", is_permanent=False)
    assert sign_in(site.ben).get("/office/cases/LA-2222-2222/").status_code == 404


# --- Search engines, other sites ----------------------------------------------------------------------


def test_sitemap_lists_public_pages_with_absolute_urls(client, site):
    found = re.findall(r"<loc>([^<]+)</loc>", get_page(client, "/sitemap.xml"))
    assert f"{settings.BASE_URL}/" in found
    assert f"{settings.BASE_URL}/can-they-help/policing/" in found
    assert f"{settings.BASE_URL}/members/{site.member.slug}/" in found
    assert all(address.startswith(settings.BASE_URL) for address in found)
    for address in found:
        assert client.get(address.removeprefix(settings.BASE_URL)).status_code == 200, address


def test_sitemap_omits_unpublished_pages(client, site):
    home_page().get_children().get(slug="help").specific.unpublish()
    assert "/help/" not in get_page(client, "/sitemap.xml")


def test_robots_txt_disallows_service_urls(client, db):
    lines = get_page(client, "/robots.txt").splitlines()
    for path in ("/office/", "/editor/", "/accounts/", "/my-cases/", "/raise/"):
        assert f"Disallow: {path}" in lines
    assert f"Sitemap: {settings.BASE_URL}/sitemap.xml" in lines


def test_page_has_open_graph_and_canonical_tags(client, site):
    page = get_page(client, "/help/")
    assert '<meta property="og:title" content="Help">' in page
    assert f'<link rel="canonical" href="{settings.BASE_URL}/help/">' in page
    assert "How to use this service" in re.search(r'og:description" content="([^"]+)"', page)[1]


def test_pages_load_nothing_from_other_hosts(client, site):
    for path in ("/", "/help/", "/members/", "/news/", "/accessibility/", "/can-they-help/policing/"):
        page = get_page(client, path)
        assert re.findall(r'(?:src|action)="https?://', page) == [], path
        assert re.findall(r'<link rel="(?!canonical)[^>]*https?://', page) == [], path


def test_search_does_not_find_cases(client, site):
    factories.case(office=site.office, raised_by=site.ada, subject="Zanzibar", body="Zanzibar")
    assert '<p role="status">Nothing found for “Zanzibar”</p>' in get_page(client, "/search/?q=Zanzibar")


@pytest.mark.parametrize("slug", ["help", "privacy", "cookies", "accessibility"])
def test_demo_pages_exist(client, site, slug):
    assert client.get(f"/{slug}/").status_code == 200


def test_cookies_page_shows_the_configured_periods(client, site, settings):
    page = client.get("/cookies/").content.decode()
    assert f"up to {KEPT_FOR.days} days" in page
    assert f"at most {settings.SESSION_MOST_SECONDS // 3600} hours" in page
