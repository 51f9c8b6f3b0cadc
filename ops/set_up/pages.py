"""The pages that every installation begins with. Editors change them later; existing pages are left alone."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from django.utils.html import escape
from wagtail.rich_text import RichText

import cms
from body.current import current_body
from body.models import Body
from casework.places.models import Area
from cms.models import AccessibilityPage, ContactPage, ContentPage, MembersPage, NewsIndexPage, PrivacyPage
from cms.pages.base import SitePage
from cms.setup import editors, home_page, write_home_page, write_menu, write_page

ACCESSIBILITY = Path(cms.__file__).parent / "data/accessibility.json"
TEXTS = Path(__file__).parent / "data/pages"

# Kind, address, title, summary. The text is `data/pages/<address>.html`, if there is one.
PAGES = [
    (MembersPage, "members", "All Members", "%(seats)s"),
    (NewsIndexPage, "news", "News", "What is new here, and where you can have your say."),
    (ContentPage, "help", "Help", "How to use this service, and how to reach a person."),
    (ContentPage, "how-it-works", "How it works", "What happens from your first word to the answer."),
    (
        ContactPage,
        "contact",
        "Contact us",
        "Online, by email, by phone or by letter. You get the same service.",
    ),
    (PrivacyPage, "privacy", "Privacy", "Who sees what you write, and for how long."),
    (ContentPage, "cookies", "Cookies", "Only what the service cannot work without."),
    (AccessibilityPage, "accessibility", "Accessibility", ""),
]
HEAD = [("find", ""), ("form:contact", "Raise a case"), ("cases", "")]
FOOT = ["accessibility", "privacy", "cookies", "contact", "how-it-works", "members"]
COUNCIL_FIRST = ("Council homes and repairs", "Bins, local roads and parking", "Schools and social care")
MP_FIRST = ("Immigration and visas", "Benefits and pensions", "Tax")


def write_site(*, words: Mapping[str, str]) -> Iterator[str]:
    """Publish the missing pages, with menus and editors' rights. Yield a line for each page."""
    editors()
    facts = facts_for(words)
    if not home_page().lead:
        write_home_page(
            question=f"Find your {current_body().members}",
            lead=facts["yours"],
            body=[("columns", can_take_up(words))],
        )
        yield "page: home"
    there = set(home_page().get_children().values_list("slug", flat=True))
    pages = write_pages(facts)
    write_menus(pages)
    yield from (f"page: {slug}" for slug in pages if slug not in there)


def write_pages(facts: Mapping[str, str]) -> dict[str, SitePage]:
    """Publish the missing pages below the home page. Return all of them by slug."""
    return {
        slug: write_page(
            kind(slug=slug, title=title, lead=lead % facts, body=text_of(slug, facts), **more_of(kind))
        )
        for kind, slug, title, lead in PAGES
    }


def more_of(kind: type[SitePage]) -> dict[str, object]:
    """The further facts that a page of this kind begins with: what is known about accessibility."""
    if kind is not AccessibilityPage:
        return {}
    facts = json.loads(ACCESSIBILITY.read_text())
    days = {name: date.fromisoformat(facts[name]) for name in facts if name.endswith("_on")}
    problems = [
        ("problem", each | {"fixed_by": date.fromisoformat(each["fixed_by"])}) for each in facts["problems"]
    ]
    return facts | days | {"problems": problems}


def write_menus(pages: Mapping[str, SitePage], *, head: tuple[str, ...] = ("help",)) -> None:
    """Put the usual links at the head and foot of every page, unless an editor has."""
    links = [("service", {"to": to, "words": shown}) for to, shown in HEAD]
    write_menu("head", [*links, *(("page", {"page": pages[slug], "words": ""}) for slug in head)])
    foot = [("page", {"page": pages[slug], "words": ""}) for slug in FOOT]
    write_menu("foot", [*foot, ("service", {"to": "search", "words": "Search this site"})])


def facts_for(words: Mapping[str, str]) -> dict[str, str]:
    """Return the placeholders of pages: the body's words, and sentences about its Members."""
    return {**words, **members_of(current_body(), areas=Area.objects.count())}


def members_of(body: Body, *, areas: int) -> dict[str, str]:
    """Return sentences about the number of Members, for one person and in all."""
    wide = body.whole_seats
    if not wide:
        return {
            "yours": "You have one Member: the one for the area where you live.",
            "seats": f"Each of {areas} areas elects one Member.",
        }
    for_all = f"{'One is' if wide == 1 else f'{wide} are'} for the whole of {body.place}."
    return {
        "yours": f"You have {wide + 1} Members. One is for the area where you live. {for_all}",
        "seats": f"{'One Member has' if areas == 1 else f'{areas} Members have'} an area. {for_all}",
    }


def text_of(slug: str, facts: Mapping[str, str]) -> list:
    """Return the body of a text page; empty for a page without a text file."""
    path = TEXTS / f"{slug}.html"
    if not path.exists():
        return []
    html = "".join(path.read_text().splitlines())
    if "%(" in html:
        html %= {name: escape(value) for name, value in facts.items()}
    return [("text", RichText(html))]


def can_take_up(words: Mapping[str, str]) -> dict[str, object]:
    """Return the three columns of the home page: who helps with what."""
    often = [item.strip() for item in words["takes_up"].split(";")]
    return {
        "heading": "What a Member can take up",
        "intro": "Tell us the problem first. If someone else is responsible, we’ll tell you who before you start.",
        "columns": [
            {"title": title, "text": listed(*items)}
            for title, items in (
                ("We can often help with", often),
                ("Your council first", COUNCIL_FIRST),
                ("Your MP first", MP_FIRST),
            )
        ],
    }


def listed(*items: str) -> str:
    return "<ul>" + "".join(f"<li>{escape(item)}</li>" for item in items) + "</ul>"
