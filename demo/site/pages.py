"""The words that the demo's editors put on the public site, beside the pages that every installation begins with."""

from datetime import timedelta

from django.utils import timezone
from wagtail.rich_text import RichText

from casework.places.models import Borough
from cms.banners import Banner
from cms.models import Council, GuidePage, GuidesPage, NewsPage
from cms.setup import write_home_page, write_page
from demo import world
from ops.set_up import pages as site
from ops.set_up.page_texts import publish_page_texts

from . import guides
from .news import NEWS


def write():
    """Every page, the menus and the councils; what an editor has written meanwhile stays."""
    write_home_page(
        question="Find your London Assembly Members",
        lead="Every Londoner has twelve: one Member for the area where they live, and eleven for the whole of London.",
        body=[("columns", site.can_take_up(world.WORDS))],
    )
    pages = site.write_pages(site.facts_for(world.WORDS))
    pages |= {slug: write_page(kind(slug=slug, **facts)) for kind, slug, facts in PAGES}
    for facts in guides.GUIDES:
        write_page(GuidePage(**facts), below=pages["can-they-help"])
    for days, facts in NEWS:
        said_on = timezone.localdate() - timedelta(days=days)
        write_page(NewsPage(said_on=said_on, **facts), below=pages["news"])
    for borough in Borough.objects.all():
        name = borough.name if borough.name.startswith("City of") else f"{borough.name} Council"
        Council.objects.get_or_create(borough=borough.slug, defaults={"name": name})
    site.write_menus(pages, head=("news", "help"))
    title, text = world.BANNER
    Banner.objects.get_or_create(title=title, defaults={"text": text})
    publish_page_texts()


PAGES = [
    (
        GuidesPage,
        "can-they-help",
        {
            "title": "Can they help?",
            "lead": "Find out who can put it right, before you write a word.",
            "body": [
                (
                    "text",
                    RichText(
                        "<p>Choose what it is about. If you are not sure, choose what is closest. "
                        'You can also look <a href="#borough">by borough</a>.</p>'
                    ),
                )
            ],
        },
    ),
]
