"""No link of a public page leads out of the language in which it is read."""

import re

import pytest
from django.conf import settings

pytestmark = pytest.mark.alike
LINK = re.compile(r"<a\b[^>]*?\bhref=\"(/[^\"#?]*)[^>]*>", re.DOTALL)
SWITCH = re.compile(r'<div class="ui-languages">.*?</div>', re.DOTALL)
NEVER_TRANSLATED = re.compile(r"/(?:static|office|editor|media|documents)/")
MOST = 150


@pytest.mark.slow
def test_every_link_of_a_polish_page_stays_in_polish(client, site, polish):
    waiting, seen, lost = ["/pl/", "/pl/raise/contact/safety/", "/pl/accounts/login/code/"], set(), []
    while waiting and len(seen) < MOST:
        address = waiting.pop(0)
        if address in seen:
            continue
        seen.add(address)
        response = client.get(address)
        if response.status_code != 200 or not response.headers["Content-Type"].startswith("text/html"):
            continue
        for tag in LINK.finditer(SWITCH.sub("", response.text)):
            if NEVER_TRANSLATED.match(tag[1]):
                continue
            if tag[1].startswith("/pl/"):
                waiting.append(tag[1])
            else:
                lost.append((address, tag[1]))
    assert lost == []
    assert len(seen) > 40


@pytest.mark.slow
def test_page_of_an_editor_is_marked_as_english_and_named_by_its_english_address(client, site, polish):
    page = client.get("/pl/can-they-help/policing/").text
    main = page.split("<main")[1]
    assert '<h1><bdi lang="en" dir="ltr">' in main
    assert '<link rel="canonical" href="http://localhost:8000/can-they-help/policing/">' in page
    assert "Prywatność" in page.split("<footer")[1] or 'lang="en"' in page.split("<footer")[1]


def test_only_pages_that_are_translated_whole_are_said_to_be(client, site, polish):
    translated = client.get("/pl/find-your-members/borough/").text
    assert (
        '<link rel="alternate" hreflang="en" href="http://testserver/find-your-members/borough/">'
        in " ".join(translated.split())
    )
    assert "hreflang" not in client.get("/pl/can-they-help/policing/").text
    assert 'hreflang="pl" href="http://localhost:8000/pl/help/"' in client.get("/help/").text


def test_address_that_a_mail_shows_keeps_its_order_in_a_sentence_from_right_to_left():
    shown = re.compile(r'<a href="{{ (\w+) }}"([^>]*)>{{ \1 }}</a>')
    links = [
        link[2].strip()
        for path in (settings.BASE_DIR / "templates" / "mail").glob("*.html")
        for link in shown.finditer(path.read_text())
    ]
    assert links
    assert set(links) == {'dir="ltr"'}
