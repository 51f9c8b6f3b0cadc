"""Guides, news, search, redirects, and what is said to search engines and other sites."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from casework.questionnaires.services import KEPT_FOR, close_form
from cms import keeping
from cms.models import Council, NewsPage
from cms.setup import home_page, write_page
from tests import factories


def words(client, path):
    return client.get(path).content.decode()


# --- Guides -------------------------------------------------------------------------------------------


def test_a_guide_says_who_can_help(client, site):
    page = words(client, "/can-they-help/bins-and-street-cleaning/")
    assert "Ask your borough council first" in page
    assert "/can-they-help/bins-and-street-cleaning/newham/" in page


def test_a_guide_for_a_borough_names_its_council(client, site):
    council = Council.objects.get(borough="newham")
    council.website, council.phone = "https://council.example/", "020 7946 0999"
    council.save()
    keeping.forget_pages()
    page = words(client, "/can-they-help/bins-and-street-cleaning/newham/")
    assert "Newham Council" in page
    assert "https://council.example/" in page
    assert "020 7946 0999" in page
    assert "City and East" in page


def test_without_a_council_there_is_still_a_way_on(client, site):
    Council.objects.all().delete()
    assert "https://www.gov.uk/find-local-council" in words(client, "/can-they-help/in/newham/")


def test_all_subjects_seen_from_one_borough(client, site):
    page = words(client, "/can-they-help/in/newham/")
    assert "/can-they-help/bins-and-street-cleaning/newham/" in page
    assert "/find-your-members/in/newham/" in page


@pytest.mark.parametrize(
    "path", ["in/elsewhere/", "bins-and-street-cleaning/elsewhere/", "policing/newham/", "no-such-guide/"]
)
def test_what_makes_no_difference_has_no_page(client, site, path):
    assert client.get(f"/can-they-help/{path}").status_code == 404


# --- News ---------------------------------------------------------------------------------------------


def test_the_latest_news_is_on_the_home_page(client, site):
    home = words(client, "/")
    assert home.count("/news/") == 1 + 1 + 3  # the menu, all news, three pages


def test_older_news_is_a_page_on(client, site):
    index = home_page().get_children().get(slug="news").specific
    for number in range(30):
        day = timezone.localdate() - timedelta(days=100 + number // 2)
        write_page(NewsPage(title=f"Item {number}", slug=f"item-{number}", said_on=day), below=index)
    seen, path = [], "/news/"
    while path:
        page = words(client, path)
        seen += re.findall(r'href="/news/([\w-]+)/"', page[page.index("<main") :])
        more = re.search(r'rel="next"\s+href="(\?before=[\d-]+)"', page)
        path = f"/news/{more[1]}" if more else None
    assert len(seen) == len(set(seen)) == 34


@pytest.mark.parametrize("day", ["yesterday", "2026-13-01", "0", "9999999-01-01"])
def test_no_news_before_no_day(client, site, day):
    assert client.get(f"/news/?before={day}").status_code == 404


# --- Search -------------------------------------------------------------------------------------------


def test_every_page_leads_to_the_search(client, site):
    assert 'href="/search/"' in client.get("/help/").text


def test_search_finds_pages_members_and_forms(client, site):
    assert "/can-they-help/buses-tube-and-trains/" in words(client, "/search/?q=buses")
    assert f"/members/{site.member.slug}/" in words(client, f"/search/?q={site.member.name}")
    assert "/raise/contact/" in words(client, "/search/?q=write+to+a+member")


def test_a_form_that_was_closed_is_not_found(client, site):
    close_form(slug="contact")
    assert (
        "/raise/contact/"
        not in words(client, "/search/?q=write+to+a+member")
        .partition("Other ways on")[0]
        .partition("<main")[2]
    )


def test_a_word_in_the_text_of_a_page_is_found(client, site):
    assert "/help/" in words(client, "/search/?q=hurry")


def test_a_miss_offers_ways_on(client, site):
    page = words(client, "/search/?q=xylophone")
    assert "We found nothing" in page
    assert "/find-your-members/" in page[page.index("Other ways on") :]


def test_what_is_not_published_is_not_found(client, site):
    page = home_page().get_children().get(slug="help").specific
    page.unpublish()
    assert 'href="/help/"' not in words(client, "/search/?q=hurry")


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
def test_anything_may_be_typed(client, site, q):
    response = client.get("/search/", {"q": q})
    assert response.status_code == 200
    assert b"<script>" not in response.content.replace(b'<script type="module"', b"")


def test_a_search_is_never_kept(client, site):
    response = client.get("/search/?q=bus")
    assert "no-store" in response.headers["Cache-Control"]


def test_many_words_are_too_many_to_look_for(client, site, django_assert_max_num_queries):
    with django_assert_max_num_queries(40):
        client.get("/search/", {"q": "bus " * 24})


# --- Redirects ----------------------------------------------------------------------------------------


def test_a_page_that_moved_leads_on(client, site, django_capture_on_commit_callbacks):
    page = home_page().get_children().get(slug="how-it-works").specific
    page.slug = "your-way"
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    response = client.get("/how-it-works/")
    assert (response.status_code, response.url) == (301, "/your-way/")


def test_pages_below_one_that_moved_lead_on(client, site, django_capture_on_commit_callbacks):
    guides = home_page().get_children().get(slug="can-they-help").specific
    guides.slug = "who-can-help"
    with django_capture_on_commit_callbacks(execute=True):
        guides.save_revision().publish()
    assert client.get("/can-they-help/policing/").url == "/who-can-help/policing/"


def test_no_editor_leads_on_from_a_door_of_the_service(sign_in, site):
    from wagtail.contrib.redirects.models import Redirect

    Redirect.add_redirect("/office/cases/LA-2222-2222/", "https://elsewhere.example/", is_permanent=False)
    assert sign_in(site.ben).get("/office/cases/LA-2222-2222/").status_code == 404


# --- Search engines, other sites ----------------------------------------------------------------------


def test_the_map_names_public_pages_by_their_whole_address(client, site):
    found = re.findall(r"<loc>([^<]+)</loc>", words(client, "/sitemap.xml"))
    assert f"{settings.BASE_URL}/" in found
    assert f"{settings.BASE_URL}/can-they-help/policing/" in found
    assert f"{settings.BASE_URL}/members/{site.member.slug}/" in found
    assert all(address.startswith(settings.BASE_URL) for address in found)
    for address in found:
        assert client.get(address.removeprefix(settings.BASE_URL)).status_code == 200, address


def test_the_map_leaves_out_what_is_not_published(client, site):
    home_page().get_children().get(slug="help").specific.unpublish()
    assert "/help/" not in words(client, "/sitemap.xml")


def test_robots_have_no_business_where_people_write(client, db):
    lines = words(client, "/robots.txt").splitlines()
    for path in ("/office/", "/editor/", "/accounts/", "/my-cases/", "/raise/"):
        assert f"Disallow: {path}" in lines
    assert f"Sitemap: {settings.BASE_URL}/sitemap.xml" in lines


def test_a_card_tells_other_sites_what_a_page_is_about(client, site):
    page = words(client, "/help/")
    assert '<meta property="og:title" content="Help">' in page
    assert f'<link rel="canonical" href="{settings.BASE_URL}/help/">' in page
    assert "How to use this service" in re.search(r'og:description" content="([^"]+)"', page)[1]


def test_no_page_names_another_company_but_in_a_link(client, site):
    for path in ("/", "/help/", "/members/", "/news/", "/accessibility/", "/can-they-help/policing/"):
        page = words(client, path)
        assert re.findall(r'(?:src|action)="https?://', page) == [], path
        assert re.findall(r'<link rel="(?!canonical)[^>]*https?://', page) == [], path


def test_a_message_of_a_case_is_in_no_search(client, site):
    factories.case(office=site.office, raised_by=site.ada, subject="Zanzibar", body="Zanzibar")
    assert "We found nothing" in words(client, "/search/?q=Zanzibar")


@pytest.mark.parametrize("slug", ["help", "privacy", "cookies", "accessibility"])
def test_the_pages_of_the_demo_are_there(client, site, slug):
    assert client.get(f"/{slug}/").status_code == 200


def test_the_page_about_cookies_tells_the_times_that_hold(client, site, settings):
    page = client.get("/cookies/").content.decode()
    assert f"up to {KEPT_FOR.days} days" in page
    assert f"at most {settings.SESSION_MOST_SECONDS // 3600} hours" in page
